import DrivingCore

extension Comparison {
  /// The comparison for a terminal: counts, worst change, first difference, verdict.
  public var text: String {
    var lines = ["\(count(.worse)) worse, \(count(.better)) better, \(count(.same)) same"]
    if let worst = pairs.first, worst.change != .same, !worst.reason.isEmpty {
      lines[0] += " · \(worst.id): \(worst.reason)"
    }
    if let firstDifference { lines.append(firstDifference.text) }
    lines.append("verdict: \(verdict.rawValue)\(reasons.isEmpty ? "" : " (\(shortReason))")")
    return lines.joined(separator: "\n")
  }

  /// The first reason without its scenario: "new collision".
  private var shortReason: String {
    guard let first = reasons.first else { return "" }
    return first.split(separator: ":").first.map(String.init) ?? first
  }

  /// Everything: each changed scenario, families, statistics.
  public var details: String {
    var lines: [String] = []
    for pair in pairs where pair.change != .same {
      lines.append("\(pair.change.rawValue.padded(to: 7))\(pair.id): \(pair.reason)")
      for delta in pair.metrics.prefix(8) {
        let values = [delta.base, delta.candidate].map {
          $0.map { NumberText.short($0, unit: delta.unit) } ?? "none"
        }
        lines.append("         \(delta.id) \(values[0]) → \(values[1])")
      }
    }
    lines += lost.map { "lost   \($0): not in the candidate" }
    lines += added.map { "new    \($0): not in the base" }
    for family in families {
      lines.append(
        "family \(family.name.isEmpty ? "." : family.name): \(family.worse) worse, "
          + "\(family.better) better, \(family.same) same, "
          + "score \(NumberText.signed(family.meanDelta))")
    }
    lines.append(
      "mean score \(NumberText.signed(meanDelta)) "
        + "(95 % bootstrap interval \(NumberText.signed(interval[0])) "
        + "to \(NumberText.signed(interval[1]))), "
        + "flips by chance p = \(NumberText.fixed(flipProbability, 3)) (exact McNemar)")
    return lines.joined(separator: "\n")
  }

  /// The comparison as JSON, keys sorted.
  /// - Throws: `ReportFailure` where a value is not a finite number.
  public func json() throws(ReportFailure) -> [UInt8] {
    try ReportFile.encode(self, for: "comparison")
  }

  /// Compares two result folders or files; folders also say where the runs first part.
  /// - Throws: `ReportFailure` where one cannot be read.
  public init(base: String, candidate: String) throws(ReportFailure) {
    let old = try RunResults(contentsOf: base)
    let new = try RunResults(contentsOf: candidate)
    self.init(base: old, candidate: new)
    for pair in pairs where !pair.isIdentical {
      let first = try TrailFile.read(TrailFile.path(in: base, scenario: pair.id))
      let second = try TrailFile.read(TrailFile.path(in: candidate, scenario: pair.id))
      guard let first, let second else { continue }
      firstDifference = FirstDifference(scenario: pair.id, base: first, candidate: second)
      if firstDifference != nil { return }
    }
  }
}

extension String {
  /// The text, filled up with spaces to a width.
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}
