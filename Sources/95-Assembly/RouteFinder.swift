import DrivingCore
import Geometry
import Roads

/// Finds the lanes from a mission's start to its goal.
enum RouteFinder {
  /// How far a route without a goal looks ahead (m).
  static let reachWithoutGoal = 3_000.0

  /// The lanes to follow, in order; empty where the start lies on no lane.
  static func route(for mission: Mission) -> [LaneID] {
    let map = mission.map
    guard let start = map.lane(at: mission.start.worldFromVehicle)?.lane else { return [] }
    let goals = goalLanes(of: mission)
    if !goals.isEmpty, let route = map.route(from: [start], to: goals) { return route.lanes }
    return ahead(of: start, in: map)
  }

  private static func goalLanes(of mission: Mission) -> [LaneID] {
    guard let goal = mission.goal else { return [] }
    if !goal.lanes.isEmpty { return goal.lanes.sorted() }
    let all = goal.regions.flatMap { mission.map.lanes(meeting: $0) }
    return all.sorted()
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
