import DrivingCore
import Geometry

/// Percepts against lanes known exactly, as a renderer or a survey gives them.
///
/// Errors are taken of the two ego boundaries, across, at a distance ahead of the rear axle.
public struct LaneTruthComparison: Sendable {
  /// The distance at which errors are taken (m).
  public let distance: Double
  /// The absolute errors (m), in the order they were added.
  public private(set) var errors: [Double] = []
  /// Frames added, and frames in which a boundary was missing.
  public private(set) var frames = 0
  /// Frames in which a true ego boundary was not reported.
  public private(set) var missed = 0

  private var normalised = 0.0

  /// Creates a comparison of nothing yet.
  public init(distance: Double = 20) { self.distance = distance }

  /// Adds a frame; `truth` gives the lateral position (m) of a boundary at a distance, nil where
  /// the road has none.
  public mutating func add(
    _ percepts: Percepts,
    truth: (_ role: Percepts.LaneBoundary.Role, _ distance: Double) -> Double?
  ) {
    frames += 1
    var lacks = false
    for role in [Percepts.LaneBoundary.Role.egoLeft, .egoRight] {
      guard let wanted = truth(role, distance) else { continue }
      guard let boundary = percepts.boundary(role) else {
        lacks = true
        continue
      }
      let error = boundary.lateral(at: distance) - wanted
      let sigma = max(boundary.lateralSigma(at: distance), 1e-6)
      errors.append(abs(error))
      normalised += error / sigma * (error / sigma)
    }
    if lacks { missed += 1 }
  }

  /// Adds everything another comparison saw, in its order.
  public mutating func add(_ other: LaneTruthComparison) {
    errors += other.errors
    frames += other.frames
    missed += other.missed
    normalised += other.normalised
  }

  /// The error that a share of all errors does not exceed (m).
  public func quantile(_ share: Double) -> Double? {
    guard !errors.isEmpty, share >= 0, share <= 1 else { return nil }
    let sorted = errors.sorted()
    return sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
  }

  /// The normalised estimation error squared per degree of freedom: 1 for honest deviations
  /// (Bar-Shalom, Li and Kirubarajan 2001, 5.4.2).
  public var normalisedErrorSquared: Double? {
    errors.isEmpty ? nil : normalised / Double(errors.count)
  }

  /// What was measured, as metrics.
  public var metrics: [MetricValue] {
    let place = "\(Int(min(max(distance, 0), 1000)))m"
    let reason = errors.isEmpty ? "no boundary to compare" : nil
    return [
      MetricValue(
        id: "lane.lateral_error_\(place)_median@1", value: quantile(0.5), unit: "m", reason: reason),
      MetricValue(
        id: "lane.lateral_error_\(place)_p95@1", value: quantile(0.95), unit: "m", reason: reason),
      MetricValue(
        id: "lane.normalised_error_squared_\(place)@1", value: normalisedErrorSquared, unit: "1",
        reason: reason),
      MetricValue(
        id: "lane.missed@1", value: frames > 0 ? Double(missed) / Double(frames) : nil, unit: "1",
        reason: frames > 0 ? nil : "no frame"),
    ]
  }
}
