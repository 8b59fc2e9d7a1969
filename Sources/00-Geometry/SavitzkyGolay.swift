/// A Savitzky-Golay filter: each sample replaced by a polynomial fitted to its neighbours.
///
/// Matches `scipy.signal.savgol_filter` with `mode="interp"`: near the ends the polynomial of the
/// first or last whole window is evaluated. An even window is centred half a sample late, as there.
/// Reference: Savitzky and Golay, Analytical Chemistry 36 (1964) 1627.
public struct SavitzkyGolay: Sendable {
  /// The number of samples of a window.
  public let window: Int
  private let interior: [Double]
  private let head: [[Double]]
  private let tail: [[Double]]

  /// Creates a filter that gives a derivative of the fitted polynomial; nil for an unusable window.
  ///
  /// `step` is the distance between samples; `order` must be below `window` and below 6.
  public init?(window: Int, order: Int, derivative: Int = 0, step: Double = 1) {
    guard window > order, (0..<6).contains(order), derivative >= 0, step > 0, window <= 10_001
    else { return nil }
    self.window = window
    let half = window / 2
    func weights(at position: Double) -> [Double] {
      SavitzkyGolay.weights(
        window: window, order: order, derivative: derivative, step: step, at: position)
    }
    interior = weights(at: Double(window - 1) / 2)
    head = (0..<half).map { weights(at: Double($0)) }
    tail = (0..<half).map { weights(at: Double(window - half + $0)) }
  }

  /// The filtered signal, as long as the input; nil where the input is shorter than the window.
  public func filtered(_ signal: [Double]) -> [Double]? {
    let (count, half) = (signal.count, window / 2)
    guard count >= window else { return nil }
    return signal.indices.map { index in
      if index < half { return applied(head[index], to: signal, from: 0) }
      if index >= count - half {
        return applied(tail[index - (count - half)], to: signal, from: count - window)
      }
      // An even window reaches one sample further ahead than back.
      return applied(interior, to: signal, from: index - (window - 1) / 2)
    }
  }

  private func applied(_ weights: [Double], to signal: [Double], from start: Int) -> Double {
    var sum = 0.0
    for (offset, weight) in weights.enumerated() { sum += weight * signal[start + offset] }
    return sum
  }

  /// The weights that give the derivative of the least-squares polynomial at a window position.
  private static func weights(
    window: Int, order: Int, derivative: Int, step: Double, at position: Double
  ) -> [Double] {
    // Positions scaled to about [-1, 1] keep the normal equations well conditioned.
    let centre = Double(window - 1) / 2
    let scale = max(centre, 1)
    let basis = (0..<window).map { sample in
      powers(of: (Double(sample) - centre) / scale, upTo: order)
    }
    var normal = (0...order).map { row in
      (0...order).map { column in basis.reduce(0) { $0 + $1[row] * $1[column] } }
    }
    let target = differentiatedPowers(
      at: (position - centre) / scale, order: order, derivative: derivative)
    let unit = (0..<derivative).reduce(1.0) { value, _ in value * scale * step }
    let solution = solved(&normal, target)
    return basis.map { row in zip(row, solution).reduce(0) { $0 + $1.0 * $1.1 } / unit }
  }

  private static func powers(of x: Double, upTo order: Int) -> [Double] {
    var values = [1.0]
    for _ in 0..<order { values.append(values[values.count - 1] * x) }
    return values
  }

  /// The derivative of x^k for every k up to the order.
  private static func differentiatedPowers(at x: Double, order: Int, derivative: Int) -> [Double] {
    let plain = powers(of: x, upTo: order)
    return (0...order).map { power in
      guard power >= derivative else { return 0 }
      let factor = (0..<derivative).reduce(1.0) { $0 * Double(power - $1) }
      return factor * plain[power - derivative]
    }
  }

  /// Gaussian elimination with pivoting; the matrix is positive definite.
  private static func solved(_ matrix: inout [[Double]], _ right: [Double]) -> [Double] {
    var values = right
    let count = right.count
    for column in 0..<count {
      let pivot =
        (column..<count).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) } ?? column
      matrix.swapAt(column, pivot)
      values.swapAt(column, pivot)
      for row in (column + 1)..<max(count, column + 1) {
        let factor = matrix[row][column] / matrix[column][column]
        for k in column..<count { matrix[row][k] -= factor * matrix[column][k] }
        values[row] -= factor * values[column]
      }
    }
    for column in (0..<count).reversed() {
      for k in (column + 1)..<max(count, column + 1) {
        values[column] -= matrix[column][k] * values[k]
      }
      values[column] /= matrix[column][column]
    }
    return values
  }
}
