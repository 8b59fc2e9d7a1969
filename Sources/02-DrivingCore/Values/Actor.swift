import Geometry
import Roads

/// Someone other than the ego, as the exam sheet describes them: who, where, and how they behave.
public struct Actor: Sendable, Hashable, Codable {
  /// One instant of a recording.
  public struct RecordedState: Sendable, Hashable, Codable {
    /// When.
    public var time: SimulationTime
    /// The centre of the box in the world.
    public var worldFromBox: SE2
    /// The speed along the heading (m/s).
    public var speed: Double
    /// The acceleration along the heading (m/s²).
    public var acceleration: Double

    /// Creates an instant.
    public init(time: SimulationTime, worldFromBox: SE2, speed: Double, acceleration: Double = 0) {
      self.time = time
      self.worldFromBox = worldFromBox
      self.speed = speed
      self.acceleration = acceleration
    }
  }

  /// The parameters of a car-following driver (Intelligent Driver Model, Treiber 2000).
  public struct Follower: Sendable, Hashable, Codable {
    /// The speed wanted on a free road (m/s).
    public var desiredSpeed: Double
    /// The time gap wanted (s).
    public var headway: Double
    /// The gap wanted at standstill (m).
    public var standstillGap: Double
    /// The largest acceleration (m/s²).
    public var acceleration: Double
    /// The comfortable deceleration (m/s²), positive.
    public var deceleration: Double
    /// The exponent of the free-road term.
    public var exponent: Double
    /// MOBIL's politeness; nil where the driver never changes lanes.
    public var politeness: Double?

    /// Creates a driver; the defaults are those of highway traffic in the literature.
    public init(
      desiredSpeed: Double, headway: Double = 1.5, standstillGap: Double = 2,
      acceleration: Double = 1.5, deceleration: Double = 2, exponent: Double = 4,
      politeness: Double? = nil
    ) {
      self.desiredSpeed = desiredSpeed
      self.headway = headway
      self.standstillGap = standstillGap
      self.acceleration = acceleration
      self.deceleration = deceleration
      self.exponent = exponent
      self.politeness = politeness
    }
  }

  /// When a scripted action starts; all that is given must hold.
  public struct Trigger: Sendable, Hashable, Codable {
    /// From this time on (s).
    public var time: Double?
    /// When the ego is at most this far behind, bumper to bumper along the road (m).
    public var gapToEgo: Double?
    /// When the time to collision with the ego is at most this (s).
    public var timeToCollision: Double?
    /// This long after the phase before, or the start, began (s).
    public var after: Double?
    /// When the ego's outline is at most this far away, in any direction (m).
    public var distanceToEgo: Double?
    /// Once the ego has driven this far since the start, forwards and backwards added (m).
    public var egoTravelled: Double?
    /// Whether the ego must have begun to drive backwards (true), or not yet (false).
    public var egoHasReversed: Bool?

    /// Creates a trigger.
    public init(time: Double? = nil, gapToEgo: Double? = nil, timeToCollision: Double? = nil) {
      self.time = time
      self.gapToEgo = gapToEgo
      self.timeToCollision = timeToCollision
    }
  }

  /// What a scripted actor does.
  public enum Action: Sendable, Hashable, Codable {
    /// Changes speed to a target (m/s) at a rate (m/s², positive).
    case changeSpeed(target: Double, rate: Double)
    /// Moves sideways by an offset (m, positive left) within a span (s), smoothly.
    case changeLane(offset: Double, duration: Double)
    /// From now on looks ahead and keeps its distance as a car-following driver, on its own way.
    case react(Follower)
  }

  /// A trigger and what it starts.
  public struct Phase: Sendable, Hashable, Codable {
    /// When.
    public var trigger: Trigger
    /// What.
    public var action: Action

    /// Creates a phase.
    public init(trigger: Trigger, action: Action) {
      self.trigger = trigger
      self.action = action
    }
  }

  /// How the actor behaves.
  public enum Behaviour: Sendable, Hashable, Codable {
    /// Stands still.
    case parked
    /// Does what was recorded; present only within the recording.
    case recorded([RecordedState])
    /// Follows the lane and whoever is ahead, the ego included.
    case following(Follower)
    /// Follows the lane, or its own heading where there is none, and acts on triggers, in order.
    case scripted([Phase])
  }

  /// The actor at the start of the run.
  public var start: TrackedObject
  /// How the actor behaves.
  public var behaviour: Behaviour
  /// Scripted: the corners of its way after the start; empty follows the road, or goes straight on.
  public var way: [Vector2] = []
  /// Scripted, with a way: whether it stays at the end of it instead of leaving the scene.
  public var staysAtEnd = false
  /// Scripted: stops this far (m) before an ego that stands or drives across its way; nil looks out
  /// for nobody. Only where the ego is now counts, not where it is going.
  public var keepsOffEgo: Double?

  /// Parked or scripted: from when on it is there at all; nil from the start.
  public var appears: SimulationTime?
  /// Recorded: the driver it becomes, on its recorded way, instead of replaying blindly; nil replays.
  public var reaction: Follower?

  /// Creates an actor.
  public init(start: TrackedObject, behaviour: Behaviour) {
    self.start = start
    self.behaviour = behaviour
  }
}
