import DrivingCore
import Foundation
import Reporting

/// The lines that a run prints: one for each kind of task, one for everything.
struct RunSummary {
  private let results: RunResults

  init(_ results: RunResults) { self.results = results }

  /// "6/6 parked   least clearance 0.11 m (parallel-tight: ...)".
  func line(for kind: String) -> String {
    let rows = results.scenarios.filter { $0.kind == kind }
    let passed = rows.count { $0.verdict == .passed }
    let word = kind == "parking" ? "parked" : "passed"
    if results.matrix != nil { return matrixLine(rows, "\(passed)/\(rows.count) \(word)", kind) }
    let parts = ["\(passed)/\(rows.count) \(word)"] + details(of: kind, rows) + failures(in: rows)
    return parts.joined(separator: "   ")
  }

  /// The most rows of a matrix that are told one by one.
  private static let mostTold = 10

  /// The counts of a matrix; below it the worst rows and where the others are to be found.
  private func matrixLine(_ rows: [ScenarioResult], _ head: String, _ kind: String) -> String {
    let refused = rows.count { $0.verdict == .refused }
    let worse = rows.filter { $0.verdict != .passed && $0.verdict != .refused }
    var parts = [head]
    if refused > 0 { parts.append("\(refused) refused") }
    if !worse.isEmpty { parts.append("\(worse.count) failed or not evaluated") }
    parts += details(of: kind, rows)
    var lines = [parts.joined(separator: "   ")]
    let groups = RunSummary.grouped(worse)
    for group in groups.prefix(RunSummary.mostTold) {
      let others = group.count > 1 ? " (and \(group.count - 1) alike)" : ""
      lines += failures(in: [group[0]]).map { "  \($0)\(others)" }
    }
    if groups.count > RunSummary.mostTold {
      lines.append("  and \(groups.count - RunSummary.mostTold) other reasons: see summary.md")
    }
    return lines.joined(separator: "\n")
  }

  /// Rows with the same reason together, failures first; what did not fit one car fits eight alike.
  private static func grouped(_ rows: [ScenarioResult]) -> [[ScenarioResult]] {
    let order = rows.filter { $0.verdict == .failed } + rows.filter { $0.verdict != .failed }
    var groups: [[ScenarioResult]] = []
    for row in order {
      let place = groups.firstIndex { group in
        group[0].verdict == row.verdict && group[0].messages.first == row.messages.first
      }
      if let place { groups[place].append(row) } else { groups.append([row]) }
    }
    return groups
  }

  /// "15 passed, 1 known failure, 0 not evaluated · 41 s · Reports/latest/report.html".
  func lastLine(seconds: TimeInterval, report: String) -> String {
    let summary = results.summary
    var parts = ["\(summary.passed) passed"]
    let unknown = summary.failed - summary.knownFailures
    if unknown > 0 { parts.append("\(unknown) failed") }
    if summary.knownFailures > 0 {
      parts.append("\(summary.knownFailures) known failure\(summary.knownFailures == 1 ? "" : "s")")
    }
    if summary.refused > 0 { parts.append("\(summary.refused) refused") }
    if summary.errors > 0 { parts.append("\(summary.errors) errors") }
    parts.append("\(summary.notEvaluated) not evaluated")
    return [parts.joined(separator: ", "), "\(Int(seconds.rounded())) s", report]
      .joined(separator: " · ")
  }

  private func details(of kind: String, _ rows: [ScenarioResult]) -> [String] {
    switch kind {
    case "parking": leastClearance(rows)
    case "replay": rows.flatMap(\.messages).prefix(1).map { $0 }
    default: []
    }
  }

  private func leastClearance(_ rows: [ScenarioResult]) -> [String] {
    let clearances = rows.compactMap { row -> (Double, String)? in
      guard let metric = row.metrics.first(where: { $0.id == "parking.minimum_clearance@1" }),
        let value = metric.value
      else { return nil }
      return (value, "\(RunSummary.short(row.id)): \(metric.reason ?? "nothing near")")
    }
    guard let least = clearances.min(by: { $0.0 < $1.0 }) else { return [] }
    return ["least clearance \(RunSummary.metres(least.0)) m (\(least.1))"]
  }

  private func failures(in rows: [ScenarioResult]) -> [String] {
    rows.filter { $0.verdict != .passed || $0.countsAsFailure }.map { row in
      let name = RunSummary.short(row.id)
      let why = row.messages.first ?? "no reason given"
      switch row.verdict {
      case .passed: return "PASSED \(name), a known failure: remove its entry"
      case .failed:
        let known = row.knownFailure.map {
          row.knownFailureExpired
            ? " (known failure, expired \($0.until))" : " (known failure until \($0.until))"
        }
        return Terminal.coloured("FAILED", .red) + " \(name): \(why)\(known ?? "")"
      case .refused: return "REFUSED \(name): \(why)"
      case .notEvaluated: return "NOT EVALUATED \(name): \(why)"
      case .error: return "ERROR \(name): \(why)"
      }
    }
  }

  /// The id without its first folder, where it has one.
  private static func short(_ id: String) -> String {
    let parts = id.split(separator: "/")
    return parts.count < 2 ? id : parts.dropFirst().joined(separator: "/")
  }

  /// A number with at most four significant decimals.
  static func short(_ value: Double?) -> String {
    value.map { "\(($0 * 10_000).rounded() / 10_000)" } ?? "none"
  }

  /// Metres with two decimals.
  private static func metres(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, part) = (abs(hundredths) / 100, abs(hundredths) % 100)
    return "\(hundredths < 0 ? "-" : "")\(whole).\(part < 10 ? "0" : "")\(part)"
  }
}
