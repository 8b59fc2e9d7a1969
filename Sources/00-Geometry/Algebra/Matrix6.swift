/// A column of 6 numbers.
public struct Vector6: Sendable, Equatable {
  private var elements: InlineArray<6, Double>

  /// Creates a column from its numbers.
  public init(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double) {
    elements = [a, b, c, d, e, f]
  }

  /// The column of zeros.
  public static let zero = Vector6(repeating: 0)

  /// Creates a column of equal numbers.
  public init(repeating value: Double) { elements = InlineArray(repeating: value) }

  /// One number; the index is from 0 to 5.
  public subscript(index: Int) -> Double {
    get { elements[index] }
    set { elements[index] = newValue }
  }

  /// Whether all numbers are equal.
  public static func == (a: Vector6, b: Vector6) -> Bool { (0..<6).allSatisfy { a[$0] == b[$0] } }

  /// The sum.
  public static func + (a: Vector6, b: Vector6) -> Vector6 {
    var result = a
    for i in 0..<6 { result[i] += b[i] }
    return result
  }

  /// The difference.
  public static func - (a: Vector6, b: Vector6) -> Vector6 {
    var result = a
    for i in 0..<6 { result[i] -= b[i] }
    return result
  }

  /// The column scaled by a number.
  public static func * (a: Vector6, scale: Double) -> Vector6 {
    var result = a
    for i in 0..<6 { result[i] *= scale }
    return result
  }

  /// The scalar product.
  public func dot(_ other: Vector6) -> Double {
    var sum = 0.0
    for i in 0..<6 { sum += self[i] * other[i] }
    return sum
  }

  /// The matrix of all products: this column times the other as a row.
  public func outer(_ other: Vector6) -> Matrix6 { Matrix6 { self[$0] * other[$1] } }
}

/// A square matrix of 6 rows, stored in place: no allocation.
public struct Matrix6: Sendable, Equatable {
  private var elements: InlineArray<36, Double>

  /// Creates a matrix from a rule for its element at (row, column).
  public init(_ element: (Int, Int) -> Double) {
    elements = InlineArray { element($0 / 6, $0 % 6) }
  }

  /// Creates a diagonal matrix.
  public init(diagonal: Vector6) { self.init { $0 == $1 ? diagonal[$0] : 0 } }

  /// The matrix that changes nothing.
  public static let identity = Matrix6 { $0 == $1 ? 1 : 0 }
  /// The matrix of zeros.
  public static let zero = Matrix6 { _, _ in 0 }

  /// The element at a row and column, both from 0 to 5.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * 6 + column] }
    set { elements[row * 6 + column] = newValue }
  }

  /// Whether all elements are equal.
  public static func == (a: Matrix6, b: Matrix6) -> Bool {
    (0..<36).allSatisfy { a.elements[$0] == b.elements[$0] }
  }

  /// A row as a column of numbers.
  public func row(_ index: Int) -> Vector6 {
    var result = Vector6.zero
    for i in 0..<6 { result[i] = self[index, i] }
    return result
  }

  /// A column.
  public func column(_ index: Int) -> Vector6 {
    var result = Vector6.zero
    for i in 0..<6 { result[i] = self[i, index] }
    return result
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix6 { Matrix6 { self[$1, $0] } }
  /// The mean of the matrix and its transpose: undoes what rounding did to a covariance.
  public var symmetrized: Matrix6 { Matrix6 { (self[$0, $1] + self[$1, $0]) / 2 } }
  /// The sum of the diagonal.
  public var trace: Double { (0..<6).reduce(0) { $0 + self[$1, $1] } }

  /// The sum.
  public static func + (a: Matrix6, b: Matrix6) -> Matrix6 { Matrix6 { a[$0, $1] + b[$0, $1] } }
  /// The difference.
  public static func - (a: Matrix6, b: Matrix6) -> Matrix6 { Matrix6 { a[$0, $1] - b[$0, $1] } }
  /// The matrix scaled by a number.
  public static func * (a: Matrix6, scale: Double) -> Matrix6 { Matrix6 { a[$0, $1] * scale } }

  /// The product.
  public static func * (a: Matrix6, b: Matrix6) -> Matrix6 {
    Matrix6 { row, column in
      var sum = 0.0
      for i in 0..<6 { sum += a[row, i] * b[i, column] }
      return sum
    }
  }

  /// The product with a column.
  public static func * (a: Matrix6, v: Vector6) -> Vector6 {
    var result = Vector6.zero
    for row in 0..<6 {
      var sum = 0.0
      for i in 0..<6 { sum += a[row, i] * v[i] }
      result[row] = sum
    }
    return result
  }

  /// The solution x of `self * x = right`; nil where the matrix is singular (partial pivoting).
  public func solve(_ right: Vector6) -> Vector6? {
    var (a, b) = (self, right)
    for pivot in 0..<6 {
      var best = pivot
      for row in pivot..<6 where abs(a[row, pivot]) > abs(a[best, pivot]) { best = row }
      guard a[best, pivot] != 0, a[best, pivot].isFinite else { return nil }
      if best != pivot { a.swapRows(best, pivot, &b) }
      for row in (pivot + 1)..<max(6, pivot + 1) {
        let factor = a[row, pivot] / a[pivot, pivot]
        for i in pivot..<6 { a[row, i] -= factor * a[pivot, i] }
        b[row] -= factor * b[pivot]
      }
    }
    for row in (0..<6).reversed() {
      for i in (row + 1)..<max(6, row + 1) { b[row] -= a[row, i] * b[i] }
      b[row] /= a[row, row]
    }
    return b
  }

  /// The inverse; nil where the matrix is singular.
  public var inverse: Matrix6? {
    var result = Matrix6.zero
    for column in 0..<6 {
      guard let solved = solve(Matrix6.identity.column(column)) else { return nil }
      for row in 0..<6 { result[row, column] = solved[row] }
    }
    return result
  }

  /// The lower triangle L with `L * L.transposed == self`; nil where not positive definite.
  public var choleskyFactor: Matrix6? {
    var factor = Matrix6.zero
    for row in 0..<6 {
      for column in 0...row {
        var sum = self[row, column]
        for i in 0..<column { sum -= factor[row, i] * factor[column, i] }
        if row == column {
          guard sum > 0 else { return nil }
          factor[row, row] = sum.squareRoot()
        } else {
          factor[row, column] = sum / factor[column, column]
        }
      }
    }
    return factor
  }

  private mutating func swapRows(_ first: Int, _ second: Int, _ right: inout Vector6) {
    for i in 0..<6 {
      (self[first, i], self[second, i]) = (self[second, i], self[first, i])
    }
    (right[first], right[second]) = (right[second], right[first])
  }
}
