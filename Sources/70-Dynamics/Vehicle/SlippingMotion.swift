import DrivingCore
import Geometry

/// One tick of the single-track model with tyres that saturate, driving forward.
///
/// Up to half of the tyres' grip this is the linear model ST; beyond it the side force bends over
/// to the grip that braking leaves (Dugoff, Fancher, Segel 1970: force = linear · λ(2 - λ) with
/// λ = grip / (2 · linear) < 1), so that a car can slide and a low-friction road is felt.
struct SlippingMotion: Sendable {
  /// Below this speed the kinematic model drives (m/s).
  static let slowest = 1.0
  /// The largest slip angle kept (rad): beyond it a single track says nothing any more.
  static let largestSlip = 1.2
  /// The fastest decay of the model times a step that is still integrated well.
  private static let largestDecay = 1.0

  private let parameters: SingleTrackParameters
  private let input: ModelInput
  private let frontStiffness: Double
  private let rearStiffness: Double
  private let frontGrip: Double
  private let rearGrip: Double

  /// Prepares a tick with its input and the share of grip.
  init(_ parameters: SingleTrackParameters, input: ModelInput, friction: Double) {
    self.parameters = parameters
    self.input = input
    let (m, l, g) = (parameters.mass, parameters.wheelbase, SingleTrackParameters.gravity)
    let transfer = input.acceleration * parameters.centreHeight
    let frontLoad = max(0, m * (g * parameters.rear - transfer) / l)
    let rearLoad = max(0, m * (g * parameters.front + transfer) / l)
    let tyres = parameters.tyres
    frontStiffness = tyres.friction * tyres.frontStiffness * frontLoad
    rearStiffness = tyres.friction * tyres.rearStiffness * rearLoad
    // What braking or pulling leaves of the circle of friction, at least a twentieth.
    let most = tyres.friction * friction
    let used = input.acceleration / g
    let left = max(most * most - used * used, most * most * 0.0025).squareRoot()
    (frontGrip, rearGrip) = (left * frontLoad, left * rearLoad)
  }

  /// The state a tick later.
  func advance(_ state: VehicleState) -> VehicleState {
    let start = CentreOfGravity.state(of: state, parameters)
    let decay =
      (frontStiffness + rearStiffness) / (parameters.mass * max(start.speed, 0.1))
      + (parameters.front * parameters.front * frontStiffness
        + parameters.rear * parameters.rear * rearStiffness)
      / (parameters.yawInertia * max(start.speed, 0.1))
    let steps = Int(min(decay * Drivetrain.tick / SlippingMotion.largestDecay, 100)) + 1
    var moved = RungeKutta.steps(steps, start, over: Drivetrain.tick) { rates(of: $0) }
    let largest = SlippingMotion.largestSlip
    moved.slipAngle = min(max(moved.slipAngle, -largest), largest)
    moved.speed = max(0, moved.speed)
    return CentreOfGravity.state(
      moved, from: state, acceleration: input.acceleration, input: input, parameters)
  }

  private func rates(of state: LinearSingleTrack.State) -> LinearSingleTrack.State {
    let v = max(state.speed, 0.1)
    let turn = state.yawRate / v
    let front = SlippingMotion.saturated(
      frontStiffness * (state.steeringAngle - state.slipAngle - parameters.front * turn),
      grip: frontGrip)
    let rear = SlippingMotion.saturated(
      rearStiffness * (parameters.rear * turn - state.slipAngle), grip: rearGrip)
    let (sine, cosine) = Portable.sincos(state.slipAngle + state.yaw)
    let drag =
      front.drag * Portable.sin(state.steeringAngle - state.slipAngle)
      - rear.drag * Portable.sin(state.slipAngle)
    return LinearSingleTrack.State(
      x: state.speed * cosine, y: state.speed * sine, steeringAngle: input.steeringRate,
      speed: input.acceleration - drag / parameters.mass, yaw: state.yawRate,
      yawRate: (parameters.front * front.force - parameters.rear * rear.force)
        / parameters.yawInertia,
      slipAngle: (front.force + rear.force) / (parameters.mass * v) - state.yawRate)
  }

  /// Dugoff's force: linear up to half the grip, then bending over to the grip.
  ///
  /// `drag` is the part of the force that also slows the car: none while linear, as in ST, where
  /// side forces never change the speed; all of it in a full slide.
  static func saturated(_ linear: Double, grip: Double) -> (force: Double, drag: Double) {
    let size = abs(linear)
    if size <= grip / 2 { return (linear, 0) }
    let most = grip * (1 - grip / (4 * size))
    let force = linear < 0 ? -most : most
    return (force, force * (1 - most / size))
  }
}
