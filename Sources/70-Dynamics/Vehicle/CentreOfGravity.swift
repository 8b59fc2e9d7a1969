import DrivingCore
import Geometry

/// From the rear axle to the centre of gravity and back.
enum CentreOfGravity {
  /// The state of the centre of gravity for a state of the rear axle.
  static func state(
    of state: VehicleState, _ parameters: SingleTrackParameters
  ) -> LinearSingleTrack.State {
    let centre = state.worldFromVehicle * Vector2(parameters.rear, 0)
    return LinearSingleTrack.State(
      x: centre.x, y: centre.y, steeringAngle: state.steeringAngle,
      speed: state.speed / Portable.cos(state.slipAngle), yaw: state.worldFromVehicle.heading,
      yawRate: state.yawRate, slipAngle: state.slipAngle)
  }

  /// The state of the rear axle for a state of the centre of gravity.
  static func state(
    _ moved: LinearSingleTrack.State, from state: VehicleState, acceleration: Double,
    input: ModelInput, _ parameters: SingleTrackParameters
  ) -> VehicleState {
    let centre = SE2(x: moved.x, y: moved.y, heading: moved.yaw)
    var next = state
    next.worldFromVehicle = SE2(
      position: centre * Vector2(-parameters.rear, 0), heading: moved.yaw)
    next.speed = moved.speed * Portable.cos(moved.slipAngle)
    next.acceleration = acceleration
    next.yawRate = moved.yawRate
    next.steeringAngle = min(
      max(moved.steeringAngle, parameters.steering.lowest), parameters.steering.highest)
    next.steeringRate = input.steeringRate
    next.slipAngle = moved.slipAngle
    return next
  }
}
