import DrivingCore
import Geometry

/// A car with Pacejka tyres and spinning wheels (STD): for slides, ice and hard braking.
///
/// Each tick of 10 ms is made of ten steps of 1 ms, since the wheels are stiff. Kinematic in reverse
/// and when slow, where the drift model says nothing.
public struct DriftVehicle: VehicleModel {
  /// The steps that make up a tick.
  public static let stepsInTick = 10
  /// Below this speed the kinematic model drives (m/s).
  public static let slowest = 1.0

  /// The car.
  public private(set) var spec: VehicleSpec
  private var parameters: SingleTrackParameters
  private var drivetrain: Drivetrain
  /// The spin of the wheels (rad/s), front and rear; nil while the kinematic model drives.
  private var spin: (front: Double, rear: Double)?
  /// What the pedals ask for (m/s²): slipping wheels do not always deliver it.
  private var pedal: Double

  /// Who the stage is.
  public var description: StageDescription { StageDescription(name: "drift", version: 1) }

  /// Creates a car with empty actuators, as it stands at a state.
  public init(_ spec: VehicleSpec, at state: VehicleState = VehicleState()) {
    self.spec = spec
    parameters = SingleTrackParameters(spec)
    drivetrain = Drivetrain(spec, at: state)
    pedal = state.acceleration
  }

  /// Takes the mission's car and start.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self = DriftVehicle(mission.vehicle, at: mission.start)
  }

  /// The car after the span; commands that are not numbers repeat the ones before.
  /// - Throws: `StageFailure` where the span is no multiple of 10 ms or the state is not finite.
  public mutating func step(
    _ input: VehicleInput, at time: SimulationTime
  ) throws(StageFailure) -> VehicleState {
    let ticks = try VehicleSteps.count(input, stage: description.name)
    let friction = VehicleSteps.friction(input.friction)
    var state = input.state
    for _ in 0..<ticks {
      var pressed = state
      pressed.acceleration = pedal
      let driven = drivetrain.drive(pressed, command: input.command, friction: friction)
      pedal = driven.acceleration
      state = advance(state, driven, friction)
    }
    state.time = input.state.time + input.span
    return state
  }

  private mutating func advance(
    _ state: VehicleState, _ input: ModelInput, _ friction: Double
  ) -> VehicleState {
    guard state.speed >= DriftVehicle.slowest else {
      spin = nil
      return KinematicMotion.advance(state, input: input, parameters)
    }
    let body = CentreOfGravity.state(of: state, parameters)
    var start = DriftSingleTrack.State(rolling: body, parameters)
    if let spin { (start.frontSpin, start.rearSpin) = (spin.front, spin.rear) }
    var moved = start
    for _ in 0..<DriftVehicle.stepsInTick {
      moved = RungeKutta.step(moved, by: Drivetrain.tick / Double(DriftVehicle.stepsInTick)) {
        DriftSingleTrack.rates(of: $0, input: input, parameters, friction: friction)
      }
      moved = DriftVehicle.bounded(moved)
    }
    spin = (moved.frontSpin, moved.rearSpin)
    let acceleration = (moved.body.speed - body.speed) / Drivetrain.tick
    return CentreOfGravity.state(
      moved.body, from: state, acceleration: acceleration, input: input, parameters)
  }

  /// Wheels do not spin backwards; beyond a large slip a single track says nothing any more.
  private static func bounded(_ state: DriftSingleTrack.State) -> DriftSingleTrack.State {
    var result = state
    result.frontSpin = max(0, state.frontSpin)
    result.rearSpin = max(0, state.rearSpin)
    let largest = SlippingMotion.largestSlip
    result.body.slipAngle = min(max(state.body.slipAngle, -largest), largest)
    result.body.speed = max(0, state.body.speed)
    return result
  }
}
