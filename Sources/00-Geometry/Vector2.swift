/// A point or displacement in the plane, in metres (or whatever its name says).
public struct Vector2: Hashable, Sendable, Codable {
  /// The first coordinate.
  public var x: Double
  /// The second coordinate.
  public var y: Double

  /// Creates a vector from its coordinates.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// The origin.
  public static let zero = Vector2(0, 0)

  /// The sum, coordinate by coordinate.
  public static func + (a: Vector2, b: Vector2) -> Vector2 { Vector2(a.x + b.x, a.y + b.y) }
  /// The difference, coordinate by coordinate.
  public static func - (a: Vector2, b: Vector2) -> Vector2 { Vector2(a.x - b.x, a.y - b.y) }
  /// The vector scaled by a number.
  public static func * (a: Vector2, scale: Double) -> Vector2 { Vector2(a.x * scale, a.y * scale) }
  /// The vector scaled by a number.
  public static func * (scale: Double, a: Vector2) -> Vector2 { a * scale }
  /// The opposite vector.
  public static prefix func - (a: Vector2) -> Vector2 { Vector2(-a.x, -a.y) }

  /// The scalar product.
  public func dot(_ other: Vector2) -> Double { x * other.x + y * other.y }
  /// The z component of the cross product: positive where `other` lies to the left.
  public func cross(_ other: Vector2) -> Double { x * other.y - y * other.x }
  /// The Euclidean length.
  public var length: Double { (x * x + y * y).squareRoot() }
  /// The squared length.
  public var squaredLength: Double { x * x + y * y }
  /// The distance to another point.
  public func distance(to other: Vector2) -> Double { (self - other).length }
  /// The vector turned a quarter turn to the left.
  public var leftNormal: Vector2 { Vector2(-y, x) }
}
