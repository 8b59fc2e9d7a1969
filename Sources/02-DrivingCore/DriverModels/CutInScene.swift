import Geometry

/// A cut-in on a straight road: the ego in its lane, another car that moves over into it.
///
/// The scene in which the four driver models of UN R157 are compared. Both cars are rectangles, time
/// goes in steps of 0.1 s, the other car moves at constant speeds along and across and never reacts.
/// Positions are those of the middles of the bodies (m); the ego's lane is y = 0.
/// The arithmetic and its order are part of the definition: some points lie exactly on a border.
public struct CutInScene: Sendable, Hashable {
  /// Steps a second.
  public static let rate = 10.0
  /// The number of states of a run: 35 s.
  public static let states = 350

  /// The ego's speed at the start (m/s).
  public var egoSpeed: Double
  /// The other car's speed (m/s).
  public var objectSpeed: Double
  /// How fast the other car comes over (m/s), positive towards the ego; 0: it keeps its lane.
  public var lateralSpeed: Double
  /// Bumper to bumper at the start, the other car ahead (m).
  public var frontDistance: Double
  /// The ego's length and width (m).
  public var egoLength = 4.3
  /// The ego's width (m).
  public var egoWidth = 1.9
  /// The other car's length (m).
  public var objectLength = 4.3
  /// The other car's width (m).
  public var objectWidth = 1.9
  /// The room between the facing sides at the start (m).
  public var lateralGap = 1.6

  /// Creates a scene of two cars of 4.3 by 1.9 m, 1.6 m apart sideways.
  public init(
    egoSpeed: Double, objectSpeed: Double, lateralSpeed: Double, frontDistance: Double
  ) {
    self.egoSpeed = egoSpeed
    self.objectSpeed = objectSpeed
    self.lateralSpeed = lateralSpeed
    self.frontDistance = frontDistance
  }

  /// The same cars at the same places, but the other one keeps its lane.
  public var twin: CutInScene {
    var twin = self
    twin.lateralSpeed = 0
    return twin
  }

  /// Between the middles of the cars at the start, sideways (m).
  public var lateralStart: Double { lateralGap + (egoWidth + objectWidth) / 2 }

  /// Between the middles of the cars when they touch bumper to bumper (m).
  public var bumperDistance: Double { (egoLength + objectLength) / 2 }

  /// How many steps the other car moves sideways: until it has crossed to the ego's middle.
  public var lateralSteps: Int {
    let across = CutInScene.rate * lateralStart
    guard lateralSpeed > 0 else { return CutInScene.states }
    // The floor of the exact quotient: a rounded one can be a step too many.
    let rest = across.truncatingRemainder(dividingBy: lateralSpeed)
    let whole = ((across - rest) / lateralSpeed).rounded()
    guard whole < Double(CutInScene.states - 1) else { return CutInScene.states }
    return Int(whole) + 1
  }

  /// Where the other car is at every step; the first state is one step after the start.
  public var objectStates: [CutInObject] {
    let moving = lateralSteps
    var (along, across) = (0.0, 0.0)
    return (0..<CutInScene.states).map { step in
      let sideways = step < moving ? -lateralSpeed : 0
      along += objectSpeed
      across += sideways
      return CutInObject(
        x: along / CutInScene.rate + (frontDistance + bumperDistance),
        y: across / CutInScene.rate + lateralStart, speed: objectSpeed, lateralSpeed: sideways)
    }
  }
}

/// The other car of a cut-in at one instant.
public struct CutInObject: Sendable, Hashable {
  /// Along the road (m).
  public var x: Double
  /// Left of the ego's middle at the start (m).
  public var y: Double
  /// Along the road (m/s).
  public var speed: Double
  /// To the left (m/s); negative towards the ego.
  public var lateralSpeed: Double

  /// Creates a state.
  public init(x: Double, y: Double, speed: Double, lateralSpeed: Double) {
    self.x = x
    self.y = y
    self.speed = speed
    self.lateralSpeed = lateralSpeed
  }
}
