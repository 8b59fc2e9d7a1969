import DrivingCore
import Geometry
import Testing

@testable import Scenarios

@Suite("Traffic of a stated density")
struct TrafficFlowTests {
  private func text(_ traffic: String, lanes: Int = 2, length: Int = 20_000, seed: Int = 3)
    -> String
  {
    """
    godseye: 1
    title: Test
    seed: \(seed)
    road: {lanes: \(lanes), segments: [{shape: straight, length_m: \(length)}]}
    ego: {lane: 1, s_m: 10}
    traffic: {\(traffic)}

    """
  }

  private func actors(_ traffic: String, seed: Int = 3) throws -> [Actor] {
    try #require(ScenarioFixtures.decode(text(traffic, seed: seed)).first).actors
  }

  @Test("Density, speeds by lane and the share of trucks are what was asked for")
  func statistics() throws {
    let actors = try actors(
      "density_per_km: 15, lane_speeds_kph: [90, 110], speed_deviation_kph: 8, truck_share: 0.25, "
        + "clear_of_ego_m: 0")
    for (lane, mean) in [(1, 90.0), (2, 110.0)] {
      let own = actors.filter {
        ($0.start.box.worldFromBox.position.y - Double(lane - 1) * 3.5).magnitude < 0.1
      }
      // Some 300 drivers: gaps scatter by at most their mean, so the count by 6 % (one sigma).
      #expect((Double(own.count) / 20 - 15).magnitude < 2.5, "\(own.count)")
      let cars = own.filter { $0.start.kind == .car }
      let speed = cars.map { $0.start.velocity.length * 3.6 }.reduce(0, +) / Double(cars.count)
      #expect((speed - mean).magnitude < 2, "\(speed)")
      let trucks = Double(own.count { $0.start.kind == .truck }) / Double(own.count)
      #expect(lane == 1 ? (trucks - 0.25).magnitude < 0.08 : trucks == 0)
    }
  }

  @Test("Nobody is nearer than the least gap, and the speeds differ within two deviations")
  func gaps() throws {
    let actors = try actors(
      "density_per_km: 20, speed_kph: 90, speed_deviation_kph: 5, truck_share: 0.5")
    let first = actors.filter { $0.start.box.worldFromBox.position.y.magnitude < 0.1 }
      .sorted { $0.start.box.worldFromBox.position.x < $1.start.box.worldFromBox.position.x }
    for (a, b) in zip(first, first.dropFirst()) {
      let apart = b.start.box.worldFromBox.position.x - a.start.box.worldFromBox.position.x
      #expect(apart - (a.start.box.length + b.start.box.length) / 2 >= 2 + 0.5 * 25 - 1e-9)
      if a.start.kind == .car {
        #expect((a.start.velocity.length * 3.6 - 90).magnitude <= 10 + 1e-9)
      }
    }
  }

  @Test("The seed decides, and nothing else")
  func seeds() throws {
    let keys = "density_per_km: 15, speed_kph: 90"
    #expect(try actors(keys) == actors(keys))
    #expect(try actors(keys) != actors(keys, seed: 4))
  }

  @Test(
    "Demand that cannot be is refused",
    arguments: [
      ("density_per_km: 80, speed_kph: 100", "beyond the capacity of a lane"),
      ("density_per_km: 30, speed_kph: 100", "beyond the capacity of a lane"),
      ("density_per_km: 15", "0 lane speeds for 2 lanes"),
      ("density_per_km: 15, lane_speeds_kph: [90]", "1 lane speeds for 2 lanes"),
      ("density_per_km: 15, speed_kph: 90, count: 3", "'count' with density_per_km"),
      ("count: 3, truck_share: 0.5, speed_kph: 90", "'truck_share' with a count"),
      ("speed_kph: 90", "no number of drivers"),
      ("count: 900, speed_kph: 90, spacing_m: 50", "no room for driver"),
    ])
  func refused(traffic: String, found: String) {
    let message = ScenarioFixtures.message(text(traffic))
    #expect(message.contains(found) && message.hasPrefix("test.yaml:6:"), "\(message)")
  }

  @Test("More than a thousand vehicles are refused")
  func many() {
    let message = ScenarioFixtures.message(
      text("density_per_km: 26, speed_kph: 80", length: 50_000))
    #expect(message.contains("more than 1000 vehicles"), "\(message)")
  }
}
