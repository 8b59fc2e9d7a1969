import DrivingCore

/// How much of the time the ego lane is known, and how steady its width is measured.
public struct LaneScore: Sendable, Hashable {
  /// A boundary must have been measured within this time (s).
  public static let freshness = 0.5
  /// The largest standard deviation of its lateral position 10 m ahead (m).
  public static let precision = 0.15

  private var frames = 0
  private var known = 0
  private var widths = RunningStatistics()

  /// Creates an empty score.
  public init() {}

  /// Adds what was seen in one camera frame.
  public mutating func add(_ percepts: Percepts) {
    frames += 1
    if LaneScore.isKnown(percepts, .egoLeft) && LaneScore.isKnown(percepts, .egoRight) {
      known += 1
    }
    if let width = percepts.measuredLaneWidth { widths.add(width) }
  }

  private static func isKnown(_ percepts: Percepts, _ role: Percepts.LaneBoundary.Role) -> Bool {
    guard let boundary = percepts.boundary(role), boundary.covariance.count == 16 else {
      return false
    }
    return boundary.age <= freshness && boundary.lateralSigma(at: 10) <= precision
  }

  /// The rows, in order.
  public var values: [MetricValue] {
    let none = "no camera frame was read"
    let unmeasured = "the width was measured in \(widths.count) frames"
    return [
      MetricValue(id: "replay.frames@1", value: Double(frames), unit: "1"),
      frames > 0
        ? MetricValue(
          id: "lane.availability@1", value: Double(known) / Double(frames), unit: "1")
        : .invalid("lane.availability@1", unit: "1", reason: none),
      widths.count > 0
        ? MetricValue(id: "lane.width_mean@1", value: widths.mean, unit: "m")
        : .invalid("lane.width_mean@1", unit: "m", reason: unmeasured),
      widths.standardDeviation.map {
        MetricValue(id: "lane.width_standard_deviation@1", value: $0, unit: "m")
      } ?? .invalid("lane.width_standard_deviation@1", unit: "m", reason: unmeasured),
    ]
  }
}
