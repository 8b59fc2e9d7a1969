/// Summaries of samples, and how far they can be trusted.
public enum Statistics {
  /// A range that holds the true value with a stated confidence.
  public struct ConfidenceInterval: Hashable, Sendable, Codable {
    /// The lower end.
    public var low: Double
    /// The upper end.
    public var high: Double

    /// Creates a range.
    public init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }

    /// Whether a value lies in the range, ends included.
    public func contains(_ value: Double) -> Bool { low <= value && value <= high }
  }

  /// The mean; nil without samples.
  public static func mean(_ samples: [Double]) -> Double? {
    samples.isEmpty ? nil : samples.reduce(0, +) / Double(samples.count)
  }

  /// The sample variance (n - 1); nil with fewer than two samples.
  public static func variance(_ samples: [Double]) -> Double? {
    guard samples.count >= 2, let mean = mean(samples) else { return nil }
    return samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples.count - 1)
  }

  /// The sample standard deviation (n - 1); nil with fewer than two samples.
  public static func standardDeviation(_ samples: [Double]) -> Double? {
    variance(samples)?.squareRoot()
  }

  /// The root of the mean square; nil without samples.
  public static func rootMeanSquare(_ samples: [Double]) -> Double? {
    mean(samples.map { $0 * $0 })?.squareRoot()
  }

  /// The median; nil without samples.
  public static func median(_ samples: [Double]) -> Double? { percentile(samples, 50) }

  /// The percentile (0 to 100), linear between samples (type 7 of Hyndman and Fan 1996).
  ///
  /// - Returns: nil without samples, or where a sample or the percentile is not a number.
  public static func percentile(_ samples: [Double], _ percent: Double) -> Double? {
    guard !samples.isEmpty, !percent.isNaN, !samples.contains(where: \.isNaN) else { return nil }
    return percentile(sorted: samples.sorted(), percent)
  }

  private static func percentile(sorted: [Double], _ percent: Double) -> Double {
    let position = min(max(percent / 100, 0), 1) * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    let fraction = position - Double(below)
    if fraction == 0 { return sorted[below] }
    return sorted[below] + (sorted[above] - sorted[below]) * fraction
  }

  /// The range of the mean difference of paired samples, by resampling pairs (Efron 1979).
  ///
  /// - Parameters:
  ///   - differences: one number a pair, second minus first.
  ///   - confidence: the share of resampled means inside, percentile method.
  ///   - seed: of the resampling; the same seed gives the same range.
  /// - Returns: nil without samples.
  public static func pairedBootstrap(
    _ differences: [Double], confidence: Double = 0.95, resamples: Int = 2000, seed: UInt64 = 1
  ) -> ConfidenceInterval? {
    guard !differences.isEmpty, resamples > 0, !differences.contains(where: \.isNaN) else {
      return nil
    }
    var random = SeededGenerator(seed: seed, stream: 0xB007)
    let count = differences.count
    let means = (0..<resamples).map { _ in
      var sum = 0.0
      for _ in 0..<count { sum += differences[Int.random(in: 0..<count, using: &random)] }
      return sum / Double(count)
    }.sorted()
    let tail = (1 - min(max(confidence, 0), 1)) * 50
    return ConfidenceInterval(
      low: percentile(sorted: means, tail), high: percentile(sorted: means, 100 - tail))
  }

  /// The range of a success rate (Wilson 1927): right for few trials and for rates near 0 and 1.
  ///
  /// - Parameters:
  ///   - z: the quantile of the normal distribution; 1.96 for 95 %.
  /// - Returns: [0, 1] without trials.
  public static func wilsonInterval(
    successes: Int, trials: Int, z: Double = 1.959_963_984_540_054
  ) -> ConfidenceInterval {
    guard trials > 0 else { return ConfidenceInterval(low: 0, high: 1) }
    let n = Double(trials)
    let rate = min(max(Double(successes) / n, 0), 1)
    let centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
    return ConfidenceInterval(
      low: successes == 0 ? 0 : max(0, centre - half),
      high: successes == trials ? 1 : min(1, centre + half))
  }
}
