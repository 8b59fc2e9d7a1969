/// What the program's exit code says; scripts rely on the numbers.
public enum ExitCode: Int32, Sendable, CaseIterable {
  /// Everything passed, known failures aside.
  case passed = 0
  /// A scenario failed, a baseline was regressed, or a known failure passes or has expired.
  case failed = 1
  /// Wrong usage, or nothing to run.
  case usage = 2
  /// Input that cannot be evaluated, or a log read with loss.
  case badInput = 3
  /// A bug of the tool.
  case internalError = 4
  /// Two runs of the same thing differ.
  case nondeterminism = 5

  /// How much each counts when several happen at once: 5, then 4, then 1, then 3.
  private var weight: Int {
    switch self {
    case .nondeterminism: 5
    case .internalError: 4
    case .usage: 3
    case .failed: 2
    case .badInput: 1
    case .passed: 0
    }
  }

  /// The code to exit with when all of these happened.
  public static func worst(of codes: some Sequence<ExitCode>) -> ExitCode {
    codes.max { $0.weight < $1.weight } ?? .passed
  }
}

extension RunResults {
  /// The exit code of the rows alone; an empty suite is wrong usage.
  public var exitCode: ExitCode {
    guard !scenarios.isEmpty else { return .usage }
    return ExitCode.worst(
      of: scenarios.map { row in
        if row.countsAsFailure { return .failed }
        switch row.verdict {
        case .error: return .internalError
        case .notEvaluated: return .badInput
        case .passed, .failed, .refused: return .passed
        }
      })
  }
}
