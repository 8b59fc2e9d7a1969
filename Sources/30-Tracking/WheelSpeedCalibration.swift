import DrivingCore

/// How much the wheels' speed reads too low or too high, learnt from satellite speeds on the way.
///
/// Least squares of wheel = scale * satellite with the prior scale 1 +- 2 %. Satellite speeds are
/// correlated from reading to reading, so each counts as little as if its error were 1 m/s.
public struct WheelSpeedCalibration: Sendable, Hashable {
  /// Below this speed the receiver's noise counts for too much (m/s).
  public static let leastSpeed = 5.0
  private static let priorSigma = 0.02
  private static let speedSigma = 1.0
  /// Readings farther apart are a skid, a jam of the receiver or another unit.
  private static let largestError = 0.2

  private var products = 1 / (priorSigma * priorSigma)
  private var squares = 1 / (priorSigma * priorSigma)
  private var readings = 0

  /// Starts without knowing.
  public init() {}

  /// Wheel speed over true speed, as believed now.
  public var scale: Double { products / squares }

  /// Wheel speed over true speed, less one; nil before ten satellite speeds.
  public var scaleError: Double? { readings >= 10 ? scale - 1 : nil }

  /// Learns from a reading and gives it back with the wheels' speed corrected.
  public mutating func corrected(_ reading: SensorFrame.Odometry) -> SensorFrame.Odometry {
    if let satellite = reading.satelliteSpeed { learn(reading.speed, satellite) }
    var result = reading
    result.speed = reading.speed / scale
    return result
  }

  private mutating func learn(_ wheels: Double, _ satellite: Double) {
    guard satellite.isFinite, wheels.isFinite, satellite >= Self.leastSpeed,
      abs(wheels - satellite) <= Self.largestError * satellite
    else { return }
    let weight = 1 / (Self.speedSigma * Self.speedSigma)
    products += weight * wheels * satellite
    squares += weight * satellite * satellite
    readings += 1
  }
}
