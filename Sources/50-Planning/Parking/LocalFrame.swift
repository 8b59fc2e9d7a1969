import DrivingCore
import Geometry
import Roads

/// The frame a way is searched in: the goal at its origin, heading along x, the start to the left.
///
/// A lot that is moved, turned or mirrored looks the same from here, so it gets the same way. Rounding
/// of the world's coordinates would still tell them apart in the last digits, and a search hangs
/// on those where two ways are worth the same: what enters is rounded to `grain`.
struct LocalFrame: Sendable {
  /// What positions are rounded to (m), and headings (rad): numbers written in files stay as they are.
  static let grain = 1e-6

  private let worldFromGoal: SE2
  private let forward: Vector2
  /// -1 where left and right are exchanged.
  private let hand: Double

  /// The frame of a goal, mirrored where the start lies to its right.
  init(goal: SE2, start: SE2) {
    worldFromGoal = goal
    forward = goal.forward
    let side = forward.cross(start.position - goal.position)
    let turn = Angle.difference(from: goal.heading, to: start.heading)
    // Straight ahead or behind, the start's heading decides.
    hand = abs(side) > 1e-4 ? (side < 0 ? -1 : 1) : turn < -1e-4 ? -1 : 1
  }

  private static func rounded(_ value: Double) -> Double { (value / grain).rounded() * grain }

  /// A point of the world here.
  func local(_ point: Vector2) -> Vector2 {
    let away = point - worldFromGoal.position
    return Vector2(
      LocalFrame.rounded(forward.dot(away)), LocalFrame.rounded(hand * forward.cross(away)))
  }

  /// A pose of the world here.
  func local(_ pose: SE2) -> SE2 {
    let turn = Angle.difference(from: worldFromGoal.heading, to: pose.heading)
    let heading = LocalFrame.rounded(hand * turn)
    // Opposite is opposite, whichever way round it was rounded.
    return SE2(
      position: local(pose.position), heading: heading < 1e-5 - .pi ? -heading : heading)
  }

  /// A polygon of the world here, counter-clockwise as it was.
  func local(_ polygon: Polygon) -> Polygon {
    let corners = polygon.corners.map { local($0) }
    return Polygon(hand < 0 ? corners.reversed() : corners)
  }

  /// A lot of the world here: the solid things and the edge, which are all that a search asks for.
  func local(_ lot: ParkingLot) -> ParkingLot {
    ParkingLot(
      slots: [],
      obstacles: lot.obstacles.map { .init(id: $0.id, kind: $0.kind, outline: local($0.outline)) },
      drivable: lot.drivable.map { local($0) })
  }

  /// An object of the world here; only its box counts.
  func local(_ object: TrackedObject) -> TrackedObject {
    var moved = object
    moved.box.worldFromBox = local(object.box.worldFromBox)
    return moved
  }

  /// A pose from here in the world.
  func world(_ pose: SE2) -> SE2 {
    SE2(
      position: worldFromGoal.position + forward * pose.position.x
        + forward.leftNormal * (hand * pose.position.y),
      heading: Angle.wrapped(worldFromGoal.heading + hand * pose.heading))
  }

  /// A way from here in the world.
  func world(_ path: ParkingPath) -> ParkingPath {
    var moved = ParkingPath(start: world(path.start))
    for piece in path.pieces {
      moved.append(.init(curvature: hand * piece.curvature, length: piece.length))
    }
    return moved
  }

  /// A stroke from here in the world, with its room.
  func world(_ stroke: ParkingStroke) -> ParkingStroke {
    var moved = ParkingStroke(
      start: world(stroke.start), direction: stroke.direction,
      segments: stroke.segments.map {
        .init(from: hand * $0.from, to: hand * $0.to, length: $0.length)
      })
    moved.room = stroke.room
    return moved
  }
}
