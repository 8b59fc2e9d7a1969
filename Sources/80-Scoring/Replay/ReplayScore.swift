import DrivingCore
import Geometry

/// What a replay measures: lanes, odometry, the lead track, and the plan against the driver.
///
/// Feed it while the log is read; it keeps a few numbers, whatever the length of the log.
public struct ReplayScore: Sendable {
  /// Lanes seen by the camera.
  public var lanes = LaneScore()
  /// Wheels against the satellite receiver.
  public var odometry = OdometryScore()
  /// The track of the vehicle ahead against the radar.
  public var lead = LeadScore()
  /// The plan against what the driver did.
  public var plan = OpenLoopScore()

  /// Creates an empty score.
  public init() {}

  /// Adds a frame, what was seen in it, and the road users that are tracked.
  ///
  /// `tracks` are in the vehicle's frame; `estimatedSpeed` is the speed that odometry uses (m/s),
  /// nil where it is the wheels' own; `frontOffset` is the front bumper ahead of the rear axle (m).
  public mutating func add(
    _ frame: SensorFrame, _ percepts: Percepts, tracks: [TrackedObject],
    estimatedSpeed: Double? = nil, frontOffset: Double
  ) {
    if frame.camera != nil { lanes.add(percepts) }
    if let reading = frame.odometry {
      odometry.add(reading, at: frame.time, estimatedSpeed: estimatedSpeed)
    }
    if let radar = frame.radar { lead.add(radar, tracks: tracks, frontOffset: frontOffset) }
  }

  /// The rows, in order.
  public var values: [MetricValue] { lanes.values + odometry.values + lead.values + plan.values }
}
