/// A twice continuously differentiable chain of cubics through given values.
public struct CubicSpline: Hashable, Sendable {
  /// What holds at the two ends.
  public enum Ends: Hashable, Sendable {
    /// No second derivative.
    case natural
    /// The first and last cubic are parabolas: the second derivative goes on constantly.
    case parabolic
    /// Given slopes.
    case clamped(start: Double, end: Double)
  }

  /// Where the values are given, ascending.
  public let knots: [Double]
  /// The values there.
  public let values: [Double]
  /// The second derivatives there.
  public let seconds: [Double]

  /// Interpolates values at strictly ascending knots.
  ///
  /// - Returns: nil where there are fewer than two knots, counts differ, knots do not ascend or a
  ///   number is not finite.
  /// Reference: de Boor, A Practical Guide to Splines (1978), chapter IV.
  public init?(knots: [Double], values: [Double], ends: Ends = .natural) {
    guard knots.count >= 2, knots.count == values.count,
      zip(knots, knots.dropFirst()).allSatisfy({ $0 < $1 }),
      (knots + values).allSatisfy(\.isFinite)
    else { return nil }
    self.knots = knots
    self.values = values
    seconds = CubicSpline.solve(knots, values, ends)
  }

  /// The value at a parameter; the end cubics go on outside.
  public func value(at parameter: Double) -> Double { evaluate(at: parameter).value }

  /// The first derivative.
  public func firstDerivative(at parameter: Double) -> Double { evaluate(at: parameter).first }

  /// The second derivative.
  public func secondDerivative(at parameter: Double) -> Double { evaluate(at: parameter).second }

  /// The value and its first three derivatives. O(log n).
  public func evaluate(
    at parameter: Double
  ) -> (value: Double, first: Double, second: Double, third: Double) {
    var (low, high) = (0, knots.count - 2)
    while low < high {
      let middle = (low + high + 1) / 2
      if knots[middle] <= parameter { low = middle } else { high = middle - 1 }
    }
    return cubic(low).evaluate(at: parameter - knots[low])
  }

  /// The cubic between knot `index` and the next, in powers of the distance from the knot.
  public func cubic(_ index: Int) -> CubicPolynomial {
    let step = knots[index + 1] - knots[index]
    let (m0, m1) = (seconds[index], seconds[index + 1])
    return CubicPolynomial(
      values[index], (values[index + 1] - values[index]) / step - step * (2 * m0 + m1) / 6,
      m0 / 2, (m1 - m0) / (6 * step))
  }

  /// Solves the tridiagonal system of the second derivatives (Thomas algorithm).
  private static func solve(_ knots: [Double], _ values: [Double], _ ends: Ends) -> [Double] {
    let last = knots.count - 1
    let steps = zip(knots, knots.dropFirst()).map { $1 - $0 }
    let slopes = steps.indices.map { (values[$0 + 1] - values[$0]) / steps[$0] }
    var (below, diagonal, above) = ([0.0], [1.0], [0.0])
    var right = [0.0]
    switch ends {
    case .natural: break
    case .parabolic: above[0] = last > 1 ? -1 : 0
    case .clamped(let start, _):
      (diagonal[0], above[0]) = (2 * steps[0], steps[0])
      right[0] = 6 * (slopes[0] - start)
    }
    for index in 1..<max(last, 1) {
      below.append(steps[index - 1])
      diagonal.append(2 * (steps[index - 1] + steps[index]))
      above.append(steps[index])
      right.append(6 * (slopes[index] - slopes[index - 1]))
    }
    var (lastBelow, lastDiagonal, lastRight) = (0.0, 1.0, 0.0)
    switch ends {
    case .natural: break
    case .parabolic: lastBelow = last > 1 ? -1 : 0
    case .clamped(_, let end):
      (lastBelow, lastDiagonal) = (steps[last - 1], 2 * steps[last - 1])
      lastRight = 6 * (end - slopes[last - 1])
    }
    return Tridiagonal.solve(
      below: below + [lastBelow], diagonal: diagonal + [lastDiagonal], above: above + [0],
      right: right + [lastRight])
  }
}

/// Systems of equations with three diagonals.
enum Tridiagonal {
  /// Solves `below[i] x[i-1] + diagonal[i] x[i] + above[i] x[i+1] = right[i]`; no pivoting.
  static func solve(
    below: [Double], diagonal: [Double], above: [Double], right: [Double]
  ) -> [Double] {
    var (factors, solution) = (above, right)
    factors[0] = above[0] / diagonal[0]
    solution[0] = right[0] / diagonal[0]
    for index in 1..<max(right.count, 1) {
      let pivot = diagonal[index] - below[index] * factors[index - 1]
      factors[index] = above[index] / pivot
      solution[index] = (right[index] - below[index] * solution[index - 1]) / pivot
    }
    for index in stride(from: right.count - 2, through: 0, by: -1) {
      solution[index] -= factors[index] * solution[index + 1]
    }
    return solution
  }
}
