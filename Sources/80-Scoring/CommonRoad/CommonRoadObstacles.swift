import Geometry

extension CommonRoad {
  /// How far ahead along the lane the nearest obstacle is: what the cost D looks at.
  ///
  /// Reference: `route_matcher.py`, `compute_curvilinear_coordinates`.
  public struct ObstacleDistance: Sendable, Hashable {
    /// Centres farther aside than this are in another lane (m).
    public static let lateralReach = 2.8
    /// Half the side of the window in which obstacles are looked for (m).
    public static let window = 100.0

    /// Whether boxes with a heading of exactly 0 are left out.
    ///
    /// The checker's collision library turns them into axis-aligned boxes without a centre, which
    /// its loop then skips. On for comparing with the checker, off for scoring.
    public var ignoresAxisAligned: Bool
    /// The width of the ego (m).
    public var egoWidth: Double

    /// Creates the rule.
    public init(egoWidth: Double, ignoresAxisAligned: Bool = false) {
      self.egoWidth = egoWidth
      self.ignoresAxisAligned = ignoresAxisAligned
    }

    /// The way to the nearest centre ahead, less w/2.5 of the ego (m); infinite where none counts.
    ///
    /// May be negative.
    public func nearest(ahead ego: Vector2, among boxes: [OrientedBox], on lane: Path) -> Double {
      let half = Vector2(ObstacleDistance.window, ObstacleDistance.window)
      let region = Bounds(low: ego - half, high: ego + half)
      let here = lane.extendedFrame(at: ego)
      var best = Double.infinity
      for box in boxes where region.intersects(box.bounds) {
        if ignoresAxisAligned && box.worldFromBox.heading == 0 { continue }
        let there = lane.extendedFrame(at: box.worldFromBox.position)
        let way = there.along - here.along
        guard way > 0, abs(there.offset - here.offset) < ObstacleDistance.lateralReach else {
          continue
        }
        best = min(best, way - egoWidth / 2.5)
      }
      return best
    }
  }
}
