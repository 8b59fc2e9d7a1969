/// An axis-parallel rectangle; empty until something is added.
public struct Bounds: Hashable, Sendable, Codable {
  /// The least coordinates (m).
  public var low: Vector2
  /// The greatest coordinates (m).
  public var high: Vector2

  /// Creates a rectangle from two opposite corners (m).
  public init(low: Vector2, high: Vector2) {
    self.low = low
    self.high = high
  }

  /// Creates the smallest rectangle round some points; empty where there is none.
  public init(around points: some Sequence<Vector2>) {
    self = .empty
    for point in points { include(point) }
  }

  /// The rectangle that holds nothing and joins neutrally.
  public static let empty = Bounds(
    low: Vector2(.infinity, .infinity), high: Vector2(-.infinity, -.infinity))

  /// Whether no point lies in the rectangle.
  public var isEmpty: Bool { !(low.x <= high.x && low.y <= high.y) }

  /// Widens the rectangle to hold a point.
  public mutating func include(_ point: Vector2) {
    low = Vector2(min(low.x, point.x), min(low.y, point.y))
    high = Vector2(max(high.x, point.x), max(high.y, point.y))
  }

  /// The smallest rectangle that holds both.
  public func union(_ other: Bounds) -> Bounds {
    Bounds(
      low: Vector2(min(low.x, other.low.x), min(low.y, other.low.y)),
      high: Vector2(max(high.x, other.high.x), max(high.y, other.high.y)))
  }

  /// The rectangle grown on every side (m).
  public func expanded(by margin: Double) -> Bounds {
    Bounds(
      low: Vector2(low.x - margin, low.y - margin),
      high: Vector2(high.x + margin, high.y + margin))
  }

  /// Whether a point lies inside or on the edge.
  public func contains(_ point: Vector2) -> Bool {
    low.x <= point.x && point.x <= high.x && low.y <= point.y && point.y <= high.y
  }

  /// Whether two rectangles share a point.
  public func intersects(_ other: Bounds) -> Bool {
    low.x <= other.high.x && other.low.x <= high.x && low.y <= other.high.y
      && other.low.y <= high.y
  }

  /// The squared distance from a point (m²); zero inside.
  public func squaredDistance(to point: Vector2) -> Double {
    let x = max(low.x - point.x, 0, point.x - high.x)
    let y = max(low.y - point.y, 0, point.y - high.y)
    return x * x + y * y
  }
}

extension [Bounds] {
  /// The first of the rectangles that are nearest to a point; 0 where there is none.
  func indexOfNearest(to point: Vector2) -> Int {
    var (best, nearest) = (Double.infinity, 0)
    for index in indices {
      let squared = self[index].squaredDistance(to: point)
      if squared < best { (best, nearest) = (squared, index) }
    }
    return nearest
  }
}
