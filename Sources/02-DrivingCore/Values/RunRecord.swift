import Geometry
import Roads

/// Everything that happened in a run, tick by tick: what scoring reads and reports show.
public struct RunRecord: Sendable {
  /// The state of the world and what was commanded, at one tick of the simulation (100 Hz).
  public struct Tick: Sendable {
    /// The true scene at the start of the tick.
    public var scene: Scene
    /// What was commanded for the tick.
    public var command: ControlCommand

    /// Creates a tick.
    public init(scene: Scene, command: ControlCommand) {
      self.scene = scene
      self.command = command
    }
  }

  /// What the ego thought at one planning tick (10 Hz).
  public struct Thought: Sendable {
    /// When.
    public var time: SimulationTime
    /// What was seen.
    public var percepts: Percepts
    /// What was decided, or why nothing was.
    public var decision: Outcome<Decision>
    /// What the planner proposed.
    public var proposal: Outcome<Trajectory>
    /// What was driven after the gate.
    public var plan: Trajectory
    /// What the gate did.
    public var verdict: GateVerdict

    /// Creates a thought.
    public init(
      time: SimulationTime, percepts: Percepts, decision: Outcome<Decision>,
      proposal: Outcome<Trajectory>, plan: Trajectory, verdict: GateVerdict
    ) {
      self.time = time
      self.percepts = percepts
      self.decision = decision
      self.proposal = proposal
      self.plan = plan
      self.verdict = verdict
    }
  }

  /// What the run was about.
  public var mission: Mission
  /// The simulation ticks, in order.
  public var ticks: [Tick]
  /// The planning ticks, in order.
  public var thoughts: [Thought]
  /// What a recorded driver did in the ego's place, if there is a recording.
  public var expert: [VehicleState]?
  /// Why the run ended early, if it did (planner failure, contact); nil at the planned end.
  public var abort: String?

  /// Creates a record.
  public init(
    mission: Mission, ticks: [Tick] = [], thoughts: [Thought] = [], expert: [VehicleState]? = nil,
    abort: String? = nil
  ) {
    self.mission = mission
    self.ticks = ticks
    self.thoughts = thoughts
    self.expert = expert
    self.abort = abort
  }
}
