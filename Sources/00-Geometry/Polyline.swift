/// A chain of points, measured by arc length.
public struct Polyline: Hashable, Sendable, Codable {
  /// The points, at least one, in order.
  public var points: [Vector2]

  /// Creates a chain from its points (m).
  public init(_ points: [Vector2]) { self.points = points }
}
