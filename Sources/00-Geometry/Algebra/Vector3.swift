/// A point or displacement in space, in metres (or whatever its name says).
public struct Vector3: Hashable, Sendable, Codable {
  /// The first coordinate.
  public var x: Double
  /// The second coordinate.
  public var y: Double
  /// The third coordinate.
  public var z: Double

  /// Creates a vector from its coordinates.
  public init(_ x: Double, _ y: Double, _ z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// A point of the plane at a height (m).
  public init(_ point: Vector2, z: Double = 0) { self.init(point.x, point.y, z) }

  /// The origin.
  public static let zero = Vector3(0, 0, 0)
  /// The first two coordinates.
  public var xy: Vector2 { Vector2(x, y) }

  /// The sum, coordinate by coordinate.
  public static func + (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(a.x + b.x, a.y + b.y, a.z + b.z)
  }
  /// The difference, coordinate by coordinate.
  public static func - (a: Vector3, b: Vector3) -> Vector3 {
    Vector3(a.x - b.x, a.y - b.y, a.z - b.z)
  }
  /// The vector scaled by a number.
  public static func * (a: Vector3, scale: Double) -> Vector3 {
    Vector3(a.x * scale, a.y * scale, a.z * scale)
  }
  /// The vector scaled by a number.
  public static func * (scale: Double, a: Vector3) -> Vector3 { a * scale }
  /// The opposite vector.
  public static prefix func - (a: Vector3) -> Vector3 { Vector3(-a.x, -a.y, -a.z) }

  /// The scalar product.
  public func dot(_ other: Vector3) -> Double { x * other.x + y * other.y + z * other.z }
  /// The vector product: perpendicular to both, by the right hand.
  public func cross(_ other: Vector3) -> Vector3 {
    Vector3(
      y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }
  /// The Euclidean length.
  public var length: Double { dot(self).squareRoot() }
  /// The unit vector of the same direction; the zero vector stays zero.
  public var normalized: Vector3 {
    let size = length
    return size > 0 ? Vector3(x / size, y / size, z / size) : .zero
  }
  /// The distance to another point.
  public func distance(to other: Vector3) -> Double { (self - other).length }

  mutating func set(_ index: Int, _ value: Double) {
    if index <= 0 { x = value } else if index == 1 { y = value } else { z = value }
  }
}
