import DrivingCore
import Geometry
import Roads

/// A goal as seen along a line: between which places, when, how fast.
struct GoalWindow: Hashable, Sendable {
  /// Along the line (m), for the rear axle.
  var s: Goal.Interval
  /// Across the line (m).
  var d: Goal.Interval
  /// When (s from now).
  var time: Goal.Interval?
  /// How fast (m/s).
  var speed: Goal.Interval?

  /// Places a goal along a line; nil where the goal names no place or the place is elsewhere.
  init?(_ goal: Goal, along line: ReferenceLine, near egoS: Double, elapsed: Double) {
    // Lanes of the goal on the line say more than their outline does.
    var best = goal.lanes.isEmpty ? nil : GoalWindow(lanes: goal.lanes, along: line)
    for region in goal.regions
    where best == nil || goal.lanes.isEmpty {
      guard region.corners.count >= 3, region.corners.allSatisfy(\.isFinite) else { continue }
      guard let window = GoalWindow(region, along: line) else { continue }
      if best == nil || abs(window.s.low - egoS) < abs((best?.s.low ?? 0) - egoS) { best = window }
    }
    guard var found = best else { return nil }
    found.time = goal.time.map { Goal.Interval($0.low - elapsed, $0.high - elapsed) }
    found.speed = goal.speed
    self = found
  }

  private init?(_ region: Polygon, along line: ReferenceLine) {
    let centre = line.frame.toFrenet(region.centroid)
    guard abs(centre.d) < 40 else { return nil }
    let corners = region.corners.map { line.frame.toFrenet($0) }
    let (s, d) = (corners.map(\.s), corners.map(\.d))
    // Where the line runs through the region, not where the corners are: regions may be slanted.
    let step = max(0.5, ((s.max() ?? 0) - (s.min() ?? 0)) / 400)
    let inside = stride(from: s.min() ?? 0, through: s.max() ?? 0, by: step).filter {
      region.contains(line.frame.point(s: $0, d: min(max(0, d.min() ?? 0), d.max() ?? 0)))
    }
    let low = inside.first ?? s.min() ?? 0
    let high = inside.last ?? s.max() ?? 0
    self.s = Goal.Interval(low, high)
    self.d = Goal.Interval(d.min() ?? 0, d.max() ?? 0)
  }

  private init?(lanes: [LaneID], along line: ReferenceLine) {
    let starts = line.limits.map(\.start)
    let covered = line.lanes.indices.filter { lanes.contains(line.lanes[$0]) }
    guard let first = covered.first, let last = covered.last, first < starts.count else {
      return nil
    }
    let end = last + 1 < starts.count ? starts[last + 1] : line.end
    s = Goal.Interval(starts[first], end)
    d = Goal.Interval(-2, 2)
  }

  /// The speed that reaches the place in time: `wanted`, unless that is too slow or too fast.
  func speed(from egoS: Double, wanted: Double) -> Double {
    var result = wanted
    let inset = min(1, (s.high - s.low) / 4)
    if let time, time.high > 0.05 {
      let least = (s.low + inset - egoS) / time.high
      let most = (s.high - inset - egoS) / max(time.low, 0.1)
      if s.low > egoS { result = max(result, least * 1.02) }
      if time.low > 0 { result = min(result, max(most, 0)) }
    }
    if let speed, s.low > egoS {
      let arrival = (s.low - egoS) / max(result, 1)
      if arrival < 6 { result = max(result, speed.low + 0.1 * (speed.high - speed.low)) }
    }
    return max(result, 0)
  }
}
