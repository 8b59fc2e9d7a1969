import DrivingCore
import Geometry
import Roads

/// The way of a vehicle along its own lane and the lanes that follow: through a junction it turns
/// as its lane does, and where lanes join it comes over.
struct LaneCourse: Sendable {
  private let path: Path
  /// Where it is along the path and beside it (m).
  private let start: (s: Double, d: Double)

  /// Turned farther than this against a lane (rad) a vehicle does not follow it.
  private static let mostTurned = 0.6
  /// How far ahead a course reaches at least (m), and in seconds of driving.
  private static let (reach, seconds) = (20.0, 7.0)

  /// Finds the lane a vehicle follows; nil where it follows none, or one of the ego's own line, or
  /// one that runs along beside it and stays apart.
  init?(_ object: TrackedObject, in map: RoadMap, beside line: ReferenceLine, isAlong: Bool) {
    let speed = object.velocity.length
    guard object.kind.isVehicle, speed > 0.5, !map.lanes.isEmpty else { return nil }
    let pose = object.box.worldFromBox
    let match = map.matches(for: pose, within: 0.5).first {
      abs($0.headingDifference) < LaneCourse.mostTurned
    }
    guard let match, !line.lanes.contains(match.lane) else { return nil }
    let chain = map.chain(
      from: match.lane, at: match.s, ahead: LaneCourse.reach + speed * LaneCourse.seconds)
    if isAlong && !chain.contains(where: { line.lanes.contains($0) }) { return nil }
    guard let path = map.path(through: chain) else { return nil }
    let foot = path.project(pose.position)
    (self.path, start) = (path, (foot.arcLength, foot.offset))
  }

  /// Where its middle is and where it points after a distance (m); straight on past the last lane.
  func place(after travelled: Double) -> (centre: Vector2, forward: Vector2) {
    let s = start.s + travelled
    let forward = Vector2(direction: path.heading(at: min(s, path.length)))
    let beyond = max(0, s - path.length)
    let centre = path.point(at: min(s, path.length)) + forward * beyond
    return (centre + forward.leftNormal * start.d, forward)
  }
}
