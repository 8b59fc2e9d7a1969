import DrivingCore
import Geometry

/// Distance, speed and acceleration along a path at equal steps of time.
struct SpeedProfile: Sendable {
  /// The step (s).
  static let step = 0.1
  /// The number of steps: 6 s.
  static let steps = 60

  /// The distance driven at each step (m).
  private(set) var travelled: [Double]
  /// The speed at each step (m/s).
  private(set) var speed: [Double]
  /// The acceleration at each step (m/s²).
  private(set) var acceleration: [Double]

  /// A standstill, to be overwritten.
  init() {
    travelled = Array(repeating: 0, count: SpeedProfile.steps + 1)
    speed = travelled
    acceleration = travelled
  }

  /// Starts from a speed (m/s) and acceleration (m/s²).
  mutating func begin(speed: Double, acceleration: Double) {
    travelled[0] = 0
    self.speed[0] = speed
    self.acceleration[0] = acceleration
  }

  /// Goes one step on: the acceleration moves to `wanted` as fast as the jerk (m/s³) allows.
  ///
  /// The speed stops at zero; a car that stands does not roll back.
  mutating func advance(_ index: Int, wanted: Double, jerk: Double) {
    let change = jerk * SpeedProfile.step
    let before = acceleration[index]
    var next = min(max(wanted, before - change), before + change)
    let mean = (before + next) / 2
    var after = speed[index] + mean * SpeedProfile.step
    var distance = (speed[index] + after) / 2 * SpeedProfile.step
    if after <= 0 {
      let time = mean < 0 ? speed[index] / -mean : 0
      distance = speed[index] * time / 2
      after = 0
      next = 0
    }
    travelled[index + 1] = travelled[index] + distance
    speed[index + 1] = after
    acceleration[index + 1] = next
  }

  /// Brakes at a deceleration (m/s², positive) until the ego stands.
  mutating func brake(deceleration: Double, jerk: Double) {
    for index in 0..<SpeedProfile.steps {
      advance(index, wanted: speed[index] > 0 ? -deceleration : 0, jerk: jerk)
    }
  }

  /// Reaches a speed by a quartic in the given time (Werling et al. 2010), then keeps it.
  mutating func keep(speed target: Double, duration: Double) {
    let curve = QuarticPolynomial(
      from: MotionState1D(position: 0, speed: speed[0], acceleration: acceleration[0]),
      toSpeed: target, duration: duration)
    fill(duration: duration, after: target) { curve.state(at: $0) }
  }

  /// Reaches a distance and speed by a quintic in the given time, then keeps the speed.
  mutating func reach(distance: Double, speed target: Double, duration: Double) {
    let curve = QuinticPolynomial(
      from: MotionState1D(position: 0, speed: speed[0], acceleration: acceleration[0]),
      to: MotionState1D(position: distance, speed: target), duration: duration)
    fill(duration: duration, after: target) { curve.state(at: $0) }
  }

  private mutating func fill(
    duration: Double, after target: Double, _ curve: (Double) -> MotionState1D
  ) {
    let end = curve(duration).position
    for index in 1...SpeedProfile.steps {
      let time = Double(index) * SpeedProfile.step
      let state =
        time < duration
        ? curve(time)
        : MotionState1D(position: end + target * (time - duration), speed: target)
      travelled[index] = max(state.position, travelled[index - 1])
      speed[index] = max(0, state.speed)
      acceleration[index] = state.acceleration
    }
  }
}
