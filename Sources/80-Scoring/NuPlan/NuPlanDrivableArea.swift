import Geometry

extension NuPlan {
  /// Drivable-area compliance: no corner of the ego 0.3 m or more outside at any sample.
  ///
  /// Reference: `drivable_area_compliance.py`. The distances are inputs: how far each corner lies
  /// outside the drivable area.
  public struct DrivableArea: Sendable, Hashable {
    /// A corner this far outside is a violation (m).
    public static let tolerance = 0.3

    /// The greatest distance of a corner outside the area at each sample (m); 0 inside.
    public var excursions: [Double]

    /// Scores a run from the excursions of its samples.
    public init(excursions: [Double]) { self.excursions = excursions }

    /// The greatest excursion of the run (m).
    public var worst: Double { excursions.max() ?? 0 }

    /// How far the worst corner stays from a violation (m); not positive where there is one.
    public var margin: Double { DrivableArea.tolerance - worst }

    /// 1 where the ego stays inside, else 0.
    public var score: Double { margin > 0 ? 1 : 0 }
  }
}
