import Geometry

/// Which stages run at which tick: whole numbers of the base tick, so that nothing ever drifts.
public struct Schedule: Sendable, Hashable {
  /// The base tick: vehicle, traffic and control run at every one of them.
  public var tick: SimulationTime
  /// Sensing, perception and tracking run every so many ticks.
  public var sensingEvery: Int
  /// Reasoning, planning and the safety gate run every so many ticks.
  public var planningEvery: Int

  /// Creates a schedule; counts below one are taken as one.
  public init(tick: SimulationTime, sensingEvery: Int, planningEvery: Int) {
    self.tick = tick
    self.sensingEvery = max(1, sensingEvery)
    self.planningEvery = max(1, planningEvery)
  }

  /// The product's rates: control 100 Hz, perception 20 Hz, planning 10 Hz.
  public static let standard = Schedule(
    tick: SimulationTime(nanoseconds: 10_000_000), sensingEvery: 5, planningEvery: 10)

  /// Whether the sensing stages run at that tick.
  public func sensingIsDue(at tick: Int) -> Bool { tick % sensingEvery == 0 }

  /// Whether the planning stages run at that tick; they always see a fresh world.
  public func planningIsDue(at tick: Int) -> Bool { tick % planningEvery == 0 }
}
