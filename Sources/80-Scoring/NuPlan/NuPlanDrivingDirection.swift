import Geometry

extension NuPlan {
  /// Driving-direction compliance: how far the ego went against its lane within a second.
  ///
  /// Reference: `driving_direction_compliance.py`. The window holds one increment more than a
  /// second of samples has, and the sample after a change of lane counts as no movement.
  public struct DrivingDirection: Sendable, Hashable {
    /// Going back less than this is no violation (m).
    public static let tolerated = 2.0
    /// Going back this far scores nothing (m).
    public static let violation = 6.0

    /// The way along the lane within the window that ends at each sample (m).
    public var progress: [Double]
    /// The greatest way back within a window (m), never negative.
    public var worst: Double

    /// 1, 0.5 or 0.
    public var score: Double {
      worst < DrivingDirection.tolerated ? 1 : worst < DrivingDirection.violation ? 0.5 : 0
    }

    /// Scores a run.
    ///
    /// `lanes` holds for each sample the lane of the ego's centre (nil: none), `distances` how far
    /// along that lane's baseline the centre is (m).
    public init(times: [Double], lanes: [Int?], distances: [Double]) {
      let steps = DrivingDirection.increments(lanes: lanes, distances: distances)
      // Rounding must not turn 10 samples a second into 9.
      let span = NuPlan.meanStep(times).map { Int((min(1 / $0, 1e6) + 1e-9).rounded(.down)) } ?? 0
      progress = steps.indices.map { steps[max(0, $0 - span)...$0].reduce(0, +) }
      worst = abs(min(progress.min() ?? 0, 0))
    }

    private static func increments(lanes: [Int?], distances: [Double]) -> [Double] {
      var lane = lanes.first ?? nil
      var previous: Double?
      return zip(lanes, distances).map { current, distance in
        guard let current else { return 0 }
        guard lane == current else {
          lane = current
          previous = nil
          return 0
        }
        defer { previous = distance }
        guard let previous, distance != 0 else { return 0 }
        return distance - previous
      }
    }
  }
}
