import DrivingCore
import Geometry
import Roads

/// The ground of a run: lanes, slots and obstacles near the path, few points each.
struct GroundStory: Sendable, Encodable {
  /// Lanes farther from the path than this are left out (m).
  private static let reach = 160.0

  struct Lane: Sendable, Encodable {
    /// Whether cars drive on it.
    var k: Bool
    var l, r: [Int]
    /// Whether the left and the right line is dashed.
    var dl, dr: Bool
  }
  struct Slot: Sendable, Encodable {
    var p: [Int]
    var goal: Bool
  }
  struct Obstacle: Sendable, Encodable {
    var p: [Int]
    var low: Bool
  }

  var lanes: [Lane] = []
  var slots: [Slot] = []
  var obstacles: [Obstacle] = []
  var drivable: [Int] = []
  var goals: [[Int]] = []
  var goal: [Int]?

  init() {}

  init(_ mission: Mission, around path: [Vector2], _ scale: Scale) {
    let bounds = Bounds(around: path).expanded(by: GroundStory.reach)
    lanes = mission.map.lanes.compactMap { GroundStory.lane($0, within: bounds, scale) }
    slots = (mission.lot?.slots ?? []).map {
      Slot(p: scale.flat($0.outline.corners), goal: $0.id == mission.goal?.slot)
    }
    obstacles = (mission.lot?.obstacles ?? []).map {
      Obstacle(p: scale.flat($0.outline.corners), low: $0.kind.isLow)
    }
    drivable = scale.flat(mission.lot?.drivable?.corners ?? [])
    goals = (mission.goal?.regions ?? []).map { scale.flat($0.corners) }
    if let pose = mission.goal?.pose {
      let place = scale.point(pose.position)
      goal = [place.0, place.1, Scale.mrad(pose.heading)]
    }
  }

  private static func lane(
    _ lane: Roads.Lane, within bounds: Bounds, _ scale: Scale
  ) -> Lane? {
    let (left, right) = (clipped(lane.left.points, bounds), clipped(lane.right.points, bounds))
    guard left.count > 1, right.count > 1 else { return nil }
    return Lane(
      k: lane.kind == .driving || lane.kind == .onRamp || lane.kind == .offRamp,
      l: scale.line(left, tolerance: 0.04), r: scale.line(right, tolerance: 0.04),
      dl: lane.leftNeighbour?.sameDirection == true, dr: lane.rightNeighbour?.sameDirection == true)
  }

  /// The run of points from the first to the last inside the bounds, with one neighbour each side.
  private static func clipped(_ points: [Vector2], _ bounds: Bounds) -> [Vector2] {
    guard let first = points.firstIndex(where: bounds.contains),
      let last = points.lastIndex(where: bounds.contains)
    else { return [] }
    return Array(points[max(first - 1, 0)...min(last + 1, points.count - 1)])
  }
}
