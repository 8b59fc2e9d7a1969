/// Differences, gradients and integrals of equally spaced samples, as numpy and scipy have them.
public enum Sampled {
  /// The difference of each sample to the next, divided by the step: one shorter than the input.
  public static func differences(_ values: [Double], step: Double) -> [Double] {
    zip(values, values.dropFirst()).map { ($1 - $0) / step }
  }

  /// The gradient as `numpy.gradient`: central inside, one-sided at the ends; zero for one sample.
  public static func gradient(_ values: [Double], step: Double) -> [Double] {
    let last = values.count - 1
    return values.indices.map { index in
      let (before, after) = (max(index - 1, 0), min(index + 1, last))
      return after == before
        ? 0 : (values[after] - values[before]) / (Double(after - before) * step)
    }
  }

  /// Simpson's rule; an even number of samples gets Cartwright's last interval (scipy 1.11 and on).
  ///
  /// Two samples are joined by a straight line, one has no extent; nil without samples.
  /// Reference: Cartwright, Journal of Mathematical Sciences 11 (2017) 1.
  public static func simpson(_ values: [Double], step: Double) -> Double? {
    let count = values.count
    if count == 0 { return nil }
    if count == 2 { return 0.5 * step * (values[0] + values[1]) }
    let whole = count % 2 == 1 ? count : count - 1
    var sum = 0.0
    var index = 0
    while index + 2 < whole {
      sum += values[index] + 4 * values[index + 1] + values[index + 2]
      index += 2
    }
    sum *= step / 3
    if count % 2 == 0 {
      let correction =
        5 * values[count - 1] / 12 + 2 * values[count - 2] / 3 - values[count - 3] / 12
      sum += step * correction
    }
    return sum
  }

  /// Angles made continuous: whole turns between neighbours are taken out (rad).
  public static func unwrapped(_ angles: [Double]) -> [Double] {
    var turns = 0.0
    var previous = angles.first ?? 0
    return angles.map { angle in
      turns += ((angle - previous) / (2 * .pi)).rounded(.toNearestOrEven)
      previous = angle
      return angle - 2 * .pi * turns
    }
  }

  /// Rounded to eight decimals, halves to even, as `numpy.round` does it.
  static func roundedToEightDecimals(_ value: Double) -> Double {
    (value * 1e8).rounded(.toNearestOrEven) / 1e8
  }
}
