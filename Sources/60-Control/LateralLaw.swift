import DrivingCore
import Geometry

/// Steering: the path's own curvature, and a pull back to it.
///
/// With e the offset to the left and ψ the course against the path, e'' and ψ' by distance are a
/// double integrator driven by the steering angle over the wheelbase; poles at the frequency ω and
/// damping ζ give the gains L(ω/v)² and 2ζL(ω/v). The linear-quadratic regulator of a double
/// integrator is the same law with ζ = 1/√2 (Anderson, Moore: Optimal Control, 1990). Slow cars
/// converge over a length, not a time: ω = v / length, bounded by the actuators at speed.
struct LateralLaw: Sendable {
  private let wheelbase: Double
  /// The extra steering angle for a lateral acceleration (rad per m/s²).
  private let understeer: Double
  private let largest: Double
  private let tuning: TrackerTuning

  init(_ spec: VehicleSpec, _ tuning: TrackerTuning) {
    wheelbase = spec.body.wheelbase
    let tyres = spec.tyres
    understeer =
      (1 / tyres.frontStiffness - 1 / tyres.rearStiffness) / (tyres.friction * 9.81)
    largest = spec.limits.steeringAngle
    self.tuning = tuning
  }

  /// The angle that drives a curvature (1/m) at a speed (m/s).
  func angle(curvature: Double, speed: Double) -> Double {
    let angle = Portable.atan(wheelbase * curvature) + understeer * speed * speed * curvature
    return min(max(angle, -largest), largest)
  }

  /// The steering angle wanted (rad).
  /// - Parameters:
  ///   - ahead: The path where the command will act.
  ///   - here: The path's nearest point to the predicted ego.
  ///   - ego: The predicted ego.
  ///   - direction: 1 forward, -1 in reverse.
  func steering(
    ahead: PathPoint, here: PathPoint, ego: EgoPredictor.Prediction, direction: Double
  ) -> Double {
    let forward = here.pose.forward
    let offset = forward.cross(ego.position - here.pose.position)
    let turn = Angle.difference(from: here.pose.heading, to: ego.course)
    // Far off the path, it is approached at 45 degrees at most.
    let length = max(tuning.convergenceLength, abs(ego.speed) / tuning.lateralFrequency)
    let bounded = min(max(offset / length, -0.8), 0.8)
    let pull =
      wheelbase / length * (bounded + direction * 2 * tuning.lateralDamping * turn)
    let wanted = angle(curvature: ahead.curvature, speed: ego.speed) - pull
    return min(max(wanted, -largest), largest)
  }
}
