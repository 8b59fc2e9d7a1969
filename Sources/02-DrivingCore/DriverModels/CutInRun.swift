/// A driver model in a cut-in, step by step: a value that can be copied at any step.
public struct CutInRun: Sendable {
  /// How a run ends.
  public enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// No contact.
    case none
    /// Contact with the ego ahead: the other car drove into its side.
    case type1
    /// Contact with the ego behind or level.
    case type2
  }

  /// One step as it was: the states before it, the judgement, and what came of it.
  public struct Step: Sendable, Hashable {
    /// The index of the step.
    public var index: Int
    /// What the driver saw.
    public var situation: DriverSituation
    /// How it was judged.
    public var judgement: DriverModel.Judgement
    /// The deceleration on the pedal afterwards (m/s²).
    public var deceleration: Double
    /// The ego's speed afterwards (m/s).
    public var nextSpeed: Double
  }

  /// The scene.
  public let scene: CutInScene
  /// The driver.
  public private(set) var driver: ModelDriver
  /// The index of the state reached.
  public private(set) var index = 0
  /// The first step with a danger.
  public private(set) var firstUnsafeStep: Int?
  /// The least distance along the road (m); negative in a contact and while passing.
  public private(set) var minimumGap = Double.infinity
  /// How the run ended; nil while it goes on.
  public private(set) var outcome: Outcome?
  /// The speed at the last step that counts (m/s).
  public private(set) var finalSpeed: Double

  private let object: [CutInObject]
  private var x: Double
  private var speed: Double
  private var speedBefore: Double?
  private var nearest = Double.infinity

  /// Readies a run: the first state is one step after the start.
  public init(_ scene: CutInScene, driver model: DriverModel) {
    self.scene = scene
    driver = ModelDriver(model)
    object = scene.objectStates
    x = scene.egoSpeed / CutInScene.rate
    speed = scene.egoSpeed
    finalSpeed = speed
  }

  /// Makes a step and tells of it; nil once the run is over.
  public mutating func step() -> Step? {
    guard outcome == nil else { return nil }
    let now = situation
    let action = driver.step(now)
    if !action.judgement.isSafe && firstUnsafeStep == nil { firstUnsafeStep = index }
    let step = Step(
      index: index, situation: now, judgement: action.judgement,
      deceleration: driver.deceleration, nextSpeed: action.speed)
    nearest = min(nearest, abs(now.egoX - now.objectX))
    minimumGap = nearest - scene.bumperDistance
    finalSpeed = speed
    if now.lateralGap < 0 && now.gap < 0 {
      outcome = now.isPassed ? .type1 : .type2
      return step
    }
    if index == CutInScene.states - 2 {
      outcome = Outcome.none
      return step
    }
    speedBefore = speed
    speed = action.speed
    x += speed / CutInScene.rate
    index += 1
    return step
  }

  /// Drives to the end.
  public mutating func finish() {
    while step() != nil {}
  }

  private var situation: DriverSituation {
    let other = object[index]
    return DriverSituation(
      egoX: x, egoSpeed: speed,
      egoAcceleration: speedBefore.map { (speed - $0) * CutInScene.rate } ?? 0,
      objectX: other.x, objectY: other.y, objectSpeed: other.speed,
      approach: -other.lateralSpeed, lengths: (scene.egoLength, scene.objectLength),
      widths: (scene.egoWidth, scene.objectWidth))
  }
}
