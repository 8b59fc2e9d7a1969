/// A simple polygon: corners in order, the last joined to the first.
public struct Polygon: Hashable, Sendable, Codable {
  /// The corners (m); counter-clockwise where the area is positive.
  public var corners: [Vector2]

  /// Creates a polygon from its corners (m).
  public init(_ corners: [Vector2]) { self.corners = corners }
}
