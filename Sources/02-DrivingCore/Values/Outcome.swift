/// A value, or the reason why there is none. Never a NaN, never a default.
public enum Outcome<Value: Sendable>: Sendable {
  /// The value exists.
  case available(Value)
  /// It does not, because of this.
  case unavailable(reason: String)

  /// The value, if it exists.
  public var value: Value? {
    if case .available(let value) = self { value } else { nil }
  }
}

extension Outcome: Equatable where Value: Equatable {}
