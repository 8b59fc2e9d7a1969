/// A state that can be moved along a rate: what an integrator needs to know of a model.
public protocol StateVector: Sendable {
  /// The sum, entry by entry.
  static func + (left: Self, right: Self) -> Self
  /// The state scaled by a number.
  static func * (state: Self, scale: Double) -> Self
}

/// The classical Runge-Kutta method of fourth order with a fixed step.
///
/// The order of the additions is part of the result: it is the same on every CPU.
public enum RungeKutta {
  /// The state after one step of `span` seconds along the rates of a model.
  @inlinable
  public static func step<State: StateVector>(
    _ state: State, by span: Double, rates: (State) -> State
  ) -> State {
    let first = rates(state)
    let second = rates(state + first * (span / 2))
    let third = rates(state + second * (span / 2))
    let fourth = rates(state + third * span)
    return state + (first + second * 2 + third * 2 + fourth) * (span / 6)
  }

  /// The state after `count` equal steps that together span `span` seconds.
  @inlinable
  public static func steps<State: StateVector>(
    _ count: Int, _ state: State, over span: Double, rates: (State) -> State
  ) -> State {
    var result = state
    for _ in 0..<max(1, count) {
      result = step(result, by: span / Double(max(1, count)), rates: rates)
    }
    return result
  }
}
