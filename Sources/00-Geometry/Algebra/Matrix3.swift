/// A matrix of three rows.
public struct Matrix3: Hashable, Sendable, Codable {
  /// The rows, from top to bottom.
  public var r0, r1, r2: Vector3

  /// Creates a matrix from its rows.
  public init(_ r0: Vector3, _ r1: Vector3, _ r2: Vector3) {
    (self.r0, self.r1, self.r2) = (r0, r1, r2)
  }

  /// The matrix that changes nothing.
  public static let identity = Matrix3(diagonal: Vector3(1, 1, 1))
  /// The matrix of zeros.
  public static let zero = Matrix3(diagonal: .zero)

  /// Creates a diagonal matrix.
  public init(diagonal: Vector3) {
    self.init(
      Vector3(diagonal.x, 0, 0), Vector3(0, diagonal.y, 0), Vector3(0, 0, diagonal.z))
  }

  /// The element at a row and column; outside 0 to 2 the nearest one.
  public subscript(row: Int, column: Int) -> Double {
    get {
      let values = row <= 0 ? r0 : row == 1 ? r1 : r2
      return column <= 0 ? values.x : column == 1 ? values.y : values.z
    }
    set {
      switch row {
      case ...0: r0.set(column, newValue)
      case 1: r1.set(column, newValue)
      default: r2.set(column, newValue)
      }
    }
  }

  /// The sum.
  public static func + (a: Matrix3, b: Matrix3) -> Matrix3 {
    Matrix3(a.r0 + b.r0, a.r1 + b.r1, a.r2 + b.r2)
  }
  /// The difference.
  public static func - (a: Matrix3, b: Matrix3) -> Matrix3 {
    Matrix3(a.r0 - b.r0, a.r1 - b.r1, a.r2 - b.r2)
  }
  /// The matrix scaled by a number.
  public static func * (a: Matrix3, scale: Double) -> Matrix3 {
    Matrix3(a.r0 * scale, a.r1 * scale, a.r2 * scale)
  }
  /// The product with a vector.
  public static func * (a: Matrix3, v: Vector3) -> Vector3 {
    Vector3(a.r0.dot(v), a.r1.dot(v), a.r2.dot(v))
  }
  /// The product.
  public static func * (a: Matrix3, b: Matrix3) -> Matrix3 {
    let columns = b.transposed
    return Matrix3(columns * a.r0, columns * a.r1, columns * a.r2)
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix3 {
    Matrix3(
      Vector3(r0.x, r1.x, r2.x), Vector3(r0.y, r1.y, r2.y), Vector3(r0.z, r1.z, r2.z))
  }
  /// The determinant.
  public var determinant: Double { r0.dot(r1.cross(r2)) }
  /// The inverse; nil where the matrix is singular.
  public var inverse: Matrix3? {
    let scale = 1 / determinant
    guard scale.isFinite else { return nil }
    return Matrix3(r1.cross(r2), r2.cross(r0), r0.cross(r1)).transposed * scale
  }
}
