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

  /// Front left, rear left, rear right, front right: counter-clockwise.
  public var corners: [Vector2] {
    let (l, w) = (length / 2, width / 2)
    return [Vector2(l, w), Vector2(-l, w), Vector2(-l, -w), Vector2(l, -w)].map {
      worldFromBox * $0
    }
  }
}
