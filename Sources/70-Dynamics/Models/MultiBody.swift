import DrivingCore
import Geometry

/// The multi-body model MB of CommonRoad 2020a: body, two axles, four wheels, 29 states.
///
/// Body and axles are masses of their own on springs, dampers and a pin that gives way sideways;
/// each tyre has its load, camber and combined slip (after R. W. Allen et al., Field Testing and
/// Computer Simulation Analysis of Ground Vehicle Dynamic Stability, SAE 900127, and Althoff,
/// Würsching, CommonRoad: Vehicle Models, 2020). The point is the centre of gravity.
///
/// Below 0.1 m/s it is kinematic. It is stiff: steps of 1 ms. Driven backwards above that speed it
/// says nothing, as in the original; a wheel that the road turns backwards rolls freely here, where
/// the original divides by zero.
public enum MultiBody {
  /// The rates of the model; constraints come first.
  public static func rates(
    of state: State, input: ModelInput, _ parameters: MultiBodyParameters
  ) -> State {
    let (track, chassis) = (parameters.track, parameters.chassis)
    let input = track.admitted(input, angle: state.steeringAngle, speed: state.forwardSpeed)
    let front = AxleForces(
      chassis.front, state.front, of: state, parameters, ahead: track.front,
      steering: state.steeringAngle, carried: track.rear)
    let rear = AxleForces(
      chassis.rear, state.rear, of: state, parameters, ahead: -track.rear, steering: 0,
      carried: track.front)
    var rates = body(state, front, rear, parameters)
    move(&rates, state, input, front, rear, parameters)
    let (brake, drive) = torques(input.acceleration, track)
    let tyres = track.tyres
    rates.front = front.rates(
      torque: tyres.frontBrakeShare * brake + tyres.frontDriveShare * drive)
    rates.rear = rear.rates(
      torque: (1 - tyres.frontBrakeShare) * brake + (1 - tyres.frontDriveShare) * drive)
    return rates
  }

  /// How the body moves on its springs; the place is left at zero.
  private static func body(
    _ state: State, _ front: AxleForces, _ rear: AxleForces, _ parameters: MultiBodyParameters
  ) -> State {
    let (chassis, track) = (parameters.chassis, parameters.track)
    let (sine, cosine) = Portable.sincos(state.roll)
    let springs = front.springSum + rear.springSum
    let pins = front.pin + rear.pin
    let roll = front.rollMoment + rear.rollMoment
    let turn = front.yawMoment + rear.yawMoment
    let pitch =
      track.front * front.springSum - track.rear * rear.springSum
      + (front.along + rear.along) * (track.centreHeight - state.sink)
    let product = chassis.rollYawInertia
    // Roll and yaw are coupled where the body's mass lies askew.
    let rollLeft = chassis.rollInertia - product * product / track.yawInertia
    var rates = state * 0
    rates.roll = state.rollRate
    rates.rollRate = (product / track.yawInertia * turn + roll) / rollLeft
    rates.pitch = state.pitchRate
    rates.pitchRate = pitch / chassis.pitchInertia
    rates.sideSpeed =
      (pins * cosine + springs * sine) / chassis.sprungMass - state.yawRate * state.forwardSpeed
    rates.sink = state.sinkRate
    rates.sinkRate =
      SingleTrackParameters.gravity - (springs * cosine - pins * sine) / chassis.sprungMass
    return rates
  }

  /// How the car moves over the road: by its tyres, or kinematically where it is slow.
  private static func move(
    _ rates: inout State, _ state: State, _ input: ModelInput, _ front: AxleForces,
    _ rear: AxleForces, _ parameters: MultiBodyParameters
  ) {
    let (chassis, track) = (parameters.chassis, parameters.track)
    rates.steeringAngle = input.steeringRate
    guard abs(state.forwardSpeed) >= LinearSingleTrack.kinematicBelow else {
      let still = KinematicSingleTrack.State(
        x: state.x, y: state.y, steeringAngle: state.steeringAngle, speed: state.forwardSpeed,
        yaw: state.yaw)
      let slow = KinematicSingleTrack.ratesAtCentre(of: still, input: input, track)
      (rates.x, rates.y, rates.forwardSpeed, rates.yaw) = (slow.x, slow.y, slow.speed, slow.yaw)
      // The original takes the roll angle for the slip angle here.
      rates.yawRate =
        LinearSingleTrack.kinematicTurn(
          steeringAngle: state.steeringAngle, speed: state.forwardSpeed, slipAngle: state.roll,
          input: input, track
        ).yawRate
      return
    }
    // Always along atan(side / forward): backwards the car would move forwards, as in the original.
    let speed =
      (state.forwardSpeed * state.forwardSpeed + state.sideSpeed * state.sideSpeed).squareRoot()
    let slip = Portable.atan(state.sideSpeed / state.forwardSpeed)
    let (sine, cosine) = Portable.sincos(slip + state.yaw)
    (rates.x, rates.y) = (speed * cosine, speed * sine)
    rates.forwardSpeed =
      (front.along + rear.along) / track.mass + state.yawRate * state.sideSpeed
    rates.yaw = state.yawRate
    let product = chassis.rollYawInertia
    let turn = front.yawMoment + rear.yawMoment
    let roll = front.rollMoment + rear.rollMoment
    rates.yawRate =
      (turn + product / chassis.rollInertia * roll)
      / (track.yawInertia - product * product / chassis.rollInertia)
  }

  /// What an acceleration asks of brakes and engine (N m), all wheels together.
  private static func torques(
    _ acceleration: Double, _ track: SingleTrackParameters
  ) -> (brake: Double, drive: Double) {
    let torque = track.mass * track.tyres.wheelRadius * acceleration
    return acceleration > 0 ? (0, torque) : (torque, 0)
  }
}
