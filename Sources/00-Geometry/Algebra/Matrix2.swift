/// A matrix of two rows.
public struct Matrix2: Hashable, Sendable, Codable {
  /// The first row.
  public var m00, m01: Double
  /// The second row.
  public var m10, m11: Double

  /// Creates a matrix, row by row.
  public init(_ m00: Double, _ m01: Double, _ m10: Double, _ m11: Double) {
    (self.m00, self.m01, self.m10, self.m11) = (m00, m01, m10, m11)
  }

  /// The matrix that changes nothing.
  public static let identity = Matrix2(1, 0, 0, 1)
  /// The matrix of zeros.
  public static let zero = Matrix2(0, 0, 0, 0)

  /// The rotation by an angle (rad), counter-clockwise.
  public init(rotation angle: Double) {
    let (sine, cosine) = Portable.sincos(angle)
    self.init(cosine, -sine, sine, cosine)
  }

  /// The sum.
  public static func + (a: Matrix2, b: Matrix2) -> Matrix2 {
    Matrix2(a.m00 + b.m00, a.m01 + b.m01, a.m10 + b.m10, a.m11 + b.m11)
  }
  /// The difference.
  public static func - (a: Matrix2, b: Matrix2) -> Matrix2 {
    Matrix2(a.m00 - b.m00, a.m01 - b.m01, a.m10 - b.m10, a.m11 - b.m11)
  }
  /// The matrix scaled by a number.
  public static func * (a: Matrix2, scale: Double) -> Matrix2 {
    Matrix2(a.m00 * scale, a.m01 * scale, a.m10 * scale, a.m11 * scale)
  }
  /// The product.
  public static func * (a: Matrix2, b: Matrix2) -> Matrix2 {
    Matrix2(
      a.m00 * b.m00 + a.m01 * b.m10, a.m00 * b.m01 + a.m01 * b.m11,
      a.m10 * b.m00 + a.m11 * b.m10, a.m10 * b.m01 + a.m11 * b.m11)
  }
  /// The product with a vector.
  public static func * (a: Matrix2, v: Vector2) -> Vector2 {
    Vector2(a.m00 * v.x + a.m01 * v.y, a.m10 * v.x + a.m11 * v.y)
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix2 { Matrix2(m00, m10, m01, m11) }
  /// The determinant.
  public var determinant: Double { m00 * m11 - m01 * m10 }
  /// The inverse; nil where the matrix is singular.
  public var inverse: Matrix2? {
    let scale = 1 / determinant
    return scale.isFinite ? Matrix2(m11, -m01, -m10, m00) * scale : nil
  }
}
