import DrivingCore

/// One scenario in two runs: what became of it.
public struct ScenarioPair: Sendable, Hashable, Codable {
  /// Which way it went.
  public enum Change: String, Sendable, Hashable, Codable, CaseIterable { case worse, better, same }

  /// One metric that has another value.
  public struct MetricDelta: Sendable, Hashable, Codable {
    /// The metric's versioned name.
    public var id: String
    /// Its unit.
    public var unit: String
    /// The value before; nil where it did not exist.
    public var base: Double?
    /// The value now; nil where it does not exist.
    public var candidate: Double?
    /// Whether failing it fails the run.
    public var gate: Bool
    /// The margin before, where the gate states one.
    public var baseMargin: Double?
    /// The margin now.
    public var candidateMargin: Double?

    private enum CodingKeys: String, CodingKey {
      case id, unit, base, candidate, gate
      case baseMargin = "base_margin"
      case candidateMargin = "candidate_margin"
    }

    /// Whether a gate that held before fails now.
    public var breaksGate: Bool { gate && candidate == 0 && base != 0 }

    /// The value now minus the value before, counting what does not exist as 0.
    var step: Double { (candidate ?? 0) - (base ?? 0) }

    /// Whether it is about hitting someone or leaving the road.
    public var isSafety: Bool {
      id.contains("collision") || id.contains("drivable_area") || id.contains("driving_direction")
    }
  }

  /// The least difference of scores that counts (points of 100).
  public static let scoreTolerance = 0.05

  /// More of the plans changed by the safety gate that counts (share of one).
  public static let interventionTolerance = 0.05

  /// The scenario's id.
  public var id: String
  /// The outcome before.
  public var base: ScenarioOutcome
  /// The outcome now.
  public var candidate: ScenarioOutcome
  /// Which way it went.
  public var change: Change
  /// The score now minus the score before.
  public var scoreDelta: Double
  /// The share of the plans that the safety gate changed: before and now, 0 to 1.
  public var interventionShares: [Double]
  /// Whether every bit of every tick is the same.
  public var isIdentical: Bool
  /// The metrics that differ, gates first.
  public var metrics: [MetricDelta]
  /// What went wrong or right, in a few words; empty where nothing did.
  public var reason: String

  private enum CodingKeys: String, CodingKey {
    case id, base, candidate, change, metrics, reason
    case scoreDelta = "score_delta"
    case isIdentical = "identical"
    case interventionShares = "intervention_shares"
  }

  /// Compares two rows of one scenario.
  public init(base: ScenarioResult, candidate: ScenarioResult) {
    id = base.id
    self.base = base.outcome
    self.candidate = candidate.outcome
    scoreDelta = candidate.score - base.score
    interventionShares = [base.interventions.share, candidate.interventions.share]
    isIdentical = !base.digest.isEmpty && base.digest == candidate.digest
    metrics = ScenarioPair.deltas(base.metrics, candidate.metrics)
    (change, reason) = (.same, "")
    change = judged(base, candidate)
    reason = words(candidate)
  }

  private func judged(_ base: ScenarioResult, _ candidate: ScenarioResult) -> Change {
    let ranks = (ScenarioPair.rank(base.verdict), ScenarioPair.rank(candidate.verdict))
    if ranks.0 != ranks.1 { return ranks.1 < ranks.0 ? .worse : .better }
    if leansOnGate || metrics.contains(where: \.breaksGate) { return .worse }
    if abs(scoreDelta) > ScenarioPair.scoreTolerance { return scoreDelta < 0 ? .worse : .better }
    return gateChange < -ScenarioPair.interventionTolerance ? .better : .same
  }

  /// How good a verdict is; errors and what could not be evaluated are no better than failures.
  private static func rank(_ verdict: ScenarioResult.Verdict) -> Int {
    switch verdict {
    case .passed: 2
    case .refused: 1
    case .failed, .notEvaluated, .error: 0
    }
  }

  private static func deltas(_ base: [MetricValue], _ candidate: [MetricValue]) -> [MetricDelta] {
    let old = Dictionary(base.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let new = Dictionary(candidate.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let ids = Set(old.keys).union(new.keys).sorted()
    let all = ids.compactMap { id -> MetricDelta? in
      guard let some = new[id] ?? old[id] else { return nil }
      let (a, b) = (old[id], new[id])
      guard a?.value != b?.value || a?.margin != b?.margin else { return nil }
      return MetricDelta(
        id: id, unit: some.unit, base: a?.value, candidate: b?.value, gate: some.isGate,
        baseMargin: a?.margin, candidateMargin: b?.margin)
    }
    return all.filter(\.gate) + all.filter { !$0.gate }
  }

  /// Whether the candidate hits someone where the base did not.
  public var isNewCollision: Bool {
    metrics.contains { $0.breaksGate && $0.id.contains("collision") }
  }
  /// Whether the safety gate has to change more of the plans than before: a planner that the gate
  /// keeps from harm scores like a good one.
  public var leansOnGate: Bool { gateChange > ScenarioPair.interventionTolerance }
  private var gateChange: Double { interventionShares[1] - interventionShares[0] }
  /// Whether it passed before and does not pass now.
  public var isNewFailure: Bool {
    let passed: Set<ScenarioOutcome> = [.passed, .unexpectedPass]
    return passed.contains(base) && !passed.contains(candidate)
  }
  /// Whether it did not pass before and passes now.
  public var isNewPass: Bool {
    let passed: Set<ScenarioOutcome> = [.passed, .unexpectedPass]
    return !passed.contains(base) && passed.contains(candidate)
  }
  /// Whether a gate about hitting someone or leaving the road is newly broken.
  public var isSafetyRegression: Bool { metrics.contains { $0.breaksGate && $0.isSafety } }

  /// Whether a metric can be a cause: a share of one that moved the way the score did.
  private func explainsScore(_ delta: MetricDelta) -> Bool {
    let values = [delta.base ?? 0, delta.candidate ?? 0]
    return delta.unit == "1" && values.allSatisfy { (0...1).contains($0) }
      && delta.step * scoreDelta > 0
  }

  private func words(_ candidate: ScenarioResult) -> String {
    if let broken = metrics.first(where: \.breaksGate) {
      let name = broken.id.contains("collision") ? "contact" : "\(broken.id) broken"
      let before = broken.baseMargin.map {
        " (margin was \(NumberText.signed($0)) \(broken.unit == "1" ? "" : broken.unit))"
      }
      return name + (before ?? "").replacing(" )", with: ")")
    }
    if isNewFailure { return candidate.headline }
    if isNewPass { return "passes now" }
    let fewer = change == .better && abs(scoreDelta) <= ScenarioPair.scoreTolerance
    if (change == .worse && leansOnGate) || fewer {
      let percent = interventionShares.map { NumberText.fixed($0 * 100, 0) }
      return "the safety gate changed \(percent[1]) % of the plans (was \(percent[0]) %)"
    }
    guard change != .same else { return "" }
    let largest = metrics.filter(explainsScore).max { abs($0.step) < abs($1.step) }
    let cause = largest.map { delta in
      let values = [delta.base, delta.candidate].map { $0.map { NumberText.short($0) } ?? "none" }
      return " (\(delta.id) \(values[0]) → \(values[1]))"
    }
    return "score \(NumberText.signed(scoreDelta, 1))\(cause ?? "")"
  }
}
