import Geometry

/// The lane rule of the TuSimple benchmark (tusimple-benchmark, evaluate/lane.py).
///
/// A point is right within 20 px over the cosine of the lane's slant (at 1280 px width); a boundary
/// is found where at least 85 % of its rows are right, rows absent on both sides included.
public struct TuSimpleRule: Sendable, Hashable {
  /// The mean share of right rows of the best answer to each boundary.
  public var accuracy: Double
  /// The share of answers that match nothing.
  public var falsePositive: Double
  /// The share of boundaries that nothing matches.
  public var falseNegative: Double

  /// Compares an answer with the truth; both at the truth's rows.
  public init(answer: LaneLabel, truth: LaneLabel) {
    let scale = Double(truth.imageSize?.first ?? 1280) / 1280
    var matched = 0
    var scores: [Double] = []
    for lane in truth.lanes {
      let slope = StraightFit(lane, rows: truth.rows)?.slope ?? 0
      let allowed = 20 * scale * (1 + slope * slope).squareRoot()
      let best = answer.lanes.map { TuSimpleRule.share($0.x, lane.x, allowed) }.max() ?? 0
      scores.append(best)
      if best >= 0.85 { matched += 1 }
    }
    let misses = truth.lanes.count - matched
    var total = scores.reduce(0, +)
    // At most four boundaries count; of more, the worst is left out.
    if truth.lanes.count > 4 { total -= scores.min() ?? 0 }
    let counted = Double(max(min(4, truth.lanes.count), 1))
    accuracy = total / counted
    falsePositive =
      answer.lanes.isEmpty
      ? 0 : Double(max(answer.lanes.count - matched, 0)) / Double(answer.lanes.count)
    falseNegative = Double(truth.lanes.count > 4 ? max(misses - 1, 0) : misses) / counted
    if answer.lanes.count > truth.lanes.count + 2 {
      (accuracy, falsePositive, falseNegative) = (0, 0, 1)
    }
  }

  private static func share(_ answer: [Double], _ truth: [Double], _ allowed: Double) -> Double {
    guard !truth.isEmpty else { return 0 }
    var right = 0
    for (index, wanted) in truth.enumerated() {
      let given = index < answer.count && answer[index] >= 0 ? answer[index] : -100
      if abs(given - (wanted >= 0 ? wanted : -100)) < allowed { right += 1 }
    }
    return Double(right) / Double(truth.count)
  }
}
