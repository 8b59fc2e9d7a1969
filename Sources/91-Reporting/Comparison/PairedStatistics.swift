import Geometry

/// Statistics of paired runs.
public enum PairedStatistics {
  /// The exact two-sided McNemar test: how likely so lopsided flips are by chance.
  ///
  /// The flips are binomial with probability one half; p = min(1, 2 P(X <= min(b, c))).
  /// Reference: McNemar, Psychometrika 12 (1947), with exact binomial tails.
  public static func mcNemar(worse: Int, better: Int) -> Double {
    let (n, k) = (worse + better, min(worse, better))
    guard n > 0 else { return 1 }
    let logHalf = Portable.log(0.5) * Double(n)
    var logTerm = logHalf
    var sum = Portable.exp(logTerm)
    for i in stride(from: 1, through: k, by: 1) {
      logTerm += Portable.log(Double(n - i + 1) / Double(i))
      sum += Portable.exp(logTerm)
    }
    return min(1, 2 * sum)
  }

  /// The percentile bootstrap interval of the mean (95 %), from seeded resamples.
  ///
  /// Reference: Efron, Annals of Statistics 7 (1979). O(resamples n).
  public static func bootstrapInterval(
    _ values: [Double], resamples: Int = 10_000, seed: UInt64 = 1
  ) -> (low: Double, high: Double) {
    guard let first = values.first else { return (0, 0) }
    guard values.contains(where: { $0 != first }) else { return (first, first) }
    var random = SeededGenerator(seed: seed, stream: 0x626f_6f74)
    let count = UInt64(values.count)
    var means = (0..<resamples).map { _ in
      var sum = 0.0
      for _ in 0..<values.count {
        // The high product maps 64 bits evenly enough to `count` places.
        sum += values[Int(random.next().multipliedFullWidth(by: count).high)]
      }
      return sum / Double(values.count)
    }
    means.sort()
    return (means[Int(0.025 * Double(resamples))], means[Int(0.975 * Double(resamples - 1))])
  }
}
