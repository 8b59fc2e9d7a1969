import Geometry

/// One step of the loop. A stage is a struct: copying it is a checkpoint.
///
/// Stages do not know each other; they meet in the values of this module. `step` must depend on
/// nothing but its input, the time and the stage's own memory: no clock, no global randomness.
public protocol Stage: Sendable {
  /// What the stage is given.
  associatedtype Input: Sendable
  /// What the stage hands on.
  associatedtype Output: Sendable
  /// Who the stage is, for reports.
  var description: StageDescription { get }
  /// Readies the stage for a mission; called once before the first step.
  /// - Throws: `StageFailure` where the mission cannot be served.
  mutating func prepare(for mission: Mission) throws(StageFailure)
  /// Makes one step.
  /// - Throws: `StageFailure` where there is no output; the loop goes on with its fallback.
  mutating func step(_ input: Input, at time: SimulationTime) throws(StageFailure) -> Output
}

extension Stage {
  /// Nothing to ready by default.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {}
}
