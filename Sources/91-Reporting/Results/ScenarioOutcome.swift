import DrivingCore

/// A verdict together with what was known before: the classes that reports show.
public enum ScenarioOutcome: String, Sendable, Hashable, Codable, CaseIterable {
  case passed, failed, refused
  /// Fails, as is known and accepted for now.
  case knownFailure = "known_failure"
  /// Fails, as was accepted until a day that has passed.
  case expiredFailure = "expired_failure"
  /// Passes although it is listed as a known failure: the entry must go.
  case unexpectedPass = "unexpected_pass"
  case notEvaluated = "not_evaluated"
  case error

  /// In words.
  public var words: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .refused: "refused"
    case .knownFailure: "known failure"
    case .expiredFailure: "known failure, expired"
    case .unexpectedPass: "passes, though listed as a known failure"
    case .notEvaluated: "not evaluated"
    case .error: "error"
    }
  }
}

extension ScenarioResult {
  /// The verdict together with what was known before.
  public var outcome: ScenarioOutcome {
    switch verdict {
    case .passed: knownFailure == nil ? .passed : .unexpectedPass
    case .failed:
      knownFailure == nil ? .failed : knownFailureExpired ? .expiredFailure : .knownFailure
    case .refused: .refused
    case .notEvaluated: .notEvaluated
    case .error: .error
    }
  }

  /// The outcome and why, in one line.
  public var headline: String {
    var parts: [String] = []
    switch outcome {
    case .passed: break
    case .knownFailure, .expiredFailure:
      parts.append("\(outcome.words) (until \(knownFailure?.until ?? "?"))")
      if let reason = knownFailure?.reason { parts.append(reason) }
    default: parts.append(outcome.words)
    }
    if let first = messages.first, outcome != .passed { parts.append(first) }
    return parts.isEmpty ? "passed" : parts.joined(separator: ": ")
  }

  /// The gate with the least margin: how narrow it was.
  public var tightestGate: (id: String, margin: Double, unit: String)? {
    metrics.filter(\.isGate).compactMap { gate in
      gate.margin.map { (gate.id, $0, gate.unit) }
    }.min { $0.1 < $1.1 }.map { (id: $0.0, margin: $0.1, unit: $0.2) }
  }
}
