import DrivingCore
import Geometry

/// How much the wheels' speed reads too low or too high, learnt from satellite speeds on the way.
///
/// Scale and lateness of the receiver are estimated together (`DelayedScale`), else each
/// acceleration would look like an error of scale.
public struct WheelSpeedCalibration: Sendable, Hashable {
  /// Below this speed the receiver's noise counts for too much (m/s).
  public static let leastSpeed = 5.0
  /// Readings farther apart are a skid, a jam of the receiver or another unit.
  private static let largestError = 0.2

  private var estimate = DelayedScale()
  private var readings = 0

  /// Starts without knowing.
  public init() {}

  /// Wheel speed over true speed, as believed now.
  public var scale: Double { estimate.scale }

  /// How late the receiver's speed arrives, as believed now (s).
  public var delay: Double { estimate.delay }

  /// Wheel speed over true speed, less one; nil before ten satellite speeds.
  public var scaleError: Double? { readings >= 10 ? scale - 1 : nil }

  /// Learns from a reading and gives it back with the wheels' speed corrected.
  public mutating func corrected(
    _ reading: SensorFrame.Odometry, at time: SimulationTime
  ) -> SensorFrame.Odometry {
    estimate.follow(reading.speed, at: time)
    if let satellite = reading.satelliteSpeed { learn(reading.speed, satellite) }
    var result = reading
    result.speed = reading.speed / scale
    return result
  }

  private mutating func learn(_ wheels: Double, _ satellite: Double) {
    guard satellite.isFinite, wheels.isFinite, satellite >= Self.leastSpeed,
      abs(wheels - satellite) <= Self.largestError * satellite
    else { return }
    estimate.compare(wheels, reference: satellite)
    readings += 1
  }
}
