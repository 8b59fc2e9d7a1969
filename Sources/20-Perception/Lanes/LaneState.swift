import Geometry

/// What is estimated of the ego lane: both boundaries share heading and bend.
///
/// y(x) = offset + heading x + curvature x²/2 + change x³/6 in the vehicle frame; the camera's pitch
/// is estimated with it, because parallel lines seem to close or spread when it is wrong.
struct LaneState: Sendable {
  /// The names of the six numbers, in order.
  enum Index: Int { case left, right, heading, curvature, change, pitch }
  static let count = 6

  /// Left offset, right offset (m), heading (rad), curvature (1/m), its change (1/m²), pitch (rad).
  var values: [Double]
  /// The covariance, row by row (36 numbers).
  var covariance: [Double]

  subscript(_ index: Index) -> Double {
    get { values[index.rawValue] }
    set { values[index.rawValue] = newValue }
  }

  /// The width of the lane across the road (m).
  var width: Double { self[.left] - self[.right] }

  /// The part that both boundaries share, at a distance ahead.
  func bend(at x: Double) -> Double {
    x * (self[.heading] + x * (self[.curvature] / 2 + x * self[.change] / 6))
  }

  /// The slope of the boundaries at a distance ahead.
  func slope(at x: Double) -> Double {
    self[.heading] + x * (self[.curvature] + x * self[.change] / 2)
  }

  /// The lateral position of a boundary at a distance ahead (m).
  func lateral(_ side: Index, at x: Double) -> Double { self[side] + bend(at: x) }

  /// The variance of a linear combination of the six numbers.
  func variance(_ weights: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<LaneState.count where weights[i] != 0 {
      for j in 0..<LaneState.count where weights[j] != 0 {
        sum += weights[i] * weights[j] * covariance[LaneState.count * i + j]
      }
    }
    return max(sum, 0)
  }

  /// The standard deviation of a boundary's lateral position at a distance ahead (m).
  func sigma(_ side: Index, at x: Double) -> Double {
    var weights = [0, 0, x, x * x / 2, x * x * x / 6, 0]
    weights[side.rawValue] = 1
    return variance(weights).squareRoot()
  }

  /// The standard deviation of the lane's width (m).
  var widthSigma: Double { variance([1, -1, 0, 0, 0, 0]).squareRoot() }
}

/// A small symmetric positive definite system, gathered term by term and solved by Cholesky.
struct NormalEquations: Sendable {
  static let count = LaneState.count
  /// The information matrix, row by row.
  private(set) var matrix = [Double](repeating: 0, count: 36)
  private(set) var right = [Double](repeating: 0, count: 6)

  /// Adds one weighted equation: jacobian · step = residual.
  mutating func add(_ jacobian: [Double], residual: Double, weight: Double) {
    for i in 0..<6 where jacobian[i] != 0 {
      let scaled = weight * jacobian[i]
      for j in 0..<6 { matrix[6 * i + j] += scaled * jacobian[j] }
      right[i] += scaled * residual
    }
  }

  /// Adds a prior: information times (mean - current).
  mutating func add(information: [Double], towards difference: [Double]) {
    for i in 0..<6 {
      for j in 0..<6 {
        matrix[6 * i + j] += information[6 * i + j]
        right[i] += information[6 * i + j] * difference[j]
      }
    }
  }

  /// The step, and the inverse of the matrix; nil where it is not positive definite.
  func solved() -> (step: [Double], covariance: [Double])? {
    guard let inverse = NormalEquations.inverse(matrix) else { return nil }
    var step = [Double](repeating: 0, count: 6)
    for i in 0..<6 { for j in 0..<6 { step[i] += inverse[6 * i + j] * right[j] } }
    guard step.allSatisfy(\.isFinite) else { return nil }
    return (step, inverse)
  }

  /// The inverse of a 6x6 symmetric positive definite matrix, nil where it is not one.
  static func inverse(_ matrix: [Double]) -> [Double]? {
    let n = count
    // Scaled to a unit diagonal first: offsets and curvature changes differ by many decades.
    var scale = [Double](repeating: 0, count: n)
    for i in 0..<n {
      guard matrix[n * i + i] > 0 else { return nil }
      scale[i] = 1 / matrix[n * i + i].squareRoot()
    }
    var lower = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        var sum = matrix[n * i + j] * scale[i] * scale[j]
        for k in 0..<j { sum -= lower[n * i + k] * lower[n * j + k] }
        if i == j {
          guard sum > 1e-14 else { return nil }
          lower[n * i + i] = sum.squareRoot()
        } else {
          lower[n * i + j] = sum / lower[n * j + j]
        }
      }
    }
    return expand(lower, scale)
  }

  /// The inverse from the Cholesky factor of the scaled matrix.
  private static func expand(_ lower: [Double], _ scale: [Double]) -> [Double] {
    let n = count
    var inverse = [Double](repeating: 0, count: n * n)
    for column in 0..<n {
      var y = [Double](repeating: 0, count: n)
      for i in 0..<n {
        var sum = i == column ? 1.0 : 0
        for k in 0..<i { sum -= lower[n * i + k] * y[k] }
        y[i] = sum / lower[n * i + i]
      }
      for i in stride(from: n - 1, through: 0, by: -1) {
        var sum = y[i]
        for k in i + 1..<n { sum -= lower[n * k + i] * y[k] }
        y[i] = sum / lower[n * i + i]
      }
      for i in 0..<n { inverse[n * i + column] = y[i] * scale[i] * scale[column] }
    }
    return inverse
  }
}
