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

  /// The percentile bootstrap interval of the mean (95 %) where values come in clusters of the like:
  /// whole clusters are drawn, the mean is that of all values drawn.
  ///
  /// Reference: Field and Welsh, Journal of the Royal Statistical Society B 69 (2007), the cluster
  /// bootstrap. O(resamples clusters).
  public static func clusterBootstrapInterval(
    _ clusters: [[Double]], resamples: Int = 10_000, seed: UInt64 = 1
  ) -> (low: Double, high: Double) {
    let kept = clusters.filter { !$0.isEmpty }
    guard !kept.isEmpty else { return (0, 0) }
    let sums = kept.map { $0.reduce(0, +) }
    let counts = kept.map { Double($0.count) }
    var random = SeededGenerator(seed: seed, stream: 0x636c_7573)
    let size = UInt64(kept.count)
    var means = (0..<resamples).map { _ in
      var (sum, count) = (0.0, 0.0)
      for _ in kept.indices {
        let drawn = Int(random.next().multipliedFullWidth(by: size).high)
        sum += sums[drawn]
        count += counts[drawn]
      }
      return sum / count
    }
    means.sort()
    return (means[Int(0.025 * Double(resamples))], means[Int(0.975 * Double(resamples - 1))])
  }
}
