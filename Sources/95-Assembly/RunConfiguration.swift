import DrivingCore

/// Who sits in the rooms of the loop for a run: names only, so that it can be written down.
public struct RunConfiguration: Sendable, Hashable {
  /// What the planner sees.
  public enum Percepts: String, Sendable, Hashable {
    /// The true scene.
    case truth
    /// Lanes from rendered pictures; other road users from the truth.
    case camera
  }

  /// What the planner sees.
  public var percepts = Percepts.truth
  /// `rules` or `recorded:FILE`.
  public var reasoner = "rules"
  /// `lattice` or `exec:COMMAND`.
  public var planner = "lattice"
  /// `supervisor` or `none`; nil: none for rivals and controls, which drive as published, else ours.
  public var gate: String?
  /// A vehicle id; nil takes the scenario's own.
  public var vehicle: String?
  /// The ids of several vehicles, with each of which every scenario is run: the columns of a matrix.
  public var matrix: [String] = []
  /// A style's name or file; nil takes the scenario's own.
  public var style: String?
  /// The style of that name; nil takes the scenario's own.
  public var ownStyle: DrivingStyle?
  /// The seed; nil takes the scenario's own.
  public var seed: UInt64?
  /// The guard on an external planner's answers (s of wall-clock time).
  public var answerGuard = ExternalPlanner.defaultGuard

  /// The standard configuration.
  public init() {}
}
