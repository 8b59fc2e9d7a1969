import DrivingCore
import Geometry

/// Wheel speed and odometry against the satellite receiver.
public struct OdometryScore: Sendable {
  /// Below this speed the receiver's noise counts for too much (m/s).
  public static let leastSpeed = 5.0
  /// Reference positions are joined at this distance, so that their noise does not add up (m).
  public static let stride = 20.0

  private var scale = DelayedScale(prior: OdometryScore.prior)
  private var pairs = 0

  /// No prior to speak of on the scale: a score is not to lean on what it expects.
  private static let prior: DelayedScale.Prior = {
    var prior = DelayedScale.Prior()
    prior.scaleSigma = 1e4
    return prior
  }()
  private var previous: (time: SimulationTime, speed: Double)?
  private var travelled = 0.0
  private var travelledAtAnchor = 0.0
  private var anchor: Vector2?
  private var reference = 0.0
  private var estimate = 0.0

  /// Creates an empty score.
  public init() {}

  /// Adds a reading; `estimatedSpeed` is what odometry goes by (m/s), nil: the wheels' own speed.
  public mutating func add(
    _ reading: SensorFrame.Odometry, at time: SimulationTime, estimatedSpeed: Double?
  ) {
    scale.follow(reading.speed, at: time)
    if let satellite = reading.satelliteSpeed, satellite >= OdometryScore.leastSpeed,
      reading.speed.isFinite, satellite.isFinite
    {
      scale.compare(reading.speed, reference: satellite)
      pairs += 1
    }
    let speed = estimatedSpeed ?? reading.speed
    guard speed.isFinite else { return }
    if let previous, previous.time < time {
      travelled += (previous.speed + speed) / 2 * (time - previous.time).seconds
    }
    previous = (time, speed)
    if let position = reading.worldFromVehicle?.position, position.isFinite { join(position) }
  }

  private mutating func join(_ position: Vector2) {
    guard let start = anchor else {
      anchor = position
      travelledAtAnchor = travelled
      return
    }
    let way = position.distance(to: start)
    guard way >= OdometryScore.stride else { return }
    reference += way
    estimate += travelled - travelledAtAnchor
    anchor = position
    travelledAtAnchor = travelled
  }

  /// The wheels' speed over the satellites', less one, the receiver's lateness taken out; nil below
  /// ten pairs.
  public var speedScaleError: Double? { pairs >= 10 ? scale.scale - 1 : nil }

  /// The length of the path over the reference's, less one; nil below 100 m.
  public var pathLengthError: Double? { reference >= 100 ? estimate / reference - 1 : nil }

  /// The rows, in order.
  public var values: [MetricValue] {
    let ids = ("odometry.speed_scale_error@1", "odometry.path_length_error@1")
    return [
      speedScaleError.map { MetricValue(id: ids.0, value: $0, unit: "1") }
        ?? .invalid(ids.0, unit: "1", reason: "\(pairs) satellite speeds of at least 5 m/s"),
      pathLengthError.map { MetricValue(id: ids.1, value: $0, unit: "1") }
        ?? .invalid(ids.1, unit: "1", reason: "less than 100 m of reference path"),
    ]
  }
}
