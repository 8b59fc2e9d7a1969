import DrivingCore

/// The score of a run: computed from the rows that are emitted beside it, and from nothing else.
public struct ScoreCard: Sendable, Hashable {
  /// What kind of run it was.
  public let kind: Mission.Kind
  /// Every metric, in order.
  public let rows: [MetricValue]
  /// The score before the gates (0-100); nil for a replay, which has none.
  public let rawScore: Double?
  /// The score (0-100): the raw one, or 0 where a gate failed; nil for a replay.
  public let score: Double?
  /// How the score came about where that is not plain, one line each.
  public let messages: [String]

  /// Scores a record with the metrics of its kind.
  public init(_ record: RunRecord) {
    let kind = record.mission.kind
    self.init(kind: kind, rows: ScoreCard.metrics(for: kind).flatMap { $0.evaluate(record) })
  }

  /// Scores rows.
  public init(kind: Mission.Kind, rows: [MetricValue]) {
    self.kind = kind
    self.rows = rows
    let raw = ScoreCard.raw(kind, rows)
    let failed = rows.filter { $0.isGate && $0.value == 0 }
    rawScore = raw.value
    score = raw.value.map { failed.isEmpty ? $0 : 0 }
    messages = raw.messages
  }

  /// The gates that could be decided.
  public var gates: [MetricValue] { rows.filter { $0.isGate && $0.isValid } }
  /// The gates that failed.
  public var failedGates: [MetricValue] { gates.filter { $0.value == 0 } }
  /// What failed, one line a gate.
  public var gateMessages: [String] {
    failedGates.map { "gate \($0.id) failed\($0.reason.map { ": \($0)" } ?? "")" }
  }

  /// The metrics of a kind of run, in the order of their rows.
  ///
  /// A replay is measured while it is read: see `ReplayScore`.
  public static func metrics(for kind: Mission.Kind) -> [any Metric] {
    switch kind {
    case .highway:
      [
        GoalMetric(), SafetyGates(), NuPlanMetric(), CommonRoadMetric(), CriticalityMetric(),
        RegulationMetric(),
      ]
    case .parking: [GoalMetric(), SafetyGates(), ParkingMetric()]
    case .replay: []
    }
  }

  /// The composite rows that do not follow from the rows they are made of; empty when all is well.
  public var inconsistencies: [String] {
    var composites: [MetricValue] = []
    if let score = rows.first(where: { $0.id == "nuplan.score@1" }), score.isValid {
      composites.append(NuPlanMetric.score(rows.filter { $0.id != score.id }, hasExpert: true))
    }
    if rows.contains(where: { $0.id == "parking.score@1" }) {
      composites.append(ParkingMetric.score(rows))
    }
    if rows.contains(where: { $0.id.hasPrefix("commonroad.cost_") }) {
      composites += CommonRoadMetric.totals(rows)
    }
    return composites.compactMap { row in
      let emitted = rows.value(row.id)
      return emitted == row.value
        ? nil : "\(row.id) is \(emitted ?? .nan), its parts give \(row.value ?? .nan)"
    }
  }

  private static func raw(
    _ kind: Mission.Kind, _ rows: [MetricValue]
  ) -> (value: Double?, messages: [String]) {
    switch kind {
    case .highway: highway(rows)
    case .parking: parking(rows)
    case .replay: (nil, [])
    }
  }

  private static func highway(_ rows: [MetricValue]) -> (Double?, [String]) {
    let score = rows.first { $0.id == "nuplan.score@1" }
    if let value = score?.value { return (100 * value, []) }
    let parts = rows.filter { $0.id.hasPrefix("nuplan.") && $0.id != "nuplan.score@1" }
    let valid = parts.compactMap(\.value)
    let reason = score?.reason ?? "not computed"
    guard !valid.isEmpty else { return (0, ["no score: nuplan.score is invalid (\(reason))"]) }
    let mean = valid.reduce(0, +) / Double(valid.count)
    return (
      100 * mean,
      [
        "score is the mean of the \(valid.count) valid nuPlan parts: "
          + "nuplan.score is invalid (\(reason))"
      ]
    )
  }

  private static func parking(_ rows: [MetricValue]) -> (Double?, [String]) {
    guard let score = ParkingScore(rows: rows) else {
      let reason = rows.first { $0.id == "parking.score@1" }?.reason ?? "not computed"
      return (0, ["no score: parking.score is invalid (\(reason))"])
    }
    return (score.raw, [])
  }
}
