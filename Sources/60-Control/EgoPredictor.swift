import DrivingCore
import Geometry

/// Where the ego will be once a command given now begins to act: commands under way are known.
///
/// A Smith predictor: the dead time of the actuators is driven through with the commands that are
/// already in it, by a kinematic car whose actuators lag and whose turn rate settles as tyres do.
struct EgoPredictor: Sendable {
  /// The ego, predicted.
  struct Prediction: Sendable, Hashable {
    /// Where the rear axle is.
    var position: Vector2
    /// Where it moves to (rad): the heading and the slip of the rear axle.
    var course: Double
    /// The speed (m/s).
    var speed: Double
    /// How far it rolled, negative backwards (m).
    var rolled: Double
    /// The turn rate (rad/s).
    var yawRate: Double

    /// The ego after a span (s) in which nothing changes.
    func carriedOn(_ span: Double) -> Prediction {
      let (sine, cosine) = Portable.sincos(course + yawRate * span / 2)
      var later = self
      later.position = position + Vector2(cosine, sine) * (speed * span)
      later.course += yawRate * span
      later.rolled += speed * span
      return later
    }
  }

  private static let tick = 0.01
  private static let tickSpan = SimulationTime(nanoseconds: 10_000_000)
  private static let memory = 128

  private let spec: VehicleSpec
  private let steeringShare: Double
  private let accelerationShare: Double
  private let steeringDelay: SimulationTime
  private let accelerationDelay: SimulationTime
  private var commands: [ControlCommand]
  private var times: [SimulationTime]
  private var newest = -1

  init(_ spec: VehicleSpec) {
    self.spec = spec
    func share(_ lag: Double) -> Double { lag > 0 ? 1 - Portable.exp(-EgoPredictor.tick / lag) : 1 }
    steeringShare = share(spec.actuators.steeringLag)
    accelerationShare = share(spec.actuators.accelerationLag)
    steeringDelay = SimulationTime(seconds: min(max(spec.actuators.steeringDelay, 0), 1))
    accelerationDelay = SimulationTime(seconds: min(max(spec.actuators.accelerationDelay, 0), 1))
    let neutral = ControlCommand.neutral
    commands = Array(repeating: neutral, count: EgoPredictor.memory)
    times = Array(
      repeating: SimulationTime(nanoseconds: Int64.min / 2), count: EgoPredictor.memory)
  }

  /// Remembers a command; allocates nothing.
  mutating func remember(_ command: ControlCommand, at time: SimulationTime) {
    newest = (newest + 1) % EgoPredictor.memory
    commands[newest] = command
    times[newest] = time
  }

  /// The ego when a steering command given now, and when an acceleration given now, begins to act.
  func predict(_ ego: VehicleState) -> (steering: Prediction, acceleration: Prediction) {
    var state = Running(ego, spec)
    var steering = state.prediction
    let ticks = max(steeringDelay.nanoseconds, accelerationDelay.nanoseconds)
    var index = 0
    while Int64(index) * EgoPredictor.tickSpan.nanoseconds < ticks {
      let now = SimulationTime(
        nanoseconds: ego.time.nanoseconds + Int64(index) * EgoPredictor.tickSpan.nanoseconds)
      let angle = command(at: now - steeringDelay)?.steeringAngle ?? ego.steeringAngle
      let push = command(at: now - accelerationDelay)?.acceleration ?? ego.acceleration
      state.advance(towards: angle, push, steeringShare, accelerationShare, spec)
      index += 1
      if Int64(index) * EgoPredictor.tickSpan.nanoseconds <= steeringDelay.nanoseconds {
        steering = state.prediction
      }
    }
    return (steering, state.prediction)
  }

  /// The command that was in force at a time; nil before the first.
  private func command(at time: SimulationTime) -> ControlCommand? {
    guard newest >= 0 else { return nil }
    var index = newest
    for _ in 0..<EgoPredictor.memory {
      if times[index] <= time {
        return times[index].nanoseconds == Int64.min / 2 ? nil : commands[index]
      }
      index = index == 0 ? EgoPredictor.memory - 1 : index - 1
    }
    return nil
  }

  /// The state of the prediction, tick by tick.
  private struct Running {
    var prediction: Prediction
    var steeringAngle: Double
    var acceleration: Double
    /// The way it rolled before a brake stopped it: 1 forwards, -1 backwards, 0 where none did.
    private var stoppedFrom = 0.0

    init(_ ego: VehicleState, _ spec: VehicleSpec) {
      prediction = Prediction(
        position: ego.worldFromVehicle.position,
        course: ego.worldFromVehicle.heading + EgoPredictor.rearSlip(ego, spec),
        speed: ego.speed, rolled: 0, yawRate: ego.yawRate)
      (steeringAngle, acceleration) = (ego.steeringAngle, ego.acceleration)
    }

    mutating func advance(
      towards angle: Double, _ push: Double, _ steeringShare: Double, _ accelerationShare: Double,
      _ spec: VehicleSpec
    ) {
      let h = EgoPredictor.tick
      let largest = spec.limits.steeringRate * h
      steeringAngle += min(max((angle - steeringAngle) * steeringShare, -largest), largest)
      let jerk = spec.actuators.jerk * h
      acceleration += min(max((push - acceleration) * accelerationShare, -jerk), jerk)
      let before = prediction.speed
      var after = before + acceleration * h
      // A brake only stops: driving off the other way takes a rest longer than any dead time. A
      // prediction that rolled back would be pushed against, and the push reach a car that stands.
      if before * after < 0 { stoppedFrom = before < 0 ? -1 : 1 }
      if before * after < 0 || (before == 0 && stoppedFrom * after < 0) {
        (after, acceleration) = (0, 0)
      }
      let rolled = (before + after) / 2 * h
      let settled = after * Portable.tan(steeringAngle) / spec.body.wheelbase
      // The turn rate of a single track settles with the time speed / (friction · stiffness · g).
      let settling = EgoPredictor.settling(spec, speed: after)
      prediction.yawRate += (settled - prediction.yawRate) * min(1, h / (settling + h / 2))
      let middle = prediction.course + prediction.yawRate * h / 2
      let (sine, cosine) = Portable.sincos(middle)
      prediction.position.x += rolled * cosine
      prediction.position.y += rolled * sine
      prediction.course += prediction.yawRate * h
      prediction.speed = after
      prediction.rolled += rolled
    }
  }

  /// How long the turn rate takes to settle (s): speed / (friction · stiffness · g).
  static func settling(_ spec: VehicleSpec, speed: Double) -> Double {
    abs(speed) / (spec.tyres.friction * spec.tyres.frontStiffness * 9.81)
  }

  /// The angle between the rear axle's motion and the heading (rad): tyres slip in curves.
  static func rearSlip(_ ego: VehicleState, _ spec: VehicleSpec) -> Double {
    guard ego.speed > 1 else { return 0 }
    let rear = spec.body.wheelbase - spec.inertia.frontAxleToCentre
    let sideways = ego.speed * Portable.tan(ego.slipAngle) - rear * ego.yawRate
    return Portable.atan(sideways / ego.speed)
  }
}
