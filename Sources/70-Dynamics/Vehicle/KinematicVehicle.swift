import DrivingCore
import Geometry

/// A car without slip: actuators, then the kinematic single-track model at the rear axle.
///
/// For parking studies and for planners that assume it; tyres limit only the acceleration.
public struct KinematicVehicle: VehicleModel {
  /// The car.
  public private(set) var spec: VehicleSpec
  private var parameters: SingleTrackParameters
  private var drivetrain: Drivetrain

  /// Who the stage is.
  public var description: StageDescription {
    StageDescription(name: "kinematic", version: 1)
  }

  /// Creates a car with empty actuators, as it stands at a state.
  public init(_ spec: VehicleSpec, at state: VehicleState = VehicleState()) {
    self.spec = spec
    parameters = SingleTrackParameters(spec)
    drivetrain = Drivetrain(spec, at: state)
  }

  /// Takes the mission's car and start.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self = KinematicVehicle(mission.vehicle, at: mission.start)
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
      state = KinematicMotion.advance(state, input: driven, parameters)
    }
    state.time = input.state.time + input.span
    return state
  }
}
