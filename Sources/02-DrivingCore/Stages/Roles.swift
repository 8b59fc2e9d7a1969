import Geometry

/// Frame to percepts: what is out there, seen now.
public protocol Perceiver: Stage where Input == SensorFrame, Output == Percepts {}

/// Percepts to world: what is out there, believed over time.
public protocol Tracker: Stage where Input == Percepts, Output == WorldModel {}

/// World to decision: what to do, as a meta-action.
public protocol Reasoner: Stage where Input == WorldModel, Output == Outcome<Decision> {}

/// What a planner is asked.
public struct PlanRequest: Sendable {
  /// What is believed.
  public var world: WorldModel
  /// What was decided; unavailable where the reasoner had no answer in time.
  public var decision: Outcome<Decision>
  /// The plan being driven, if any: new plans start on it.
  public var current: Trajectory?

  /// Creates a request.
  public init(world: WorldModel, decision: Outcome<Decision>, current: Trajectory? = nil) {
    self.world = world
    self.decision = decision
    self.current = current
  }
}

/// World and decision to trajectory.
public protocol Planner: Stage where Input == PlanRequest, Output == Trajectory {}

/// What the safety gate is asked.
public struct GateRequest: Sendable {
  /// What is believed.
  public var world: WorldModel
  /// What the planner proposed; unavailable where it failed.
  public var proposal: Outcome<Trajectory>

  /// Creates a request.
  public init(world: WorldModel, proposal: Outcome<Trajectory>) {
    self.world = world
    self.proposal = proposal
  }
}

/// What may be driven, and what the gate did to make it so.
public struct GatedPlan: Sendable {
  /// The trajectory to drive.
  public var plan: Trajectory
  /// What the gate did.
  public var verdict: GateVerdict

  /// Creates a gated plan.
  public init(plan: Trajectory, verdict: GateVerdict) {
    self.plan = plan
    self.verdict = verdict
  }
}

/// Proposal to plan: nothing unchecked is ever driven.
public protocol SafetyGate: Stage where Input == GateRequest, Output == GatedPlan {}

/// What a controller is asked.
public struct ControlRequest: Sendable {
  /// The plan to follow.
  public var plan: Trajectory
  /// Where the ego is now.
  public var ego: VehicleState

  /// Creates a request.
  public init(plan: Trajectory, ego: VehicleState) {
    self.plan = plan
    self.ego = ego
  }
}

/// Trajectory to command.
public protocol Controller: Stage where Input == ControlRequest, Output == ControlCommand {}

/// What a vehicle model is asked.
public struct VehicleInput: Sendable {
  /// Where the vehicle is.
  public var state: VehicleState
  /// What the actuators are asked.
  public var command: ControlCommand
  /// How long to go on.
  public var span: SimulationTime
  /// The share of the tyres' grip there is: 1 is dry asphalt.
  public var friction: Double

  /// Creates an input.
  public init(
    state: VehicleState, command: ControlCommand, span: SimulationTime, friction: Double = 1
  ) {
    self.state = state
    self.command = command
    self.span = span
    self.friction = friction
  }
}

/// Command to state: the car itself, with its actuators.
public protocol VehicleModel: Stage where Input == VehicleInput, Output == VehicleState {}

/// What everyone else is asked.
public struct TrafficInput: Sendable {
  /// The true scene now.
  public var scene: Scene
  /// How long to go on.
  public var span: SimulationTime

  /// Creates an input.
  public init(scene: Scene, span: SimulationTime) {
    self.scene = scene
    self.span = span
  }
}

/// Scene to objects: everyone else, `span` later, ordered by id.
public protocol TrafficModel: Stage where Input == TrafficInput, Output == [TrackedObject] {}

/// Scene to frame: what the sensors give of the true scene.
public protocol Sensor: Stage where Input == Scene, Output == SensorFrame {}
