import Geometry

/// An actuator: dead time, then a first-order lag whose rate is limited.
public struct Actuator: Sendable, Hashable {
  private var line: DelayLine
  /// The share of the remaining difference that one tick covers: 1 - exp(-tick / lag), exactly.
  private let share: Double
  private let tick: Double
  /// The largest rate of the actuated quantity (its unit per second).
  private let largestRate: Double

  /// Creates an actuator at rest.
  /// - Parameters:
  ///   - delay: The dead time (s), rounded to whole ticks.
  ///   - lag: The time constant (s); zero acts at once.
  ///   - largestRate: The largest rate of the actuated quantity.
  ///   - tick: The length of a tick (s).
  ///   - value: What is commanded before the first command arrives.
  public init(delay: Double, lag: Double, largestRate: Double, tick: Double, at value: Double) {
    let ticks = (min(max(delay, 0), 60) / tick).rounded()
    line = DelayLine(ticks: Int(ticks), filledWith: value)
    share = lag > 0 ? 1 - Portable.exp(-tick / lag) : 1
    self.tick = tick
    self.largestRate = largestRate
  }

  /// Takes a command and gives the mean rate of the quantity over this tick.
  public mutating func rate(from value: Double, towards command: Double) -> Double {
    let wanted = (line.pass(command) - value) * share / tick
    return min(max(wanted, -largestRate), largestRate)
  }
}
