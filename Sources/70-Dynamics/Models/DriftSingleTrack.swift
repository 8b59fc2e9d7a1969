import DrivingCore
import Geometry

/// The single-track drift model STD of CommonRoad 2020a: combined slip and spinning wheels.
///
/// Blended with the kinematic model round 0.2 m/s. The wheels make it stiff: at 10 ms its end point
/// is off by metres, so steps of 1 ms or less are needed.
public enum DriftSingleTrack {
  /// Nine states at the centre of gravity.
  public struct State: StateVector, Hashable {
    /// What the model shares with the linear one.
    public var body: LinearSingleTrack.State
    /// The spin of the front wheels (rad/s).
    public var frontSpin: Double
    /// The spin of the rear wheels (rad/s).
    public var rearSpin: Double

    /// Creates a state.
    public init(body: LinearSingleTrack.State, frontSpin: Double, rearSpin: Double) {
      self.body = body
      self.frontSpin = frontSpin
      self.rearSpin = rearSpin
    }

    /// Creates the state in which the wheels roll without slip.
    public init(rolling body: LinearSingleTrack.State, _ parameters: SingleTrackParameters) {
      let forward = body.speed * Portable.cos(body.slipAngle)
      let radius = parameters.tyres.wheelRadius
      self.init(
        body: body, frontSpin: forward * Portable.cos(body.steeringAngle) / radius,
        rearSpin: forward / radius)
    }

    /// The sum, entry by entry.
    @inlinable
    public static func + (a: State, b: State) -> State {
      State(
        body: a.body + b.body, frontSpin: a.frontSpin + b.frontSpin,
        rearSpin: a.rearSpin + b.rearSpin)
    }

    /// The state scaled by a number.
    @inlinable
    public static func * (a: State, scale: Double) -> State {
      State(body: a.body * scale, frontSpin: a.frontSpin * scale, rearSpin: a.rearSpin * scale)
    }
  }

  /// Where the kinematic and the dynamic model weigh the same (m/s).
  static let blendSpeed = 0.2
  /// How wide the blend is (m/s).
  static let blendWidth = 0.05
  /// Below this speed slip is not computed (m/s).
  static let slipSpeed = 0.1
  /// How fast the wheels of the kinematic model take up the ground speed (s).
  static let spinLag = 0.02

  /// The rates of the model; constraints come first.
  ///
  /// - Parameter friction: The share of the tyres' grip there is; 1 is the original model.
  public static func rates(
    of state: State, input: ModelInput, _ parameters: SingleTrackParameters, friction: Double = 1
  ) -> State {
    let body = state.body
    let input = parameters.admitted(input, angle: body.steeringAngle, speed: body.speed)
    let ground = groundSpeeds(body, parameters)
    let slow = kinematic(state, input, ground, parameters)
    let fast = dynamic(state, input, ground, parameters, friction)
    let weight = 0.5 * (Portable.tanh((body.speed - blendSpeed) / blendWidth) + 1)
    let (sine, cosine) = Portable.sincos(body.slipAngle + body.yaw)
    var rates = fast * weight + slow * (1 - weight)
    rates.body.x = body.speed * cosine
    rates.body.y = body.speed * sine
    rates.body.steeringAngle = input.steeringRate
    return rates
  }

  /// The speeds of the ground under the front and rear wheels, along the wheels (m/s).
  private static func groundSpeeds(
    _ body: LinearSingleTrack.State, _ parameters: SingleTrackParameters
  ) -> (front: Double, rear: Double) {
    let (sineSlip, cosineSlip) = Portable.sincos(body.slipAngle)
    let (sine, cosine) = Portable.sincos(body.steeringAngle)
    let front =
      body.speed * cosineSlip * cosine
      + (body.speed * sineSlip + parameters.front * body.yawRate) * sine
    return (max(0, front), max(0, body.speed * cosineSlip))
  }

  private static func kinematic(
    _ state: State, _ input: ModelInput, _ ground: (front: Double, rear: Double),
    _ parameters: SingleTrackParameters
  ) -> State {
    let body = state.body
    let turn = LinearSingleTrack.kinematicTurn(
      steeringAngle: body.steeringAngle, speed: body.speed, slipAngle: body.slipAngle,
      input: input, parameters)
    let tangent = Portable.tan(body.steeringAngle)
    let slip = Portable.atan(tangent * parameters.rear / parameters.wheelbase)
    let radius = parameters.tyres.wheelRadius
    return State(
      body: LinearSingleTrack.State(
        x: 0, y: 0, steeringAngle: 0,
        speed: parameters.speed.admitted(input.acceleration, at: body.speed),
        yaw: body.speed * Portable.cos(slip) * tangent / parameters.wheelbase,
        yawRate: turn.yawRate, slipAngle: turn.slipAngle),
      frontSpin: (ground.front / radius - max(0, state.frontSpin)) / spinLag,
      rearSpin: (ground.rear / radius - max(0, state.rearSpin)) / spinLag)
  }

  private static func dynamic(
    _ state: State, _ input: ModelInput, _ ground: (front: Double, rear: Double),
    _ parameters: SingleTrackParameters, _ friction: Double
  ) -> State {
    let (body, m) = (state.body, parameters.mass)
    let (front, rear) = axleForces(state, input, ground, parameters, friction)
    let (sineSlip, cosineSlip) = Portable.sincos(body.slipAngle)
    let (sine, cosine) = Portable.sincos(body.steeringAngle - body.slipAngle)
    let acceleration =
      1 / m
      * (-front.lateral * sine + rear.lateral * sineSlip + rear.longitudinal * cosineSlip
        + front.longitudinal * cosine)
    let yawAcceleration =
      1 / parameters.yawInertia
      * (front.lateral * Portable.cos(body.steeringAngle) * parameters.front
        - rear.lateral * parameters.rear
        + front.longitudinal * Portable.sin(body.steeringAngle) * parameters.front)
    let slipRate =
      body.speed > slipSpeed
      ? -body.yawRate + 1 / (m * body.speed)
        * (front.lateral * cosine + rear.lateral * cosineSlip - rear.longitudinal * sineSlip
          + front.longitudinal * sine)
      : 0
    let spin = spinRates(state, input, front.longitudinal, rear.longitudinal, parameters)
    return State(
      body: LinearSingleTrack.State(
        x: 0, y: 0, steeringAngle: 0, speed: acceleration, yaw: body.yawRate,
        yawRate: yawAcceleration, slipAngle: slipRate),
      frontSpin: spin.front, rearSpin: spin.rear)
  }

  private typealias Forces = (longitudinal: Double, lateral: Double)

  private static func axleForces(
    _ state: State, _ input: ModelInput, _ ground: (front: Double, rear: Double),
    _ parameters: SingleTrackParameters, _ friction: Double
  ) -> (front: Forces, rear: Forces) {
    let (body, m, l) = (state.body, parameters.mass, parameters.wheelbase)
    let (sine, cosine) = Portable.sincos(body.slipAngle)
    let (along, across) = (body.speed * cosine, body.speed * sine)
    let moves = body.speed > slipSpeed
    let frontSlip =
      moves
      ? Portable.atan((across + body.yawRate * parameters.front) / along) - body.steeringAngle : 0
    let rearSlip = moves ? Portable.atan((across - body.yawRate * parameters.rear) / along) : 0
    let (g, h) = (SingleTrackParameters.gravity, parameters.centreHeight)
    let frontLoad = m * (-input.acceleration * h + g * parameters.rear) / l
    let rearLoad = m * (input.acceleration * h + g * parameters.front) / l
    let radius = parameters.tyres.wheelRadius
    // Grip scales the forces of a slip that grows as grip falls: the stiffness stays.
    let front = parameters.pacejka.forces(
      slip: (1 - radius * state.frontSpin / max(ground.front, slipSpeed)) / friction,
      slipAngle: frontSlip / friction, load: frontLoad)
    let rear = parameters.pacejka.forces(
      slip: (1 - radius * state.rearSpin / max(ground.rear, slipSpeed)) / friction,
      slipAngle: rearSlip / friction, load: rearLoad)
    return (
      (front.longitudinal * friction, front.lateral * friction),
      (rear.longitudinal * friction, rear.lateral * friction)
    )
  }

  private static func spinRates(
    _ state: State, _ input: ModelInput, _ front: Double, _ rear: Double,
    _ parameters: SingleTrackParameters
  ) -> (front: Double, rear: Double) {
    let tyres = parameters.tyres
    let torque = parameters.mass * tyres.wheelRadius * input.acceleration
    let (brake, engine) = input.acceleration > 0 ? (0, torque) : (torque, 0)
    // Wheels never spin backwards.
    let frontRate =
      state.frontSpin >= 0
      ? 1 / tyres.wheelInertia
        * (-tyres.wheelRadius * front + tyres.frontBrakeShare * brake
          + tyres.frontDriveShare * engine) : 0
    let rearRate =
      state.rearSpin >= 0
      ? 1 / tyres.wheelInertia
        * (-tyres.wheelRadius * rear + (1 - tyres.frontBrakeShare) * brake
          + (1 - tyres.frontDriveShare) * engine) : 0
    return (frontRate, rearRate)
  }
}
