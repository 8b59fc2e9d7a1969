import Geometry

/// The kinematic single-track models of CommonRoad 2020a: no slip, no masses.
public enum KinematicSingleTrack {
  /// Five states; the point is the rear axle's middle (KS) or the centre of gravity (KS_cog).
  public struct State: StateVector, Hashable {
    /// East of the origin (m).
    public var x: Double
    /// North of the origin (m).
    public var y: Double
    /// The road-wheel angle (rad).
    public var steeringAngle: Double
    /// The speed (m/s).
    public var speed: Double
    /// The heading (rad).
    public var yaw: Double

    /// Creates a state.
    public init(x: Double, y: Double, steeringAngle: Double, speed: Double, yaw: Double) {
      self.x = x
      self.y = y
      self.steeringAngle = steeringAngle
      self.speed = speed
      self.yaw = yaw
    }

    /// The sum, entry by entry.
    @inlinable
    public static func + (a: State, b: State) -> State {
      State(
        x: a.x + b.x, y: a.y + b.y, steeringAngle: a.steeringAngle + b.steeringAngle,
        speed: a.speed + b.speed, yaw: a.yaw + b.yaw)
    }

    /// The state scaled by a number.
    @inlinable
    public static func * (a: State, scale: Double) -> State {
      State(
        x: a.x * scale, y: a.y * scale, steeringAngle: a.steeringAngle * scale,
        speed: a.speed * scale, yaw: a.yaw * scale)
    }
  }

  /// The rates of KS, the point being the rear axle's middle; constraints come first.
  public static func rates(
    of state: State, input: ModelInput, _ parameters: SingleTrackParameters
  ) -> State {
    let (steeringRate, acceleration) = admitted(input, state, parameters)
    let (sine, cosine) = Portable.sincos(state.yaw)
    return State(
      x: state.speed * cosine, y: state.speed * sine, steeringAngle: steeringRate,
      speed: acceleration,
      yaw: state.speed / parameters.wheelbase * Portable.tan(state.steeringAngle))
  }

  /// The rates of KS_cog, the point being the centre of gravity; constraints come first.
  public static func ratesAtCentre(
    of state: State, input: ModelInput, _ parameters: SingleTrackParameters
  ) -> State {
    let (steeringRate, acceleration) = admitted(input, state, parameters)
    let tangent = Portable.tan(state.steeringAngle)
    let slip = Portable.atan(tangent * parameters.rear / parameters.wheelbase)
    let (sine, cosine) = Portable.sincos(slip + state.yaw)
    return State(
      x: state.speed * cosine, y: state.speed * sine, steeringAngle: steeringRate,
      speed: acceleration,
      yaw: state.speed * Portable.cos(slip) * tangent / parameters.wheelbase)
  }

  private static func admitted(
    _ input: ModelInput, _ state: State, _ parameters: SingleTrackParameters
  ) -> (Double, Double) {
    let admitted = parameters.admitted(input, angle: state.steeringAngle, speed: state.speed)
    return (admitted.steeringRate, admitted.acceleration)
  }
}
