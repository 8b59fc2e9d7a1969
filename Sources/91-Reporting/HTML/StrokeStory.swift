import DrivingCore
import Geometry

/// A stroke as the report shows it: lengths in whole millimetres from the story's origin, times in
/// milliseconds, angles in tenths of a milliradian.
struct StrokeStory: Sendable, Encodable {
  struct Nearest: Sendable, Encodable {
    /// The distance and when.
    var d, t: Int
    var part, object: String
    /// The two points that are nearest: x, y, x, y.
    var line: [Int]
    /// The pose of the ego then, and its wheels.
    var pose: [Int]
    var steer: Int
    /// The outline of the other.
    var outline: [Int]
  }

  var forward: Bool
  var t0, t1, length, steer, rate: Int
  /// x, y and heading of each pose.
  var poses: [Int]
  var near: Nearest?

  /// The most corners of an obstacle that are shown close up.
  private static let mostCorners = 64

  init(_ stroke: DrivenStroke, _ scale: Scale) {
    func flat(_ point: Vector2) -> [Int] {
      [StrokeStory.fine(point.x - scale.origin.x), StrokeStory.fine(point.y - scale.origin.y)]
    }
    func flat(_ pose: SE2) -> [Int] { flat(pose.position) + [StrokeStory.turn(pose.heading)] }
    forward = stroke.isForward
    (t0, t1) = (StrokeStory.fine(stroke.start), StrokeStory.fine(stroke.end))
    length = StrokeStory.fine(stroke.length)
    steer = StrokeStory.turn(stroke.steeringAngle)
    rate = StrokeStory.turn(stroke.steeringRate)
    poses = stroke.poses.flatMap(flat)
    near = stroke.nearest.map { nearest in
      Nearest(
        d: StrokeStory.fine(nearest.distance), t: StrokeStory.fine(nearest.time),
        part: nearest.part, object: nearest.object,
        line: flat(nearest.here) + flat(nearest.there), pose: flat(nearest.worldFromVehicle),
        steer: StrokeStory.turn(nearest.steeringAngle),
        outline: nearest.outline.corners.prefix(StrokeStory.mostCorners).flatMap(flat))
    }
  }

  /// Thousandths of a metre or second.
  private static func fine(_ value: Double) -> Int { Scale.mrad(value) }
  /// Ten thousandths of a radian.
  private static func turn(_ radians: Double) -> Int { Scale.mrad(radians * 10) }
}
