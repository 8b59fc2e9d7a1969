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

  /// Creates the unit vector of a direction (rad).
  public init(direction angle: Double) {
    let (sine, cosine) = Portable.sincos(angle)
    self.init(cosine, sine)
  }

  /// The direction (rad), in (-pi, pi]; zero for the zero vector.
  public var direction: Double { Portable.atan2(y, x) }
  /// The unit vector of the same direction; the zero vector stays zero.
  public var normalized: Vector2 {
    let size = length
    return size > 0 ? Vector2(x / size, y / size) : .zero
  }
  /// The vector turned by an angle (rad), counter-clockwise.
  public func rotated(by angle: Double) -> Vector2 {
    let (sine, cosine) = Portable.sincos(angle)
    return Vector2(cosine * x - sine * y, sine * x + cosine * y)
  }
  /// The point that far on the way to another: 0 is here, 1 is there.
  public func interpolated(to other: Vector2, _ fraction: Double) -> Vector2 {
    self + (other - self) * fraction
  }
  /// Whether both coordinates are finite numbers.
  public var isFinite: Bool { x.isFinite && y.isFinite }

  /// Adds in place.
  public static func += (a: inout Vector2, b: Vector2) { a = a + b }
  /// Subtracts in place.
  public static func -= (a: inout Vector2, b: Vector2) { a = a - b }
}
