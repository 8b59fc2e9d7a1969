import DrivingCore
import Geometry

/// The single-track model ST of CommonRoad 2020a: linear tyres, load transfer, no wheels.
///
/// The point is the centre of gravity. Below 0.1 m/s it is kinematic. Driven backwards above that
/// speed its tyres push the wrong way and it diverges: `SingleTrackVehicle` never goes there.
public enum LinearSingleTrack {
  /// Seven states at the centre of gravity.
  public struct State: StateVector, Hashable {
    /// East of the origin (m).
    public var x: Double
    /// North of the origin (m).
    public var y: Double
    /// The road-wheel angle (rad).
    public var steeringAngle: Double
    /// The speed along the slip direction (m/s).
    public var speed: Double
    /// The heading (rad).
    public var yaw: Double
    /// The turn rate (rad/s).
    public var yawRate: Double
    /// The angle between velocity and heading (rad).
    public var slipAngle: Double

    /// Creates a state.
    public init(
      x: Double, y: Double, steeringAngle: Double, speed: Double, yaw: Double, yawRate: Double,
      slipAngle: Double
    ) {
      self.x = x
      self.y = y
      self.steeringAngle = steeringAngle
      self.speed = speed
      self.yaw = yaw
      self.yawRate = yawRate
      self.slipAngle = slipAngle
    }

    /// The sum, entry by entry.
    @inlinable
    public static func + (a: State, b: State) -> State {
      State(
        x: a.x + b.x, y: a.y + b.y, steeringAngle: a.steeringAngle + b.steeringAngle,
        speed: a.speed + b.speed, yaw: a.yaw + b.yaw, yawRate: a.yawRate + b.yawRate,
        slipAngle: a.slipAngle + b.slipAngle)
    }

    /// The state scaled by a number.
    @inlinable
    public static func * (a: State, scale: Double) -> State {
      State(
        x: a.x * scale, y: a.y * scale, steeringAngle: a.steeringAngle * scale,
        speed: a.speed * scale, yaw: a.yaw * scale, yawRate: a.yawRate * scale,
        slipAngle: a.slipAngle * scale)
    }
  }

  /// Below this speed the model is kinematic (m/s).
  public static let kinematicBelow = 0.1

  /// The rates of the model; constraints come first.
  public static func rates(
    of state: State, input: ModelInput, _ parameters: SingleTrackParameters
  ) -> State {
    let input = parameters.admitted(input, angle: state.steeringAngle, speed: state.speed)
    return abs(state.speed) < kinematicBelow
      ? kinematicRates(of: state, input: input, parameters)
      : dynamicRates(of: state, input: input, parameters)
  }

  /// The turn and slip accelerations of the kinematic model at the centre of gravity.
  ///
  /// CommonRoad squares `tan²(δ)·b/l` where differentiating atan gives `tan(δ)·b/l`; kept, so that
  /// results agree with the original.
  static func kinematicTurn(
    steeringAngle: Double, speed: Double, slipAngle: Double, input: ModelInput,
    _ parameters: SingleTrackParameters
  ) -> (yawRate: Double, slipAngle: Double) {
    let (b, l) = (parameters.rear, parameters.wheelbase)
    let cosine = Portable.cos(steeringAngle)
    let tangent = Portable.tan(steeringAngle)
    let quirk = tangent * tangent * b / l
    let slipRate = b * input.steeringRate / (l * (cosine * cosine) * (1 + quirk * quirk))
    let (sineSlip, cosineSlip) = Portable.sincos(slipAngle)
    let yawAcceleration =
      1 / l
      * (input.acceleration * cosineSlip * tangent - speed * sineSlip * slipRate * tangent
        + speed * cosineSlip * input.steeringRate / (cosine * cosine))
    return (yawAcceleration, slipRate)
  }

  private static func kinematicRates(
    of state: State, input: ModelInput, _ parameters: SingleTrackParameters
  ) -> State {
    let still = KinematicSingleTrack.State(
      x: state.x, y: state.y, steeringAngle: state.steeringAngle, speed: state.speed,
      yaw: state.yaw)
    let rates = KinematicSingleTrack.ratesAtCentre(of: still, input: input, parameters)
    let turn = kinematicTurn(
      steeringAngle: state.steeringAngle, speed: state.speed, slipAngle: state.slipAngle,
      input: input, parameters)
    return State(
      x: rates.x, y: rates.y, steeringAngle: rates.steeringAngle, speed: rates.speed,
      yaw: rates.yaw, yawRate: turn.yawRate, slipAngle: turn.slipAngle)
  }

  private static func dynamicRates(
    of state: State, input: ModelInput, _ parameters: SingleTrackParameters
  ) -> State {
    let (lf, lr, l) = (parameters.front, parameters.rear, parameters.wheelbase)
    let (m, v, g) = (parameters.mass, state.speed, SingleTrackParameters.gravity)
    let (mu, inertia) = (parameters.tyres.friction, parameters.yawInertia)
    // Stiffness times load of each axle, the load without the mass: C_Sf (g l_r - u2 h) and so on.
    let transfer = input.acceleration * parameters.centreHeight
    let front = parameters.tyres.frontStiffness * (g * lr - transfer)
    let rear = parameters.tyres.rearStiffness * (g * lf + transfer)
    let (sine, cosine) = Portable.sincos(state.slipAngle + state.yaw)
    let yawAcceleration =
      -mu * m / (v * inertia * l) * (lf * lf * front + lr * lr * rear) * state.yawRate
      + mu * m / (inertia * l) * (lr * rear - lf * front) * state.slipAngle
      + mu * m / (inertia * l) * lf * front * state.steeringAngle
    let slipRate =
      (mu / (v * v * l) * (rear * lr - front * lf) - 1) * state.yawRate
      - mu / (v * l) * (rear + front) * state.slipAngle
      + mu / (v * l) * front * state.steeringAngle
    return State(
      x: v * cosine, y: v * sine, steeringAngle: input.steeringRate, speed: input.acceleration,
      yaw: state.yawRate, yawRate: yawAcceleration, slipAngle: slipRate)
  }
}
