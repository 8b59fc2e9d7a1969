/// A pose in the plane: a rotation by `heading`, then a translation by `position`.
///
/// Named `targetFromSource` in code: `worldFromVehicle * point` maps vehicle points to the world.
/// Heading is in radians, counter-clockwise from the x axis (ISO 8855), never wrapped implicitly.
public struct SE2: Hashable, Sendable, Codable {
  /// The translation (m).
  public var position: Vector2
  /// The rotation (rad).
  public var heading: Double

  /// Creates a pose from its position (m) and heading (rad).
  public init(position: Vector2, heading: Double) {
    self.position = position
    self.heading = heading
  }

  /// Creates a pose from coordinates (m) and heading (rad).
  public init(x: Double, y: Double, heading: Double) {
    self.init(position: Vector2(x, y), heading: heading)
  }

  /// The pose that changes nothing.
  public static let identity = SE2(x: 0, y: 0, heading: 0)

  /// The unit vector along the heading.
  public var forward: Vector2 { Vector2(Portable.cos(heading), Portable.sin(heading)) }

  /// The point expressed in the target frame.
  public static func * (pose: SE2, point: Vector2) -> Vector2 {
    let (sine, cosine) = Portable.sincos(pose.heading)
    return Vector2(
      pose.position.x + cosine * point.x - sine * point.y,
      pose.position.y + sine * point.x + cosine * point.y)
  }

  /// The composition: first `inner`, then `outer`.
  public static func * (outer: SE2, inner: SE2) -> SE2 {
    SE2(position: outer * inner.position, heading: outer.heading + inner.heading)
  }

  /// The pose that undoes this one.
  public var inverse: SE2 {
    let (sine, cosine) = Portable.sincos(heading)
    return SE2(
      x: -(cosine * position.x + sine * position.y),
      y: sine * position.x - cosine * position.y, heading: -heading)
  }
}
