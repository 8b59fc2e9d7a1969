import DrivingCore
import Geometry
import Testing

@testable import Scenarios

@Suite("Parameter sweeps")
struct ParameterSweepTests {
  private func ids(_ sweep: String, actor: String = "gap_ahead_m: \"${gap_m}\"") throws -> [String]
  {
    let text =
      ScenarioFixtures.highway + "sweep: \(sweep)\n"
      + "actors: [{id: cutter, lane: 2, \(actor), speed_kph: 50}]\n"
    return try ScenarioFixtures.decode(text).map(\.id)
  }

  @Test("One instance a value, named by it")
  func values() throws {
    #expect(
      try ids("{gap_m: [9, 12, 15]}") == ["test/gap-9m", "test/gap-12m", "test/gap-15m"])
  }

  @Test("Ranges include both ends and print short numbers")
  func ranges() throws {
    #expect(
      try ids("{gap_m: {from: 0.1, to: 0.4, step: 0.1}}")
        == ["test/gap-0.1m", "test/gap-0.2m", "test/gap-0.3m", "test/gap-0.4m"])
  }

  @Test("Several parameters make the cross product, the last fastest; paths set values in place")
  func product() throws {
    let ids = try ids(
      "{gap_m: [9, 12], actors.cutter.speed_kph: [40, 50]}")
    #expect(
      ids == [
        "test/gap-9m-speed-40kph", "test/gap-9m-speed-50kph", "test/gap-12m-speed-40kph",
        "test/gap-12m-speed-50kph",
      ])
  }

  @Test("The swept value reaches the scenario")
  func reaches() throws {
    let text =
      ScenarioFixtures.highway.replacing("title: Test", with: "title: Gap ${gap_m} m")
      + "sweep: {gap_m: [9, 12], actors.cutter.speed_mps: [7]}\n"
      + "actors: [{id: cutter, lane: 2, gap_ahead_m: \"${gap_m}\", speed_mps: 1}]\n"
    let scenarios = try ScenarioFixtures.decode(text)
    #expect(scenarios.map(\.title) == ["Gap 9 m", "Gap 12 m"])
    #expect(scenarios.allSatisfy { ($0.actors[0].start.velocity.x - 7).magnitude < 1e-12 })
    let x = scenarios.map { $0.actors[0].start.box.worldFromBox.position.x }
    #expect((x[1] - x[0] - 3).magnitude < 1e-9)
  }

  private func sampled(_ sweep: String, _ count: Int, seed: UInt64 = 1) throws -> [String] {
    var options = ScenarioFixtures.options
    (options.sample, options.seed) = (count, seed)
    let text =
      ScenarioFixtures.highway + "sweep: \(sweep)\n"
      + "actors: [{id: cutter, lane: 2, gap_ahead_m: \"${gap_m}\", speed_kph: 50}]\n"
    return try ScenarioFixtures.decode(text, options: options).map(\.id)
  }

  @Test("A sample of a sweep of 1e9 members is drawn without making them, stably by seed")
  func sample() throws {
    let sweep =
      "{gap_m: {from: 20, to: 100, step: 0.0001}, "
      + "actors.cutter.speed_kph: {from: 40, to: 80, step: 0.001}}"
    let some = try sampled(sweep, 20)
    #expect(some.count == 20 && Set(some).count == 20)
    #expect(try sampled(sweep, 20) == some)
    #expect(try sampled(sweep, 20, seed: 2) != some)
  }

  @Test("A sample keeps ids and order, and a larger one than the sweep takes all")
  func smallSample() throws {
    let all = try sampled("{gap_m: [9, 12, 15, 18]}", 9)
    #expect(all.count == 4)
    let some = try sampled("{gap_m: [9, 12, 15, 18]}", 2)
    #expect(some.count == 2 && all.filter(some.contains) == some)
  }

  @Test("A sample of a sweep beyond exact numbers is refused")
  func largest() throws {
    let range = "{from: 1, to: 1e9, step: 1}"
    #expect(throws: ScenarioFailure.self) { try sampled("{gap_m: \(range), a: \(range)}", 5) }
  }

  @Test(
    "Sweeps that cannot be run are refused",
    arguments: [
      ("{gap_m: {from: 1, to: 1e9, step: 1}}", "a sweep of 1000000000 members"),
      ("{gap_m: {from: 0, to: 200, step: 1}, a: {from: 0, to: 200, step: 1}}", "a sweep of 40401"),
      ("{gap_m: {from: 1, to: 2, step: 0}}", "step > 0"),
      ("{gap_m: []}", "no values"), ("{gap_m: [9, 9]}", "a value twice"), ("{}", "for 'sweep'"),
      ("{gap_m: [9], other: [1]}", "'other' is used nowhere"),
      ("{gap_m: [9], actors.nobody.speed_kph: [1]}", "no value at 'actors.nobody.speed_kph'"),
      ("{gap_m: 9}", "'9'"), ("{\"a b\": [9]}", "the sweep name 'a b'"),
      ("{gap_m: [nine]}", "'nine' for 'actors[0].gap_ahead_m'"),
    ])
  func refused(sweep: String, found: String) {
    let text =
      ScenarioFixtures.highway + "sweep: \(sweep)\n"
      + "actors: [{id: cutter, lane: 2, gap_ahead_m: \"${gap_m}\", speed_kph: 50}]\n"
    let message = ScenarioFixtures.message(text)
    #expect(message.contains(found), "\(message)")
  }
}
