import DrivingCore
import Geometry
import Roads

/// Finds the lanes from a mission's start to its goal.
///
/// In a junction lanes lie over each other, and a goal's area touches lanes that only cross it. So
/// every lane under the start is weighed against every lane under the goal: by how well the poses
/// fit them, how long the way between is, and how near it keeps to a recorded drive, where one is
/// known: like a navigation device, and as nuPlan takes its route from the recording.
enum RouteFinder {
  /// How far a route without a goal looks ahead (m).
  static let reachWithoutGoal = 3_000.0
  /// What a radian between heading and lane, a metre beside its centre and a metre between the way
  /// and a recorded drive count in metres of driving.
  static let (turnCost, offsetCost, astrayCost) = (40.0, 5.0, 30.0)
  /// Farther turned from a lane (rad) nobody is taken to follow it.
  static let mostTurned = 1.2
  /// How many lanes are weighed at either end.
  private static let mostEnds = 12

  /// A lane at one end of a route, and what taking it costs.
  private struct End {
    var lane: LaneID
    /// Along the lane (m).
    var s: Double
    var cost: Double
  }

  /// The lanes to follow, in order; empty where the start lies on no lane.
  static func route(for mission: Mission, recording: [VehicleState] = []) -> [LaneID] {
    let map = mission.map
    let starts = starts(of: mission)
    guard let likeliest = starts.first else { return [] }
    var best: (cost: Double, lanes: [LaneID])?
    let way = stride(from: 0, to: recording.count, by: max(1, recording.count / 20)).map {
      recording[$0].worldFromVehicle.position
    }
    for start in starts {
      for goal in goals(of: mission, recording: recording) {
        guard let route = map.route(from: [start.lane], to: [goal.lane]) else { continue }
        let cost =
          start.cost + goal.cost + length(of: route, from: start, to: goal, in: map)
          + astray(way, from: route.lanes, in: map)
        if cost < (best?.cost ?? .infinity) - 1e-9 { best = (cost, route.lanes) }
      }
    }
    return best?.lanes ?? ahead(of: likeliest.lane, in: map)
  }

  /// The lanes the start may be on, likeliest first.
  private static func starts(of mission: Mission) -> [End] {
    let pose = mission.start.worldFromVehicle
    let near = mission.map.matches(for: pose, within: 5)
    let fitting = near.filter { abs($0.headingDifference) < mostTurned }
    return (fitting.isEmpty ? near : fitting).map { match in
      End(
        lane: match.lane, s: match.s,
        cost: turnCost * abs(match.headingDifference) + offsetCost * abs(match.d)
          + 4 * offsetCost * match.outside)
    }
    .sorted { ($0.cost, $0.lane) < ($1.cost, $1.lane) }.prefix(mostEnds).map { $0 }
  }

  /// The lanes the goal may lie on, the best first.
  private static func goals(of mission: Mission, recording: [VehicleState]) -> [End] {
    guard let goal = mission.goal else { return [] }
    if !goal.lanes.isEmpty { return goal.lanes.sorted().map { End(lane: $0, s: 0, cost: 0) } }
    let heading =
      recording.last?.worldFromVehicle.heading ?? goal.heading.map { ($0.low + $0.high) / 2 }
    var ends: [End] = []
    for region in goal.regions where region.corners.count >= 3 {
      let centre = region.centroid
      for lane in mission.map.lanes(meeting: region) {
        let pose = SE2(position: centre, heading: heading ?? 0)
        guard let match = mission.map.match(pose, to: lane) else { continue }
        let turn = heading == nil ? 0 : abs(match.headingDifference)
        guard turn < mostTurned else { continue }
        ends.append(
          End(
            lane: lane, s: match.s,
            cost: turnCost * turn + offsetCost * abs(match.d) + 4 * offsetCost * match.outside))
      }
    }
    return ends.sorted { ($0.cost, $0.lane) < ($1.cost, $1.lane) }.prefix(mostEnds).map { $0 }
  }

  /// How long the way is (m), lane changes counted as the map counts them.
  private static func length(
    of route: Route, from start: End, to goal: End, in map: RoadMap
  ) -> Double {
    let driven = route.sections.reduce(0) { sum, section in
      sum + (section.last.map { map.length(of: $0) } ?? 0)
    }
    let rest = goal.s > 0 ? map.length(of: goal.lane) - goal.s : 0
    let way = driven - start.s - rest
    // A goal behind on the same lane is not reached by it.
    return (way < -1 ? 1_000 : max(way, 0)) + Double(route.laneChanges) * RoadMap.laneChangeCost
  }

  /// What it costs that a route keeps away from a recorded drive.
  private static func astray(_ way: [Vector2], from lanes: [LaneID], in map: RoadMap) -> Double {
    guard !way.isEmpty else { return 0 }
    let paths = lanes.compactMap { Path($0, in: map) }
    let sum = way.reduce(0) { sum, place in
      sum
        + paths.reduce(20) { least, path in
          min(least, path.point(at: path.project(place).arcLength).distance(to: place))
        }
    }
    return astrayCost * sum / Double(way.count)
  }

  /// The first successor after the first successor, until the road or the reach ends.
  private static func ahead(of start: LaneID, in map: RoadMap) -> [LaneID] {
    var (route, length) = ([start], 0.0)
    while length < reachWithoutGoal, let last = route.last {
      length += map.length(of: last)
      guard let next = map[last]?.successors.first, !route.contains(next) else { break }
      route.append(next)
    }
    return route
  }
}

extension Path {
  /// The centre of a lane; nil where it has no length.
  fileprivate init?(_ lane: LaneID, in map: RoadMap) {
    guard let centre = map[lane]?.centre else { return nil }
    self.init(centre)
  }
}
