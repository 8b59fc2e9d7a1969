/// Road coordinates: along and across a reference curve.
public struct FrenetPoint: Hashable, Sendable, Codable {
  /// The arc length along the curve (m).
  public var s: Double
  /// The distance from the curve (m), positive to the left.
  public var d: Double

  /// Creates road coordinates (m).
  public init(s: Double, d: Double) {
    self.s = s
    self.d = d
  }
}

/// A point of a reference curve with its direction and bend.
public struct ReferencePoint: Hashable, Sendable {
  /// Where it is (m).
  public var position: Vector2
  /// The unit tangent.
  public var direction: Vector2
  /// The signed curvature (1/m), positive to the left.
  public var curvature: Double
  /// The change of curvature with arc length (1/m²).
  public var curvatureRate: Double

  /// Creates a point of a curve.
  public init(
    position: Vector2, direction: Vector2, curvature: Double, curvatureRate: Double
  ) {
    self.position = position
    self.direction = direction
    self.curvature = curvature
    self.curvatureRate = curvatureRate
  }

  /// The heading (rad), in (-pi, pi].
  public var heading: Double { direction.direction }

  /// The point farther along the tangent (m), where the curve goes on straight.
  func goingStraight(by distance: Double) -> ReferencePoint {
    ReferencePoint(
      position: position + direction * distance, direction: direction, curvature: 0,
      curvatureRate: 0)
  }
}
