import DrivingCore
import Geometry

/// What the car can follow at most: the checks every plan must pass, whoever made it.
struct KinematicLimits: Sendable {
  /// The sharpest bend at full lock (1/m).
  let curvature: Double
  /// The largest acceleration (m/s²).
  let acceleration: Double
  /// The largest deceleration (m/s²), positive.
  let deceleration: Double
  /// The largest lateral acceleration (m/s²): 0.85 of the tyres' grip, at most 0.7 g.
  let lateral: Double
  /// The fastest forward and (negative) in reverse (m/s).
  let speed: (low: Double, high: Double)
  private let wheelbase: Double
  private let steeringRate: Double
  private let switchingSpeed: Double

  /// Takes the limits of a car.
  init(_ vehicle: VehicleSpec) {
    wheelbase = vehicle.body.wheelbase
    curvature = Portable.tan(vehicle.limits.steeringAngle) / vehicle.body.wheelbase
    steeringRate = vehicle.limits.steeringRate
    acceleration = min(vehicle.limits.acceleration, 6)
    deceleration = min(vehicle.limits.acceleration, 9)
    lateral = min(0.85 * vehicle.limits.acceleration, 0.7 * 9.81)
    speed = (vehicle.limits.minimumSpeed, vehicle.limits.maximumSpeed)
    switchingSpeed = max(vehicle.limits.switchingSpeed, 0.1)
  }

  /// The largest acceleration at a speed: above the switching speed the power is limited.
  func acceleration(at speed: Double) -> Double {
    speed > switchingSpeed ? acceleration * switchingSpeed / speed : acceleration
  }

  /// The rate of the road-wheel angle that a rate of curvature needs (rad/s).
  func steeringRate(curvature: Double, rate: Double) -> Double {
    let slope = wheelbase * curvature
    return abs(wheelbase * rate / (1 + slope * slope))
  }

  /// The share of the steering rate that a change of curvature within a time (s) takes.
  func steering(from before: Double, to after: Double, within time: Double) -> Double {
    let rate = steeringRate(curvature: (before + after) / 2, rate: (after - before) / time)
    return rate / (steeringRate + 1e-9)
  }
}
