import Geometry

extension NuPlan {
  /// Progress along the route of the expert, relative to the expert's own.
  ///
  /// Reference: `ego_progress_along_expert_route.py`, `ego_is_making_progress.py`.
  public struct Progress: Sendable, Hashable {
    /// A piece of the route: the area of its road block and the baseline driven in it.
    public struct Block: Sendable, Hashable {
      /// The area.
      public var area: Polygon
      /// The baseline.
      public var baseline: Polyline

      /// Creates a piece.
      public init(area: Polygon, baseline: Polyline) {
        self.area = area
        self.baseline = baseline
      }
    }

    /// Distances are taken as at least this (m), so that standing beside a standing expert is fine.
    public static let threshold = 2.0
    /// The least ratio that counts as making progress.
    public static let leastRatio = 0.2

    /// The way made at each sample (m); empty without a route.
    public var steps: [Double]
    /// The sum of the ego's (m).
    public var ego: Double
    /// The sum of the expert's (m).
    public var expert: Double
    /// The ego's share of the expert's way (0-1); 1 where the expert has no route.
    public var ratio: Double

    /// 1 where the ego makes a fifth of the expert's progress, else 0.
    public var makingProgress: Double { ratio >= Progress.leastRatio ? 1 : 0 }

    /// Scores a run; both paths are those of the middle of the vehicle's box.
    public init(ego path: [Vector2], expert expertPath: [Vector2], route: [Block]) {
      guard !route.isEmpty else {
        (steps, ego, expert, ratio) = ([], 0, 0, 1)
        return
      }
      steps = Progress.steps(along: route, of: path)
      ego = steps.reduce(0, +)
      expert = Progress.steps(along: route, of: expertPath).reduce(0, +)
      let least = Progress.threshold
      ratio = ego < -least ? 0 : min(1, max(ego, least) / max(expert, least))
    }

    /// The way made at each point along the baselines of the route (m).
    static func steps(along route: [Block], of path: [Vector2]) -> [Double] {
      guard let first = path.first, !route.isEmpty else { return [] }
      var (current, distance) = (0, route[0].baseline.arcLength(nearestTo: first))
      var steps = [0.0]
      for point in path.dropFirst() {
        if route[current].area.containsStrictly(point) {
          let now = route[current].baseline.arcLength(nearestTo: point)
          steps.append(now - distance)
          distance = now
        } else if let entered = entry(to: point, from: current, on: route) {
          let before = route[current].baseline
          let after = route[entered.block].baseline
          let now = after.arcLength(nearestTo: point)
          let inPrevious = before.chainLength - distance
          let inNew = now - after.arcLength(nearestTo: before.points.last ?? point)
          steps.append(inPrevious + inNew + entered.skipped)
          (current, distance) = (entered.block, now)
        } else {
          steps.append(0)
        }
      }
      return steps
    }

    /// The next block that contains a point, and the way through the blocks skipped on the way (m).
    private static func entry(
      to point: Vector2, from current: Int, on route: [Block]
    ) -> (block: Int, skipped: Double)? {
      var skipped = 0.0
      var previous = current
      for block in (current + 1)..<max(route.count, current + 1) {
        if route[block].area.containsStrictly(point) { return (block, skipped) }
        guard block + 1 < route.count else { return nil }
        let baseline = route[block].baseline
        let end = route[previous].baseline.points.last ?? point
        let start = route[block + 1].baseline.points.first ?? point
        skipped += baseline.arcLength(nearestTo: start) - baseline.arcLength(nearestTo: end)
        previous = block
      }
      return nil
    }
  }
}
