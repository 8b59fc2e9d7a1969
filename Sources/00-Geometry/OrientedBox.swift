/// A rectangle with a heading: the footprint of a vehicle or an obstacle.
public struct OrientedBox: Hashable, Sendable, Codable {
  /// The centre and heading of the box in the world.
  public var worldFromBox: SE2
  /// The extent along the heading (m).
  public var length: Double
  /// The extent across the heading (m).
  public var width: Double

  /// Creates a box from its centre pose and extents (m).
  public init(worldFromBox: SE2, length: Double, width: Double) {
    self.worldFromBox = worldFromBox
    self.length = length
    self.width = width
  }

  /// The box ready for many tests: direction found once, no trigonometry afterwards.
  public var placed: PlacedBox { PlacedBox(self) }

  /// Front left, rear left, rear right, front right: counter-clockwise.
  public var corners: [Vector2] {
    let box = placed
    return [box.corner(0), box.corner(1), box.corner(2), box.corner(3)]
  }

  /// One corner: 0 front left, 1 rear left, 2 rear right, 3 front right. Allocates nothing.
  public func corner(_ index: Int) -> Vector2 { placed.corner(index) }

  /// The outline, counter-clockwise.
  public var polygon: Polygon { Polygon(corners) }

  /// The smallest axis-parallel rectangle round the box.
  public var bounds: Bounds { placed.bounds }

  /// The box grown on every side (m); never below zero extent.
  public func expanded(by margin: Double) -> OrientedBox {
    OrientedBox(
      worldFromBox: worldFromBox, length: max(0, length + 2 * margin),
      width: max(0, width + 2 * margin))
  }

  /// Whether a point lies inside or on the edge.
  public func contains(_ point: Vector2) -> Bool { placed.contains(point) }

  /// The distance from a point (m); zero inside.
  public func distance(to point: Vector2) -> Double { placed.distance(to: point) }

  /// Whether two boxes share a point, touching included (separating axes).
  public func intersects(_ other: OrientedBox) -> Bool { placed.intersects(other.placed) }

  /// The distance between two boxes (m); zero where they share a point.
  public func distance(to other: OrientedBox) -> Double { placed.distance(to: other.placed) }

  /// Whether the box shares a point with the area of a polygon.
  public func intersects(_ polygon: Polygon) -> Bool { placed.intersects(polygon) }

  /// The distance to the area of a polygon (m); zero where they share a point.
  public func distance(to polygon: Polygon) -> Double { placed.distance(to: polygon) }
}
