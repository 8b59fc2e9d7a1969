import DrivingCore
import Geometry

/// The open loop: recorded frames go through perception, tracking, reasoning and planning; what the
/// planner would have done is compared with what the driver did. The car itself is not simulated.
public struct LogReplay: Sendable {
  /// What one frame led to. Pictures are handed on, never kept: memory is constant in log length.
  public struct Step: Sendable {
    /// The frame as recorded.
    public var frame: SensorFrame
    /// What was seen in it.
    public var percepts: Percepts
    /// What was believed after it.
    public var world: WorldModel
    /// What was decided and proposed, on planning steps only.
    public var thought: Thought?
  }

  /// What was decided and proposed.
  public struct Thought: Sendable {
    /// What was decided, or why nothing was.
    public var decision: Outcome<Decision>
    /// What was proposed, or why nothing was.
    public var proposal: Outcome<Trajectory>
  }

  /// Planning runs when this much log time has passed since it last ran (10 Hz).
  public static let planningPeriod = SimulationTime(nanoseconds: 100_000_000)

  private var perceiver: any Perceiver
  private var tracker: any Tracker
  private var reasoner: any Reasoner
  private var planner: any Planner
  private var plan: Trajectory?
  private var lastPlanning: SimulationTime?

  /// Readies the stages for the log.
  /// - Throws: `StageFailure` where a stage cannot serve the mission.
  public init(
    mission: Mission, perceiver: any Perceiver, tracker: any Tracker, reasoner: any Reasoner,
    planner: any Planner
  ) throws(StageFailure) {
    self.perceiver = perceiver
    self.tracker = tracker
    self.reasoner = reasoner
    self.planner = planner
    try self.perceiver.prepare(for: mission)
    try self.tracker.prepare(for: mission)
    try self.reasoner.prepare(for: mission)
    try self.planner.prepare(for: mission)
  }

  /// Takes one frame round the open part of the loop.
  /// - Throws: `StageFailure` where the tracker cannot go on.
  public mutating func step(_ frame: SensorFrame) throws(StageFailure) -> Step {
    var percepts: Percepts
    do throws(StageFailure) {
      percepts = try perceiver.step(frame, at: frame.time)
    } catch {
      percepts = Percepts(
        time: frame.time, frameIndex: frame.index, odometry: frame.odometry, notes: [error.reason])
    }
    let world = try tracker.step(percepts, at: frame.time)
    return Step(frame: frame, percepts: percepts, world: world, thought: think(world))
  }

  /// Decides and plans where it is time to.
  private mutating func think(_ world: WorldModel) -> Thought? {
    if let last = lastPlanning, world.time - last < LogReplay.planningPeriod { return nil }
    lastPlanning = world.time
    let decision: Outcome<Decision>
    do throws(StageFailure) { decision = try reasoner.step(world, at: world.time) } catch {
      decision = .unavailable(reason: error.reason)
    }
    do throws(StageFailure) {
      // The driver drives, not the plan: every plan starts at the recorded state.
      let request = PlanRequest(world: world, decision: decision, current: nil)
      let proposal = try planner.step(request, at: world.time)
      return Thought(decision: decision, proposal: .available(proposal))
    } catch {
      return Thought(decision: decision, proposal: .unavailable(reason: error.reason))
    }
  }
}
