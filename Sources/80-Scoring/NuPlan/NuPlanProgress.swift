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
    static func steps(along route: [Block], of points: [Vector2]) -> [Double] {
      let baselines = route.map { Path($0.baseline) }
      func along(_ block: Int, _ point: Vector2?) -> Double {
        point.flatMap { baselines[block]?.project($0).arcLength } ?? 0
      }
      guard let first = points.first, !route.isEmpty else { return [] }
      var (current, distance) = (0, along(0, first))
      var steps = [0.0]
      for point in points.dropFirst() {
        if route[current].area.containsStrictly(point) {
          let now = along(current, point)
          steps.append(now - distance)
          distance = now
        } else if let entered = entry(to: point, from: current, on: route, along) {
          let now = along(entered.block, point)
          let inPrevious = (baselines[current]?.length ?? 0) - distance
          let inNew = now - along(entered.block, route[current].baseline.points.last)
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
      to point: Vector2, from current: Int, on route: [Block],
      _ along: (Int, Vector2?) -> Double
    ) -> (block: Int, skipped: Double)? {
      var skipped = 0.0
      var previous = current
      for block in (current + 1)..<max(route.count, current + 1) {
        if route[block].area.containsStrictly(point) { return (block, skipped) }
        guard block + 1 < route.count else { return nil }
        let end = route[previous].baseline.points.last
        let start = route[block + 1].baseline.points.first
        skipped += along(block, start) - along(block, end)
        previous = block
      }
      return nil
    }
  }
}
