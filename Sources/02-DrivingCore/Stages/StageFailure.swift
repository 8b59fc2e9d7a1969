/// Why a stage has no output.
public struct StageFailure: Error, Sendable, Hashable, Codable {
  /// What kind of failure it is.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// The input does not allow an answer (nothing seen, no path).
    case unavailable
    /// The stage took longer than its budget of work.
    case budgetExhausted
    /// An external stage broke the protocol, crashed or did not answer.
    case external
  }

  /// The stage's name.
  public var stage: String
  /// What kind of failure it is.
  public var kind: Kind
  /// What was found, what was expected, what to do; one line.
  public var reason: String

  /// Creates a failure.
  public init(stage: String, kind: Kind, reason: String) {
    self.stage = stage
    self.kind = kind
    self.reason = reason
  }
}
