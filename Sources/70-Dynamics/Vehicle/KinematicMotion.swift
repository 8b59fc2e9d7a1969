import DrivingCore
import Geometry

/// One tick of the kinematic model at the rear axle, standstill included.
enum KinematicMotion {
  /// The state a tick later; the speed never changes its sign within a tick but stops at zero.
  static func advance(
    _ state: VehicleState, input: ModelInput, _ parameters: SingleTrackParameters
  ) -> VehicleState {
    let end = state.speed + input.acceleration * Drivetrain.tick
    // The part of the tick in which the car moves: all of it, or until it stands.
    let stops = state.speed * end < 0
    let moving = stops ? -state.speed / input.acceleration : Drivetrain.tick
    let moved = integrate(state, input, parameters, over: moving)
    var next = state
    next.worldFromVehicle = SE2(x: moved.x, y: moved.y, heading: moved.yaw)
    next.speed = stops ? 0 : moved.speed
    next.acceleration = stops || next.speed == 0 && state.speed == 0 ? 0 : input.acceleration
    next.steeringRate = input.steeringRate
    let angle = state.steeringAngle + input.steeringRate * Drivetrain.tick
    next.steeringAngle = min(max(angle, parameters.steering.lowest), parameters.steering.highest)
    return settled(next, parameters)
  }

  private static func integrate(
    _ state: VehicleState, _ input: ModelInput, _ parameters: SingleTrackParameters,
    over span: Double
  ) -> KinematicSingleTrack.State {
    let start = KinematicSingleTrack.State(
      x: state.worldFromVehicle.position.x, y: state.worldFromVehicle.position.y,
      steeringAngle: state.steeringAngle, speed: state.speed,
      yaw: state.worldFromVehicle.heading)
    return RungeKutta.step(start, by: span) {
      KinematicSingleTrack.rates(of: $0, input: input, parameters)
    }
  }

  /// The state with the turn rate and the slip that follow from wheels that do not slip.
  static func settled(
    _ state: VehicleState, _ parameters: SingleTrackParameters
  ) -> VehicleState {
    var result = state
    let tangent = Portable.tan(state.steeringAngle)
    result.yawRate = state.speed / parameters.wheelbase * tangent
    result.slipAngle = Portable.atan(tangent * parameters.rear / parameters.wheelbase)
    return result
  }
}
