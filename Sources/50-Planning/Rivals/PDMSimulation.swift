import DrivingCore
import Geometry

/// A state of PDM-Closed's kinematic bicycle: the rear axle.
struct PDMState: Hashable, Sendable {
  /// Where the rear axle is.
  var position: Vector2
  /// Which way it points (rad).
  var heading: Double
  /// The speed (m/s).
  var speed: Double
  /// The acceleration along the car (m/s²).
  var acceleration = 0.0
  /// The road-wheel angle (rad).
  var steering = 0.0
  /// Its rate (rad/s).
  var steeringRate = 0.0
}

/// PDM-Closed's roll-out: an LQR tracker and a kinematic bicycle with actuator lag.
///
/// Source: `batch_lqr.py`, `batch_lqr_utils.py`, `batch_kinematic_bicycle.py` of `tuplan_garage`
/// b51d5d0, which follow nuPlan's tracker.
struct PDMSimulation: Sendable {
  /// Axle to axle (m).
  var wheelbase: Double

  /// The weights of the speed error against the acceleration.
  static let (speedWeight, accelerationWeight) = (10.0, 1.0)
  /// The weights of the lateral and the heading error against the steering rate.
  static let (lateralWeight, headingWeight, rateWeight) = (1.0, 10.0, 1.0)
  /// Steps looked ahead.
  static let horizon = 10
  /// Below this speed (m/s) a simple law stops the car, with this gain (1/s).
  static let (stoppingSpeed, stoppingGain) = (0.2, 0.5)
  /// Time constants of the actuators (s): acceleration, steering.
  static let (accelerationLag, steeringLag) = (0.2, 0.05)
  /// The largest road-wheel angle (rad).
  static let mostSteering = Double.pi / 3

  /// What the tracker asks for.
  struct Command: Hashable, Sendable {
    /// The acceleration (m/s²).
    var acceleration: Double
    /// The rate of the road-wheel angle (rad/s).
    var steeringRate: Double
  }

  /// Drives a reference of poses 0.1 s apart from a state; as many states as poses.
  func roll(_ reference: [(position: Vector2, heading: Double)], from start: PDMState)
    -> [PDMState]
  {
    guard reference.count > 2 else { return [start] }
    let profile = PDMProfile(reference)
    var states = [start]
    states.reserveCapacity(reference.count)
    for index in 0..<(reference.count - 1) {
      let command = command(for: states[index], at: index, reference, profile)
      states.append(advance(states[index], command))
    }
    return states
  }

  /// The command at a step of the reference.
  func command(
    for state: PDMState, at index: Int, _ reference: [(position: Vector2, heading: Double)],
    _ profile: PDMProfile
  ) -> Command {
    let last = profile.speed.count - 1
    let ahead = min(index + PDMSimulation.horizon, last)
    let wanted = profile.speed[ahead]
    if wanted <= PDMSimulation.stoppingSpeed && state.speed <= PDMSimulation.stoppingSpeed {
      return Command(
        acceleration: -PDMSimulation.stoppingGain * (state.speed - wanted), steeringRate: 0)
    }
    let span = Double(PDMSimulation.horizon) * PDM.step
    let weight = PDMSimulation.speedWeight
    let acceleration =
      -span * weight * (state.speed - wanted)
      / (span * weight * span + PDMSimulation.accelerationWeight)
    let offset = state.position - reference[index].position
    let along = Vector2(direction: reference[index].heading)
    let error = (
      lateral: along.cross(offset),
      heading: Angle.difference(from: reference[index].heading, to: state.heading)
    )
    let rate = steeringRate(
      lateral: error.lateral, heading: error.heading, steering: state.steering,
      speed: state.speed, acceleration: acceleration
    ) { step in profile.curvature[min(index + step, ahead)] }
    return Command(acceleration: acceleration, steeringRate: rate)
  }

  /// The constant steering rate that brings the lateral and heading errors down best in 1 s.
  private func steeringRate(
    lateral: Double, heading: Double, steering: Double, speed: Double, acceleration: Double,
    curvature: (Int) -> Double
  ) -> Double {
    let dt = PDM.step
    // What the state becomes without steering, and what a unit of steering rate adds to it.
    var free = (lateral: lateral, heading: heading, steering: steering)
    var unit = (lateral: 0.0, heading: 0.0, steering: 0.0)
    for step in 0..<PDMSimulation.horizon {
      let v = speed + Double(step) * dt * acceleration
      free = (
        free.lateral + v * dt * free.heading,
        free.heading + v * dt * (free.steering / wheelbase - curvature(step)),
        free.steering
      )
      unit = (
        unit.lateral + v * dt * unit.heading, unit.heading + v * dt * unit.steering / wheelbase,
        unit.steering + dt
      )
    }
    let turned = Angle.wrapped(free.heading)
    let tail =
      PDMSimulation.lateralWeight * unit.lateral * free.lateral
      + PDMSimulation.headingWeight * unit.heading * turned
    let head =
      PDMSimulation.lateralWeight * unit.lateral * unit.lateral
      + PDMSimulation.headingWeight * unit.heading * unit.heading + PDMSimulation.rateWeight
    return -tail / head
  }

  /// The bicycle 0.1 s later: Euler, with the actuators' first-order lags.
  func advance(_ state: PDMState, _ command: Command) -> PDMState {
    let dt = PDM.step
    let acceleration =
      state.acceleration + dt / (dt + PDMSimulation.accelerationLag)
      * (command.acceleration - state.acceleration)
    let rate = dt / (dt + PDMSimulation.steeringLag) * command.steeringRate
    var next = state
    let direction = Vector2(direction: state.heading)
    next.position = state.position + direction * (state.speed * dt)
    next.heading = Angle.wrapped(
      state.heading + dt * state.speed * Portable.tan(state.steering) / wheelbase)
    next.speed = state.speed + dt * acceleration
    next.acceleration = acceleration
    let most = PDMSimulation.mostSteering
    next.steering = min(max(state.steering + dt * rate, -most), most)
    next.steeringRate = rate
    return next
  }
}
