import DrivingCore
import Geometry
import Roads

/// A stream of car-following drivers, placed lane by lane with seeded scatter.
struct TrafficStream {
  let place: ScenarioPlace
  let seed: UInt64

  /// The stream of the generator; each number of the file's seed starts its own.
  private static let stream: UInt64 = 0x7472_6166_6669_6300  // "traffic"

  /// The drivers `traffic-001`, `traffic-002`, … that fit on the road, clear of the ego.
  func actors(_ map: ScenarioReader, ego: ScenarioReader?) throws(ScenarioFailure) -> [Actor] {
    guard let road = place.road else {
      throw map.failure(
        found: "a stream of traffic in a car park", expected: "a road",
        advice: "list the actors one by one")
    }
    guard let count = map.integer("count") else {
      throw map.failure(
        found: "no number of drivers", expected: "count or density_per_km", advice: "add one")
    }
    let only = ["to_m", "lane_speeds_kph", "speed_deviation_kph", "truck_share", "truck_lanes"]
    if let key = only.first(where: map.has) {
      throw map.failure(
        key, found: "'\(key)' with a count", expected: "density_per_km with it",
        advice: "remove one of them")
    }
    let lanes = map.integers("lanes") ?? Array(1...road.lanes)
    let spacing = map.number("spacing_m") ?? 40
    let speed = try map.speed("speed") ?? 0
    let speedJitter = (map.number("speed_jitter_kph") ?? 0) / 3.6
    let clear = (map.number("clear_of_ego_m") ?? 20) + 5
    let egoStation = place.station(ofEgo: ego)
    var random = SeededGenerator(seed: seed, stream: TrafficStream.stream)
    var actors: [Actor] = []
    var (row, base) = (0, map.number("from_m") ?? 0)
    while actors.count < count {
      for lane in lanes where actors.count < count {
        // Both numbers are drawn for every place, so that one driver less shifts no other.
        let shift = (map.number("jitter_m") ?? 0) * random.uniform(-1, 1)
        let change = speedJitter * random.uniform(-1, 1)
        let station = base + shift
        if let egoStation, (station - egoStation).magnitude < clear { continue }
        guard let pose = road.pose(lane: lane, station: max(station, 3)) else {
          throw map.failure(
            "count",
            found: "no room for driver \(actors.count + 1) in lane \(lane) at "
              + "\(StrictNumber.text(station)) m",
            expected: "a road long enough for \(count)",
            advice: "lengthen the road, or lower count or spacing_m")
        }
        actors.append(
          try driver(actors.count + 1, pose, speed: max(speed + change, 0), wish: speed, map))
      }
      row += 1
      base += spacing
    }
    return actors
  }

  private func driver(
    _ number: Int, _ pose: SE2, speed: Double, wish: Double, _ map: ScenarioReader
  ) throws(ScenarioFailure) -> Actor {
    let size = ActorDecoder.size(.car)
    let digits = String(number)
    let id = "traffic-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    let object = TrackedObject(
      id: id, kind: .car,
      box: OrientedBox(worldFromBox: pose, length: size.length, width: size.width),
      velocity: pose.forward * speed)
    let follower = try ActorDecoder.follower(
      map.map("follow") ?? .empty(in: map),
      speed: max(wish, speed))
    return Actor(start: object, behaviour: .following(follower))
  }
}

extension ScenarioReader {
  /// A map without keys, at the place of another.
  static func empty(in map: ScenarioReader) -> ScenarioReader {
    ScenarioReader(path: map.path, node: YAMLNode(content: .map([]), place: map.node.place))
  }
}
