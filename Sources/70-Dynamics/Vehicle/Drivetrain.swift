import DrivingCore
import Geometry

/// The steering and the drive of a car, tick by tick: commands in, rates that are possible out.
///
/// The angle and the acceleration themselves live in the `VehicleState`; only what is still under
/// way and the gear are remembered here.
struct Drivetrain: Sendable, Hashable {
  /// The length of a tick (s).
  static let tick = 0.01
  /// The length of a tick, exactly.
  static let tickSpan = SimulationTime(nanoseconds: 10_000_000)
  /// How many ticks the car stands before it drives off the other way: half a second to shift.
  static let shiftTicks = 50

  private let limits: VehicleSpec.Limits
  private let friction: Double
  private var steering: Actuator
  private var traction: Actuator
  private var last = ControlCommand.neutral
  /// The direction of the gear: 1 forward, -1 reverse, 0 not chosen yet.
  private var gear = 0.0
  private var restingTicks = 0

  init(_ spec: VehicleSpec, at state: VehicleState) {
    limits = spec.limits
    friction = spec.tyres.friction
    steering = Actuator(
      delay: spec.actuators.steeringDelay, lag: spec.actuators.steeringLag,
      largestRate: spec.limits.steeringRate, tick: Drivetrain.tick, at: state.steeringAngle)
    traction = Actuator(
      delay: spec.actuators.accelerationDelay, lag: spec.actuators.accelerationLag,
      largestRate: spec.actuators.jerk, tick: Drivetrain.tick, at: state.acceleration)
    last.steeringAngle = state.steeringAngle
  }

  /// The rate of the road-wheel angle (rad/s) and the acceleration (m/s²) of this tick.
  mutating func drive(
    _ state: VehicleState, command: ControlCommand, friction share: Double
  ) -> ModelInput {
    let command = sane(command)
    let largest = limits.steeringAngle
    let steeringRate = steering.rate(
      from: state.steeringAngle, towards: min(max(command.steeringAngle, -largest), largest))
    let jerk = traction.rate(from: state.acceleration, towards: command.acceleration)
    let wanted = state.acceleration + jerk * Drivetrain.tick
    let possible = bounded(wanted, speed: state.speed, friction: share)
    return ModelInput(steeringRate: steeringRate, acceleration: geared(possible, state.speed))
  }

  /// A command that is not a number repeats the one before: actuators hold what they have.
  private mutating func sane(_ command: ControlCommand) -> ControlCommand {
    if command.steeringAngle.isFinite { last.steeringAngle = command.steeringAngle }
    if command.acceleration.isFinite { last.acceleration = command.acceleration }
    return last
  }

  /// Power limits pulling away, tyres limit everything, end speeds stop it (CommonRoad 2020a).
  private func bounded(_ wanted: Double, speed: Double, friction share: Double) -> Double {
    let grip = friction * share * SingleTrackParameters.gravity
    let constraint = SpeedConstraint(
      lowest: limits.minimumSpeed, highest: limits.maximumSpeed,
      switching: limits.switchingSpeed, acceleration: limits.acceleration)
    return min(max(constraint.admitted(wanted, at: speed), -grip), grip)
  }

  /// A brake only stops; the other direction needs the gear, and the gear needs a rest.
  private mutating func geared(_ acceleration: Double, _ speed: Double) -> Double {
    if speed != 0 {
      gear = speed > 0 ? 1 : -1
      restingTicks = 0
      return acceleration
    }
    restingTicks = min(restingTicks + 1, Drivetrain.shiftTicks)
    if acceleration == 0 { return 0 }
    let direction: Double = acceleration > 0 ? 1 : -1
    if gear == 0 || gear == direction || restingTicks >= Drivetrain.shiftTicks {
      return acceleration
    }
    return 0
  }
}
