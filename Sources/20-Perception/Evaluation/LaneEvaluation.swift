import DrivingCore
import Geometry

/// Lane perception against labels: feed it label and answer picture by picture, read the metrics.
public struct LaneEvaluation: Sendable {
  /// A match of an answer to a labelled boundary is closer than this on the mean (px at 960 wide).
  static let matchPixels = 15.0

  private var near: [Double] = []
  private var far: [Double] = []
  private var rules: [TuSimpleRule] = []
  private var found = 0
  private var labelled = 0
  private var falseBoundaries = 0
  private var pictures = 0

  /// Creates an evaluation of nothing yet.
  public init() {}

  /// Adds a picture: its label and the answer at the label's rows.
  public mutating func add(label: LaneLabel, answer: LaneLabel) {
    pictures += 1
    rules.append(TuSimpleRule(answer: answer.egoOnly, truth: label.egoOnly))
    let pairs = match(label, answer)
    let third = thirds(label)
    for (index, lane) in label.lanes.enumerated() where lane.role?.hasPrefix("ego") ?? false {
      labelled += 1
      guard let mate = pairs[index] else { continue }
      found += 1
      for (at, row) in label.rows.enumerated() where at < lane.x.count && lane.x[at] >= 0 {
        guard lane.paint.map({ at < $0.count && $0[at] }) ?? true,
          let given = answer.column(answer.lanes[mate], at: row)
        else { continue }
        let miss = abs(given - lane.x[at])
        if row < third.far { far.append(miss) } else if row >= third.near { near.append(miss) }
      }
    }
    let used = Set(pairs.compactMap { $0 })
    falseBoundaries +=
      answer.lanes.indices.filter { index in
        !used.contains(index) && answer.lanes[index].x.contains { $0 >= 0 }
      }.count
  }

  /// The rows that part the labelled ego rows into far, middle and near thirds.
  private func thirds(_ label: LaneLabel) -> (far: Double, near: Double) {
    var low = Double.infinity
    var high = -Double.infinity
    for lane in label.egoOnly.lanes {
      for (row, x) in zip(label.rows, lane.x) where x >= 0 {
        low = min(low, row)
        high = max(high, row)
      }
    }
    return (low + (high - low) / 3, low + 2 * (high - low) / 3)
  }

  /// One to one, the closest first; nil where nothing matches.
  private func match(_ label: LaneLabel, _ answer: LaneLabel) -> [Int?] {
    let scale = Double(label.imageSize?.first ?? 960) / 960
    var options: [(miss: Double, label: Int, answer: Int)] = []
    for (i, lane) in label.lanes.enumerated() {
      for (j, other) in answer.lanes.enumerated() {
        var misses: [Double] = []
        for (row, x) in zip(label.rows, lane.x) where x >= 0 {
          if let given = answer.column(other, at: row) { misses.append(abs(given - x)) }
        }
        let rows = lane.x.filter { $0 >= 0 }.count
        guard !misses.isEmpty, misses.count >= min(3, rows) else { continue }
        let mean = misses.reduce(0, +) / Double(misses.count)
        if mean < LaneEvaluation.matchPixels * scale { options.append((mean, i, j)) }
      }
    }
    var result = [Int?](repeating: nil, count: label.lanes.count)
    var taken = [Bool](repeating: false, count: answer.lanes.count)
    for option in options.sorted(by: {
      ($0.miss, $0.label, $0.answer) < ($1.miss, $1.label, $1.answer)
    })
    where result[option.label] == nil && !taken[option.answer] {
      result[option.label] = option.answer
      taken[option.answer] = true
    }
    return result
  }

  /// What was measured: `tusimple.*` of the two ego boundaries, `lane.*` in pixels.
  public var metrics: [MetricValue] {
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    func metric(_ id: String, _ value: Double?, _ unit: String) -> MetricValue {
      MetricValue(
        id: "\(id)@1", value: value, unit: unit, reason: value == nil ? "no labelled picture" : nil)
    }
    let share = labelled > 0 ? Double(found) / Double(labelled) : nil
    return [
      metric("tusimple.accuracy", mean(rules.map(\.accuracy)), "1"),
      metric("tusimple.false_positive", mean(rules.map(\.falsePositive)), "1"),
      metric("tusimple.false_negative", mean(rules.map(\.falseNegative)), "1"),
      metric("lane.pixel_error_near", mean(near), "px"),
      metric("lane.pixel_error_far", mean(far), "px"),
      metric("lane.recall", share, "1"),
      metric("lane.false_boundaries", pictures > 0 ? Double(falseBoundaries) : nil, "1"),
    ]
  }
}
