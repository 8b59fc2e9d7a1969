/// Responsibility-Sensitive Safety with its assumptions declared (IEEE 2846-2022 asks for that).
///
/// Shalev-Shwartz, Shammah, Shashua, On a Formal Model of Safe and Scalable Self-driving Cars (2017),
/// definitions 1 and 2.
public struct SafetyDistances: Sendable, Hashable {
  /// The time before the follower reacts (s).
  public var reaction: Double
  /// How hard the follower may speed up until it reacts (m/s²).
  public var acceleration: Double
  /// How hard the follower brakes at least (m/s²), positive.
  public var braking: Double
  /// How hard the car ahead brakes at most (m/s²), positive.
  public var brakingAhead: Double
  /// How hard anybody may steer towards the other until they react (m/s²).
  public var lateralAcceleration: Double
  /// How hard they steer back at least (m/s²).
  public var lateralBraking: Double
  /// How far anybody wanders within the lane (m).
  public var wander: Double

  /// Creates assumptions.
  public init(
    reaction: Double, acceleration: Double, braking: Double, brakingAhead: Double,
    lateralAcceleration: Double, lateralBraking: Double, wander: Double
  ) {
    self.reaction = reaction
    self.acceleration = acceleration
    self.braking = braking
    self.brakingAhead = brakingAhead
    self.lateralAcceleration = lateralAcceleration
    self.lateralBraking = lateralBraking
    self.wander = wander
  }

  /// The assumptions of the RSS driver among the four models of UN R157 cut-ins.
  public static let cutInModel = SafetyDistances(
    reaction: 0.75, acceleration: 3, braking: 6, brakingAhead: 6, lateralAcceleration: 1,
    lateralBraking: 1, wander: 0.3)
  /// The assumptions ad-rss-lib tests with: what a metric is measured against.
  public static let library = SafetyDistances(
    reaction: 1, acceleration: 3.5, braking: 4, brakingAhead: 8, lateralAcceleration: 0.2,
    lateralBraking: 0.8, wander: 0)
  /// Highway assumptions of our own planner's cost: alert and firmly braking.
  public static let highway = SafetyDistances(
    reaction: 0.5, acceleration: 1.5, braking: 6, brakingAhead: 8, lateralAcceleration: 0.5,
    lateralBraking: 1, wander: 0.2)

  /// The gap behind a car ahead from which no contact can follow (m); never negative.
  public func longitudinal(speed: Double, ahead: Double) -> Double {
    max(0, signedLongitudinal(speed: speed, ahead: ahead))
  }

  /// The same before it is cut off at zero.
  public func signedLongitudinal(speed: Double, ahead: Double) -> Double {
    let late = speed + reaction * acceleration
    return speed * reaction + acceleration * (reaction * reaction) / 2 + late * late / (2 * braking)
      - ahead * ahead / (2 * brakingAhead)
  }

  /// The gap to one side from which no contact can follow (m), where only the other car moves over.
  public func lateral(approach: Double) -> Double {
    let late = approach + lateralAcceleration * reaction
    return wander
      + abs((2 * approach + lateralAcceleration * reaction) * reaction / 2)
      + late * late / (2 * lateralBraking)
  }
}
