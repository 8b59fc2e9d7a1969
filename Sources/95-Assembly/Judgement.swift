import DrivingCore
import Geometry
import Reporting
import Scenarios
import Scoring

/// Every number of a run and the verdict that follows from the scenario's stated criteria.
struct Judgement {
  /// The rows, in the order of the metrics.
  let rows: [MetricValue]
  /// Passed, failed or refused.
  let verdict: ScenarioResult.Verdict
  /// Why, worst first.
  let messages: [String]
  /// 0-100 after the gates.
  let score: Double
  /// 0-100 before the gates.
  let rawScore: Double

  /// Judges a run; a planner under test must also have driven it itself.
  init(of record: RunRecord, in scenario: Scenario, isCandidate: Bool = false) {
    var measured = ScoreCard.metrics(for: scenario.kind).flatMap { $0.evaluate(record) }
    measured = Judgement.withGoals(measured, Judgement.atSteps(record, of: scenario), scenario)
    measured.append(Judgement.plannerRow(record))
    if isCandidate { measured.append(Judgement.drivenRow(record)) }
    let explanation = RunExplanation(record: record, scenario: scenario)
    let failures = Judgement.failures(measured, scenario.criteria, explanation)
    let card = ScoreCard(kind: scenario.kind, rows: measured)
    rows = measured
    (score, rawScore) = (card.score ?? 0, card.rawScore ?? 0)
    // A scrape stays a failure, whatever was refused after it.
    let harm = ["no_at_fault_collision@1", "drivable_area@1"]
    let isHarmless = !measured.contains { harm.contains($0.id) && $0.isValid && $0.value != 1 }
    let refusal =
      scenario.kind == .parking && isHarmless ? Judgement.refusal(of: record) : nil
    verdict = failures.isEmpty ? .passed : refusal == nil ? .failed : .refused
    let driver = failures.isEmpty ? nil : RecordedDriver.verdict(record, scenario)
    messages =
      (refusal.map { ["refused: \($0)"] } ?? []) + failures + (driver.map { [$0] } ?? [])
      + explanation.blamelessContacts() + card.messages
  }

  /// The states a benchmark's solution has: those at its own time steps. All, elsewhere.
  private static func atSteps(_ record: RunRecord, of scenario: Scenario) -> RunRecord {
    guard scenario.benchmark != nil, let step = scenario.timeStep, step > 0 else { return record }
    let span = SimulationTime(seconds: step).nanoseconds
    var coarse = record
    coarse.ticks = record.ticks.filter {
      ($0.scene.time - record.mission.start.time).nanoseconds % span == 0
    }
    return coarse.ticks.isEmpty ? record : coarse
  }

  /// Any of several goals solves the task: the goal row is the first that is reached.
  private static func withGoals(
    _ rows: [MetricValue], _ record: RunRecord, _ scenario: Scenario
  ) -> [MetricValue] {
    guard let place = rows.firstIndex(where: { $0.id == "goal_reached@1" }) else { return rows }
    var rows = rows
    if scenario.benchmark != nil, let row = GoalMetric().evaluate(record).first {
      rows[place] = row
    }
    guard rows[place].value != 1 else { return rows }
    for goal in scenario.alternativeGoals {
      var other = record
      other.mission.goal = goal
      if let row = GoalMetric().evaluate(other).first, row.value == 1 {
        var result = rows
        result[place] = row
        return result
      }
    }
    return rows
  }

  /// Whether the planner under test lived to the end: a crash is a failure of the candidate.
  private static func plannerRow(_ record: RunRecord) -> MetricValue {
    let failed = record.thoughts.first { $0.proposal.value == nil }
    let isExternal = record.plannerDied
    return MetricValue(
      id: "planner_alive@1", value: isExternal ? 0 : 1, unit: "1", isGate: true,
      reason: isExternal ? failed.flatMap { reason(of: $0.proposal) } : nil)
  }

  /// The share of planning ticks at which the planner's own plan was driven, clamped or not.
  ///
  /// The safety gate can bring a car home on its own: such a run says nothing for the planner.
  private static func drivenRow(_ record: RunRecord) -> MetricValue {
    let own = record.thoughts.count {
      $0.verdict.action == .accepted || $0.verdict.action == .clamped
    }
    let share = record.thoughts.isEmpty ? 0 : Double(own) / Double(record.thoughts.count)
    let isEnough = share >= leastDriven
    return MetricValue(
      id: "planner_driven@1", value: isEnough ? 1 : 0, unit: "1", isGate: true,
      margin: share - leastDriven,
      reason: isEnough
        ? nil
        : "\(own) of \(record.thoughts.count) plans could be driven, the gate drove the rest; "
          + "last refusal: \(record.thoughts.last { $0.verdict.action != .accepted }?.verdict.reason ?? "none")"
    )
  }

  /// The share of its plans that must have been drivable.
  private static let leastDriven = 0.5

  private static func failures(
    _ rows: [MetricValue], _ criteria: PassCriteria, _ explanation: RunExplanation
  ) -> [String] {
    let record = explanation.record
    var wanted = ["planner_alive@1", "planner_driven@1"]
    if criteria.noAtFaultCollision { wanted.append("no_at_fault_collision@1") }
    if criteria.insideDrivableArea { wanted.append("drivable_area@1") }
    if criteria.goalReached { wanted.append("goal_reached@1") }
    if record.mission.kind == .parking, criteria.goalReached { wanted.append("parking.gate@1") }
    var found = record.abort.map { ["the run ended early: \($0)"] } ?? []
    // In the order of what is wanted: a contact is told before a goal that was missed for it.
    for id in wanted {
      guard let row = rows.first(where: { $0.id == id }), row.isValid, row.value != 1 else {
        continue
      }
      let what = words[row.id] ?? row.id
      let why = explanation.text(for: row) ?? row.reason
      found.append(why.map { $0.hasPrefix(what) ? $0 : "\(what): \($0)" } ?? what)
    }
    if let least = criteria.minimumDuration, record.simulatedDuration < least - 1e-9 {
      found.append("ended after \(record.simulatedDuration) s; expected at least \(least) s")
    }
    return found + criteria.thresholds.compactMap { miss($0, rows) }
  }

  private static let words = [
    "no_at_fault_collision@1": "contact", "drivable_area@1": "left the drivable area",
    "goal_reached@1": "goal not reached", "parking.gate@1": "not parked",
    "planner_alive@1": "planner failed", "planner_driven@1": "not driven by the planner",
  ]

  /// How a metric missed a threshold; a metric that does not exist misses it too.
  private static func miss(_ threshold: PassCriteria.Threshold, _ rows: [MetricValue]) -> String? {
    let name = threshold.metric
    guard let row = rows.first(where: { $0.id == name || $0.id.hasPrefix(name + "@") }),
      let value = row.value
    else { return "\(name) has no value; expected one for its threshold" }
    if let least = threshold.minimum, value < least {
      return "\(row.id) is \(value); expected at least \(least)"
    }
    if let most = threshold.maximum, value > most {
      return "\(row.id) is \(value); expected at most \(most)"
    }
    return nil
  }

  /// The bound a parking planner exhausted, or why the slot cannot be had, if it refused.
  private static func refusal(of record: RunRecord) -> String? {
    guard let last = record.thoughts.last, let reason = reason(of: last.proposal) else {
      return nil
    }
    let isRefusal = reason.contains("exhausted") || reason.contains("slot unavailable")
    return isRefusal ? reason : nil
  }

  private static func reason(of outcome: Outcome<Trajectory>) -> String? {
    if case .unavailable(let reason) = outcome { reason } else { nil }
  }
}

extension RunRecord {
  /// How long was simulated (s).
  var simulatedDuration: Double {
    ((ticks.last?.scene.time ?? mission.start.time) - mission.start.time).seconds
  }

  /// Whether an external planner broke down: then the last proposals all fail.
  var plannerDied: Bool {
    guard let last = thoughts.last else { return false }
    if case .unavailable(let reason) = last.proposal {
      return reason.hasPrefix("external planner:")
    }
    return false
  }
}
