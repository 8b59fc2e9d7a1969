import DrivingCore
import Geometry
import Roads

/// Traffic of a stated density: how far apart, how fast and how many trucks, drawn from the seed.
///
/// Net gaps are a least gap plus an exponentially distributed rest, so that their mean gives the
/// density (the displaced negative exponential, M2 in Cowan, Transportation Research 9, 371, 1975).
/// The least gap is the standstill gap plus 0.5 s of driving. Wanted speeds are normally distributed
/// within two standard deviations, by lane. See `docs/guides/Traffic.md`.
struct TrafficFlow {
  /// The least time gap to the driver ahead (s).
  static let leastTimeGap = 0.5
  /// The most vehicles an hour in a lane: capacity at free-flow speeds of 110 km/h and more
  /// (Highway Capacity Manual 2016, exhibit 12-4), in passenger cars.
  static let capacity = 2_400.0
  /// The most vehicles of one file.
  static let most = 1_000
  private static let stream: UInt64 = 0x666c_6f77  // "flow"

  private let map: ScenarioReader
  private let road: RoadTemplate
  private let seed: UInt64
  private let vehicle: VehicleSpec
  private let place: ScenarioPlace

  /// Mean values of one lane.
  private struct LaneMeans {
    var lane: Int
    var speed: Double
    var truckShare: Double
  }

  init(_ map: ScenarioReader, place: ScenarioPlace, seed: UInt64) throws(ScenarioFailure) {
    guard let road = place.road else {
      throw map.failure(
        found: "a stream of traffic in a car park", expected: "a road",
        advice: "list the actors one by one")
    }
    if let key = ["count", "spacing_m", "jitter_m", "speed_jitter_kph"].first(where: map.has) {
      throw map.failure(
        key, found: "'\(key)' with density_per_km", expected: "one way to say how many",
        advice: "remove one of them")
    }
    (self.map, self.road, self.seed, self.place) = (map, road, seed, place)
    vehicle = place.vehicle
  }

  /// The drivers `traffic-001`, …, lane by lane, clear of the ego and of what stands there.
  func actors(ego: ScenarioReader?, clearOf boxes: [OrientedBox]) throws(ScenarioFailure)
    -> [Actor]
  {
    let density = map.number("density_per_km") ?? 1
    let means = try means()
    let others = boxes.map(\.placed)
    var actors: [Actor] = []
    for lane in means {
      try checkDemand(lane, density: density)
      var random = SeededGenerator(
        seed: seed, stream: TrafficFlow.stream ^ UInt64(lane.lane + 16))
      try fill(lane, density: density, ego: ego, others: others, &random, &actors)
    }
    return actors
  }

  private func means() throws(ScenarioFailure) -> [LaneMeans] {
    let lanes = map.integers("lanes") ?? Array(1...road.lanes)
    let speed = try map.speed("speed")
    let speeds = map.numbers("lane_speeds_kph") ?? []
    guard speeds.isEmpty != (speed == nil), speeds.isEmpty || speeds.count == lanes.count,
      speed ?? 1 > 0
    else {
      throw map.failure(
        found: "\(speeds.count) lane speeds for \(lanes.count) lanes",
        expected: "either speed_kph above 0, or lane_speeds_kph with one for each lane",
        advice: "state the mean speed wanted")
    }
    let trucks = map.integers("truck_lanes") ?? [1]
    return lanes.enumerated().map { index, lane in
      LaneMeans(
        lane: lane, speed: speed ?? speeds[index] / 3.6,
        truckShare: trucks.contains(lane) ? map.number("truck_share") ?? 0 : 0)
    }
  }

  /// The mean length of a vehicle (m), trucks weighed in.
  private func meanLength(_ lane: LaneMeans) -> Double {
    let (car, truck) = (ActorDecoder.size(.car).length, ActorDecoder.size(.truck).length)
    return car + (truck - car) * lane.truckShare
  }

  private var standstillGap: Double { map.map("follow")?.number("standstill_gap_m") ?? 2 }
  private var truckSpeed: Double { (map.number("truck_speed_kph") ?? 85) / 3.6 }

  private func speed(_ lane: LaneMeans, isTruck: Bool) -> Double {
    isTruck ? min(lane.speed, truckSpeed) : lane.speed
  }

  /// The net gap that nobody is closer than (m).
  private func leastGap(_ lane: LaneMeans) -> Double {
    standstillGap + TrafficFlow.leastTimeGap * lane.speed
  }

  private func checkDemand(_ lane: LaneMeans, density: Double) throws(ScenarioFailure) {
    let closest = 1_000 / (leastGap(lane) + meanLength(lane))
    let most = min(closest, TrafficFlow.capacity / (lane.speed * 3.6))
    guard density <= most else {
      throw map.failure(
        "density_per_km",
        found: "\(StrictNumber.text(density)) vehicles a kilometre at "
          + "\(tenths(lane.speed * 3.6)) km/h in lane \(lane.lane), beyond the capacity of a lane",
        expected: "at most \(tenths(most)) at that speed",
        advice: "lower density_per_km or the speed")
    }
  }

  private func tenths(_ value: Double) -> String {
    StrictNumber.text((value * 10).rounded(.down) / 10)
  }

  private func fill(
    _ lane: LaneMeans, density: Double, ego: ScenarioReader?, others: [PlacedBox],
    _ random: inout SeededGenerator, _ actors: inout [Actor]
  ) throws(ScenarioFailure) {
    let clear = map.number("clear_of_ego_m") ?? 20
    let deviation = (map.number("speed_deviation_kph") ?? 0) / 3.6
    let end = min(map.number("to_m") ?? road.course.length, road.course.length)
    let (least, mean) = (leastGap(lane), 1_000 / density - meanLength(lane))
    var front = map.number("from_m") ?? 0
    while true {
      // The same numbers are drawn for each place, whatever comes of it.
      let isTruck = random.uniform() < lane.truckShare
      let gap = least - (mean - least) * Portable.log(max(1 - random.uniform(), 1e-12))
      let normal = min(max(random.normal(), -2), 2)
      let kind: TrackedObject.Kind = isTruck ? .truck : .car
      let size = ActorDecoder.size(kind)
      let station = front + gap + size.length / 2
      front += gap + size.length
      guard front <= end else { return }
      let wanted = max(speed(lane, isTruck: isTruck) + deviation * normal, 1)
      let isNear = place.station(ofEgo: ego).map {
        (station - $0).magnitude < clear + (vehicle.body.length + size.length) / 2
      }
      guard isNear != true, let pose = road.pose(lane: lane.lane, station: station) else {
        continue
      }
      let box = OrientedBox(worldFromBox: pose, length: size.length, width: size.width)
      guard others.allSatisfy({ $0.separation(from: box.placed) > least }) else { continue }
      guard actors.count < TrafficFlow.most else {
        throw map.failure(
          "density_per_km", found: "more than \(TrafficFlow.most) vehicles",
          expected: "at most \(TrafficFlow.most)", advice: "shorten the stretch with to_m")
      }
      actors.append(try driver(actors.count + 1, kind, box, speed: wanted))
    }
  }

  private func driver(
    _ number: Int, _ kind: TrackedObject.Kind, _ box: OrientedBox, speed: Double
  ) throws(ScenarioFailure) -> Actor {
    let digits = String(number)
    let id = "traffic-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    let object = TrackedObject(
      id: id, kind: kind, box: box, velocity: box.worldFromBox.forward * speed)
    let follower = try ActorDecoder.follower(map.map("follow") ?? .empty(in: map), speed: speed)
    return Actor(start: object, behaviour: .following(follower))
  }
}
