import DrivingCore
import Geometry

/// Notices what pulls at a car besides its engine and brakes: slopes above all.
///
/// The change of speed that the car's own acceleration does not explain, smoothed over 0.2 s; what is
/// below 0.1 m/s² is taken for noise.
struct SlopeObserver: Sendable {
  /// How long the smoothing takes (s), and what does not count (m/s²).
  static let (smoothing, deadBand) = (0.2, 0.1)
  /// No road is steeper than that (m/s²).
  static let most = 2.0
  /// Below this speed (m/s) brakes and gears blur what is seen.
  static let slowest = 0.3

  private var last: (time: SimulationTime, speed: Double)?
  private var pull = 0.0

  /// What has to be added to a command (m/s²) so that the car does what is meant.
  var correction: Double {
    abs(pull) < SlopeObserver.deadBand ? 0 : -pull
  }

  /// Takes in the state of the car now.
  mutating func observe(_ ego: VehicleState) {
    defer { last = (ego.time, ego.speed) }
    guard let last, ego.speed.isFinite, ego.acceleration.isFinite else { return }
    let span = (ego.time - last.time).seconds
    guard span > 0, span < 0.5, min(abs(ego.speed), abs(last.speed)) > SlopeObserver.slowest else {
      return
    }
    let unexplained = (ego.speed - last.speed) / span - ego.acceleration
    let bounded = min(max(unexplained, -SlopeObserver.most), SlopeObserver.most)
    pull += min(span / SlopeObserver.smoothing, 1) * (bounded - pull)
  }
}
