import DrivingCore
import Geometry

/// Keeps commands within what comfort standards and the car allow; an emergency plan goes beyond.
///
/// Along the road the limits of ISO 15622:2018 (adaptive cruise control, 6.3): deceleration 3.5 m/s²
/// above 20 m/s rising to 5 m/s² below 5 m/s, acceleration 2 m/s² falling from 4 m/s², negative jerk
/// 2.5 m/s³ rising to 5 m/s³. Across the road those of ISO 11270:2014 (lane keeping): lateral jerk
/// 5 m/s³. A plan that decelerates harder than the standard, such as a minimum-risk stop, is followed
/// at up to the tyres' limit, at the actuators' jerk; one that swerves, and a car that has strayed
/// from its plan, may steer as fast as the car can.
public struct CommandLimiter: Sendable {
  private let limits: VehicleSpec.Limits
  private let wheelbase: Double
  private let jerk: Double
  private var last: ControlCommand?
  private var lastTime = SimulationTime.zero

  /// The largest lateral jerk (m/s³).
  public static let lateralJerk = 5.0
  /// The time in which a brake that lags behind the plan must have caught up (s).
  static let catchingUp = 0.2

  /// Creates the limiter of a car.
  public init(_ spec: VehicleSpec) {
    limits = spec.limits
    wheelbase = spec.body.wheelbase
    jerk = spec.actuators.jerk
  }

  /// The command that may be given.
  /// - Parameters:
  ///   - wanted: The command of the control laws.
  ///   - speed: The ego's speed (m/s).
  ///   - planned: How hard the plan drives soon, along the direction of driving.
  ///   - direction: 1 forward, -1 in reverse.
  ///   - time: Now.
  public mutating func limited(
    _ wanted: ControlCommand, speed: Double, planned: PlannedHardness,
    direction: Double, at time: SimulationTime
  ) -> ControlCommand {
    let before = last ?? wanted
    let span = min(max((time - lastTime).seconds, 0), 0.1)
    let along = acceleration(
      direction * wanted.acceleration, from: direction * before.acceleration, speed: abs(speed),
      planned: planned, span: span)
    let command = ControlCommand(
      steeringAngle: steering(
        wanted.steeringAngle, from: before.steeringAngle, speed: speed,
        jerk: planned.lateralJerk, span: span),
      acceleration: direction * along)
    (last, lastTime) = (command, time)
    return command
  }

  private func acceleration(
    _ wanted: Double, from before: Double, speed: Double,
    planned: PlannedHardness, span: Double
  ) -> Double {
    let isHard = planned.acceleration < -CommandLimiter.deceleration(at: speed)
    let least = isHard ? -limits.acceleration : -CommandLimiter.deceleration(at: speed)
    let most = CommandLimiter.acceleration(at: speed)
    let bounded = min(max(wanted, least), most)
    // Pressing the brake is limited, releasing it is not: what is let go must not linger.
    let usual = max(
      CommandLimiter.negativeJerk(at: speed), min(-planned.jerk, jerk),
      min((before - planned.present) / CommandLimiter.catchingUp, jerk))
    let change = (isHard ? jerk : usual) * span
    return max(bounded, min(before, 0) - change)
  }

  private func steering(
    _ wanted: Double, from before: Double, speed: Double, jerk: Double, span: Double
  ) -> Double {
    let isHard = jerk > CommandLimiter.lateralJerk
    let most = isHard ? .infinity : CommandLimiter.lateralJerk
    let lateral = most * wheelbase / max(speed * speed, 1e-3)
    let change = min(limits.steeringRate, lateral) * span
    return min(max(wanted, before - change), before + change)
  }

  /// The strongest deceleration for comfort (m/s²), positive.
  public static func deceleration(at speed: Double) -> Double {
    ramp(speed, slow: 5, fast: 3.5)
  }
  /// The strongest acceleration for comfort (m/s²).
  public static func acceleration(at speed: Double) -> Double { ramp(speed, slow: 4, fast: 2) }
  /// The strongest onset of braking for comfort (m/s³), positive.
  public static func negativeJerk(at speed: Double) -> Double { ramp(speed, slow: 5, fast: 2.5) }

  /// One value up to 5 m/s, another from 20 m/s, linear between.
  private static func ramp(_ speed: Double, slow: Double, fast: Double) -> Double {
    let share = min(max((speed - 5) / 15, 0), 1)
    return slow + (fast - slow) * share
  }
}

/// How hard a plan drives within the next moments.
public struct PlannedHardness: Sendable, Hashable {
  /// The hardest braking (m/s²), negative; along the direction of driving.
  public var acceleration: Double
  /// The acceleration that is due when the command acts (m/s²): a brake behind it must catch up.
  public var present: Double
  /// The steepest onset of braking (m/s³), negative.
  public var jerk: Double
  /// The largest lateral jerk of the path (m/s³).
  public var lateralJerk: Double

  /// Creates it.
  public init(
    acceleration: Double, present: Double = 0, jerk: Double = 0, lateralJerk: Double = 0
  ) {
    (self.acceleration, self.present) = (acceleration, present)
    (self.jerk, self.lateralJerk) = (jerk, lateralJerk)
  }
}
