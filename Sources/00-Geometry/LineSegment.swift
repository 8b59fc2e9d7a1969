/// The straight piece between two points.
public struct LineSegment: Hashable, Sendable, Codable {
  /// Where it starts (m).
  public var start: Vector2
  /// Where it ends (m).
  public var end: Vector2

  /// Creates a segment from its ends (m).
  public init(_ start: Vector2, _ end: Vector2) {
    self.start = start
    self.end = end
  }

  /// The parameter in [0, 1] of the point nearest to `point`; 0 where the segment has no length.
  public func parameter(nearestTo point: Vector2) -> Double {
    let along = end - start
    let squared = along.squaredLength
    guard squared > 0 else { return 0 }
    return min(max((point - start).dot(along) / squared, 0), 1)
  }

  /// The point at a parameter: 0 is the start, 1 the end.
  public func point(at parameter: Double) -> Vector2 { start + (end - start) * parameter }

  /// The squared distance to a point (m²).
  public func squaredDistance(to point: Vector2) -> Double {
    (self.point(at: parameter(nearestTo: point)) - point).squaredLength
  }

  /// The distance to a point (m).
  public func distance(to point: Vector2) -> Double { squaredDistance(to: point).squareRoot() }

  /// Whether two segments share a point, touching ends and overlaps included.
  public func intersects(_ other: LineSegment) -> Bool {
    let a = side(of: other.start)
    let b = side(of: other.end)
    let c = other.side(of: start)
    let d = other.side(of: end)
    if a * b < 0 && c * d < 0 { return true }
    return (a == 0 && spans(other.start)) || (b == 0 && spans(other.end))
      || (c == 0 && other.spans(start)) || (d == 0 && other.spans(end))
  }

  /// The squared distance to another segment (m²); zero where they cross.
  public func squaredDistance(to other: LineSegment) -> Double {
    if intersects(other) { return 0 }
    return min(
      squaredDistance(to: other.start), squaredDistance(to: other.end),
      other.squaredDistance(to: start), other.squaredDistance(to: end))
  }

  /// Positive where the point lies to the left of the line, zero on it; scaled to be -1, 0 or 1.
  func side(of point: Vector2) -> Double {
    let value = (end - start).cross(point - start)
    return value > 0 ? 1 : value < 0 ? -1 : 0
  }

  /// Whether a point known to be on the line lies between the ends.
  private func spans(_ point: Vector2) -> Bool {
    min(start.x, end.x) <= point.x && point.x <= max(start.x, end.x)
      && min(start.y, end.y) <= point.y && point.y <= max(start.y, end.y)
  }
}
