import DrivingCore
import Geometry

/// The loop: frame, percepts, world, decision, trajectory, command, state. Start reading here.
///
/// A simulator is a value: a copy taken at any tick goes on exactly as the original does.
public struct Simulator: Sendable {
  /// The tenants of the loop.
  public private(set) var stages: LoopStages
  /// Which stage runs when.
  public let schedule: Schedule
  /// The true world now.
  public private(set) var scene: Scene
  /// What happened so far; scoring reads it afterwards.
  public private(set) var record: RunRecord
  /// The number of ticks made.
  public private(set) var tickCount = 0
  /// The share of the tyres' grip there is: 1 is dry asphalt.
  public let friction: Double

  private let slope: Slope

  private var percepts: Percepts
  private var world: WorldModel
  private var plan: Trajectory

  /// Readies a run.
  /// - Throws: `StageFailure` where a stage cannot serve the mission.
  public init(
    mission: Mission, stages: LoopStages, others: [TrackedObject] = [],
    expert: [VehicleState]? = nil, friction: Double = 1, schedule: Schedule = .standard
  ) throws(StageFailure) {
    var ready = stages
    try ready.prepare(for: mission)
    self.stages = ready
    self.schedule = schedule
    self.friction = friction
    slope = Slope(mission.map)
    scene = Scene(time: mission.start.time, ego: mission.start, objects: others)
    record = RunRecord(mission: mission, expert: expert)
    percepts = Percepts(time: mission.start.time, frameIndex: 0)
    world = WorldModel(time: mission.start.time, ego: mission.start)
    plan = Simulator.coasting(from: mission.start)
  }

  /// Makes one tick of the loop.
  /// - Throws: `StageFailure` where the car or the traffic cannot go on; planning failures are met
  ///   by the safety gate and go into the record instead.
  public mutating func step() throws(StageFailure) {
    let time = scene.time
    if schedule.sensingIsDue(at: tickCount) { try perceive(at: time) }
    if schedule.planningIsDue(at: tickCount) { try think(at: time) }
    let request = ControlRequest(plan: plan, ego: world.ego(seenFrom: scene))
    let command = try stages.controller.step(request, at: time)
    record.ticks.append(RunRecord.Tick(scene: scene, command: command))
    try advance(with: command)
    tickCount += 1
  }

  /// Frame to percepts to world.
  private mutating func perceive(at time: SimulationTime) throws(StageFailure) {
    let frame = try stages.sensor.step(scene, at: time)
    do throws(StageFailure) {
      percepts = try stages.perceiver.step(frame, at: time)
    } catch {
      percepts = Percepts(
        time: time, frameIndex: frame.index, odometry: frame.odometry, notes: [error.reason])
    }
    world = try stages.tracker.step(percepts, at: time)
  }

  /// World to decision to proposal to plan; what fails is recorded and the gate steps in.
  private mutating func think(at time: SimulationTime) throws(StageFailure) {
    let decision = Simulator.outcome { () throws(StageFailure) in
      try stages.reasoner.step(world, at: time)
    }
    let proposal = Simulator.outcome { () throws(StageFailure) in
      .available(
        try stages.planner.step(
          PlanRequest(world: world, decision: decision, current: plan), at: time))
    }
    let gated = try stages.gate.step(GateRequest(world: world, proposal: proposal), at: time)
    plan = gated.plan
    record.thoughts.append(
      RunRecord.Thought(
        time: time, percepts: percepts, decision: decision, proposal: proposal, plan: plan,
        verdict: gated.verdict))
  }

  /// Command to state, for the ego and everyone else, from the same instant.
  private mutating func advance(with command: ControlCommand) throws(StageFailure) {
    let time = scene.time
    let others = try stages.traffic.step(
      TrafficInput(scene: scene, span: schedule.tick), at: time)
    scene.ego = try stages.vehicle.step(
      VehicleInput(state: scene.ego, command: command, span: schedule.tick, friction: friction),
      at: time)
    slope.pull(&scene.ego, for: schedule.tick.seconds)
    scene.objects = others
    scene.time = time + schedule.tick
    scene.ego.time = scene.time
  }

  /// A failure as an outcome: the loop goes on, the reason is kept.
  private static func outcome<Value: Sendable>(
    _ body: () throws(StageFailure) -> Outcome<Value>
  ) -> Outcome<Value> {
    do throws(StageFailure) {
      return try body()
    } catch {
      return .unavailable(reason: "\(error.stage): \(error.reason)")
    }
  }

  /// The plan before the first plan: straight on at the present speed.
  private static func coasting(from state: VehicleState) -> Trajectory {
    let points = (0...20).map { index in
      let t = Double(index) * 0.1
      return Trajectory.Point(
        time: state.time + SimulationTime(nanoseconds: Int64(index) * 100_000_000),
        worldFromVehicle: state.worldFromVehicle
          * SE2(x: state.speed * t, y: 0, heading: 0),
        speed: state.speed)
    }
    return Trajectory(label: "coast", points: points, reason: "before the first plan")
  }
}

extension WorldModel {
  /// The ego as its own sensors know it between perception ticks: wheel and inertial sensors run
  /// at the control rate, so the controller sees the present state.
  fileprivate func ego(seenFrom scene: Scene) -> VehicleState { scene.ego }
}
