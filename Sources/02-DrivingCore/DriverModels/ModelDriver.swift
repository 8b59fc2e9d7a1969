/// A driver model with its foot: brakes in steps of 0.1 s, never steers, never speeds up again.
public struct ModelDriver: Sendable, Hashable {
  /// Which model.
  public let model: DriverModel
  /// Whether it has ever seen a danger.
  public private(set) var hasSeenDanger = false
  /// The deceleration on the pedal (m/s²); kept while the driver holds the speed.
  public private(set) var deceleration = 0.0
  /// What is left of the reaction time (s); it runs in danger only, and once.
  public private(set) var reaction: Double

  /// Full braking of all models but Reg157 (m/s²).
  public static let fullBraking = 0.774 * 9.81
  /// The largest increase of the deceleration in a step (m/s²): 12.65 m/s³.
  public static let pedalStep = 12.65 / 10

  /// What a driver does in a step.
  public struct Action: Sendable, Hashable {
    /// How the situation was judged.
    public var judgement: DriverModel.Judgement
    /// The speed a step later (m/s).
    public var speed: Double
  }

  /// Creates a rested driver.
  public init(_ model: DriverModel) {
    self.model = model
    reaction = model.reactionTime
  }

  /// Looks and acts: the speed for the next step.
  public mutating func step(_ situation: DriverSituation) -> Action {
    let judgement = model.judge(situation)
    guard !judgement.isSafe else {
      return Action(judgement: judgement, speed: situation.egoSpeed)
    }
    hasSeenDanger = true
    return Action(judgement: judgement, speed: react(situation.egoSpeed, judgement))
  }

  private mutating func react(_ speed: Double, _ judgement: DriverModel.Judgement) -> Double {
    if reaction > 0 {
      reaction -= 0.1
      guard model == .carefulHuman else { return speed }
      // The foot leaves the pedal while the driver makes up their mind.
      deceleration = 0.4
      return speed - 0.4 / CutInScene.rate
    }
    switch model {
    case .carefulHuman, .responsibilitySensitive:
      deceleration = min(deceleration + ModelDriver.pedalStep, ModelDriver.fullBraking)
    case .reg157:
      return max(speed - 6 / CutInScene.rate, 0)
    case .fuzzySafety:
      let (critical, proactive) = (judgement.critical ?? 0, judgement.proactive ?? 0)
      let demand =
        critical > 0
        ? critical * (FuzzySafety.hard - FuzzySafety.comfortable) + FuzzySafety.comfortable
        : proactive * FuzzySafety.comfortable
      let possible = min(deceleration + ModelDriver.pedalStep, ModelDriver.fullBraking)
      deceleration = min(possible, demand)
    }
    return max(speed - deceleration / CutInScene.rate, 0)
  }
}
