import DrivingCore
import Geometry

/// The default car: actuators, then the single-track model; kinematic when slow or in reverse.
///
/// Fixed ticks of 10 ms by Runge-Kutta of fourth order. The state is at the rear axle; the motion is
/// computed at the centre of gravity. See `docs/guides/Vehicles.md`.
public struct SingleTrackVehicle: VehicleModel {
  /// The car.
  public private(set) var spec: VehicleSpec
  private var parameters: SingleTrackParameters
  private var drivetrain: Drivetrain

  /// Who the stage is.
  public var description: StageDescription {
    StageDescription(name: "single-track", version: 1)
  }

  /// Creates a car with empty actuators, as it stands at a state.
  public init(_ spec: VehicleSpec, at state: VehicleState = VehicleState()) {
    self.spec = spec
    parameters = SingleTrackParameters(spec)
    drivetrain = Drivetrain(spec, at: state)
  }

  /// Takes the mission's car and start.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self = SingleTrackVehicle(mission.vehicle, at: mission.start)
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
      let driven = drivetrain.drive(state, command: input.command, friction: friction)
      state = advance(state, driven, friction)
    }
    state.time = input.state.time + input.span
    return state
  }

  private func advance(
    _ state: VehicleState, _ input: ModelInput, _ friction: Double
  ) -> VehicleState {
    if state.speed < SlippingMotion.slowest {
      return KinematicMotion.advance(state, input: input, parameters)
    }
    return SlippingMotion(parameters, input: input, friction: friction).advance(state)
  }
}
