import DrivingCore

/// How hard errors are pulled back: the few numbers of the tracker.
public struct TrackerTuning: Sendable, Hashable {
  /// The distance over which a lateral error is driven out while slow (m).
  public var convergenceLength: Double
  /// The fastest lateral correction (rad/s): bounds the gain where the car is fast.
  public var lateralFrequency: Double
  /// The damping of lateral corrections; 1/√2 is that of the linear-quadratic regulator.
  public var lateralDamping: Double
  /// The acceleration for an error of speed (1/s).
  public var speedGain: Double
  /// The acceleration for an error of distance (1/s²): the integral of the speed's error.
  public var stationGain: Double
  /// The reference waits for a car that is farther behind than this (m); infinite for traffic.
  public var patience: Double
  /// Standing still, the car moves again only for at least this distance (m).
  public var restDistance: Double
  /// Before a stroke the wheels are turned to within this angle (rad); infinite steers on the move.
  public var alignment: Double

  /// Highway: the plan's clock is the truth, corrections are gentle.
  public static let highway = TrackerTuning(
    convergenceLength: 4, lateralFrequency: 1.5, lateralDamping: 0.9, speedGain: 0.9,
    stationGain: 0.25, patience: .infinity, restDistance: 0.3, alignment: .infinity)
  /// Parking: the path is the truth, the clock waits.
  public static let parking = TrackerTuning(
    convergenceLength: 0.7, lateralFrequency: 4, lateralDamping: 0.9, speedGain: 2.5,
    stationGain: 1.5, patience: 0.1, restDistance: 0.02, alignment: 0.015)
}
