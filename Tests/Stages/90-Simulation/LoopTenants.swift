import DrivingCore
import Geometry
import Perception
import Sensing
import Simulation
import Tracking

/// The smallest tenants that make the loop turn: straight on at constant speed.
enum Loop {
  static func mission(speed: Double) -> Mission {
    Mission(kind: .highway, vehicle: .test, start: VehicleState(speed: speed))
  }

  static func stages() -> LoopStages {
    LoopStages(
      sensor: TruthSensor(), perceiver: TruthPerceiver(), tracker: WorldModelBuilder(),
      reasoner: SilentReasoner(), planner: StraightPlanner(), gate: OpenGate(),
      controller: NeutralController(), vehicle: PointVehicle(), traffic: EmptyRoad())
  }

  static func simulator(speed: Double = 10) throws -> Simulator {
    try Simulator(mission: mission(speed: speed), stages: stages())
  }

  struct SilentReasoner: Reasoner {
    let description = StageDescription(name: "silent", version: 1)
    mutating func step(_ input: WorldModel, at time: SimulationTime) throws(StageFailure)
      -> Outcome<Decision>
    { .unavailable(reason: "nothing to say") }
  }

  struct StraightPlanner: Planner {
    let description = StageDescription(name: "straight", version: 1)
    private var count = 0.0
    mutating func step(_ input: PlanRequest, at time: SimulationTime) throws(StageFailure)
      -> Trajectory
    {
      count += 1
      let ego = input.world.ego
      let speed = ego.speed == 0 ? 0 : ego.speed + count * 1e-3
      return Trajectory(
        label: "straight",
        points: [.init(time: time, worldFromVehicle: ego.worldFromVehicle, speed: speed)])
    }
  }

  struct BrokenPlanner: Planner {
    let description = StageDescription(name: "broken", version: 1)
    mutating func step(_ input: PlanRequest, at time: SimulationTime) throws(StageFailure)
      -> Trajectory
    { throw StageFailure(stage: "planner", kind: .unavailable, reason: "out of ideas") }
  }

  struct OpenGate: SafetyGate {
    let description = StageDescription(name: "open", version: 1)
    mutating func step(_ input: GateRequest, at time: SimulationTime) throws(StageFailure)
      -> GatedPlan
    {
      if let plan = input.proposal.value {
        return GatedPlan(plan: plan, verdict: GateVerdict(action: .accepted))
      }
      let ego = input.world.ego
      let stay = Trajectory(
        label: "stay",
        points: [.init(time: time, worldFromVehicle: ego.worldFromVehicle, speed: ego.speed)])
      return GatedPlan(plan: stay, verdict: GateVerdict(action: .replaced, reason: "no plan"))
    }
  }

  struct NeutralController: Controller {
    let description = StageDescription(name: "neutral", version: 1)
    mutating func step(_ input: ControlRequest, at time: SimulationTime) throws(StageFailure)
      -> ControlCommand
    {
      let wanted = input.plan.points[0].speed - input.ego.speed
      return ControlCommand(steeringAngle: 0, acceleration: wanted)
    }
  }

  struct PointVehicle: VehicleModel {
    let description = StageDescription(name: "point", version: 1)
    mutating func step(_ input: VehicleInput, at time: SimulationTime) throws(StageFailure)
      -> VehicleState
    {
      var state = input.state
      let span = input.span.seconds
      state.speed += input.command.acceleration * span
      state.worldFromVehicle = state.worldFromVehicle * SE2(x: state.speed * span, y: 0, heading: 0)
      return state
    }
  }

  struct BreakingVehicle: VehicleModel {
    let description = StageDescription(name: "breaking", version: 1)
    var left: Int
    init(after steps: Int) { left = steps }
    mutating func step(_ input: VehicleInput, at time: SimulationTime) throws(StageFailure)
      -> VehicleState
    {
      left -= 1
      if left < 0 {
        throw StageFailure(stage: "vehicle", kind: .unavailable, reason: "wheel lost")
      }
      return input.state
    }
  }

  struct EmptyRoad: TrafficModel {
    let description = StageDescription(name: "empty", version: 1)
    mutating func step(_ input: TrafficInput, at time: SimulationTime) throws(StageFailure)
      -> [TrackedObject]
    { [] }
  }
}
