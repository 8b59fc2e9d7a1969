import DrivingCore
import Reporting
import Testing

@Suite("Planners are compared run by run, clustered by family") struct PlannerContestTests {
  private func row(
    _ id: String, _ source: String, _ score: Double, hits: Bool = false,
    verdict: ScenarioResult.Verdict = .passed
  ) -> ScenarioResult {
    ScenarioResult(
      id: id, source: source, kind: "highway", verdict: hits ? .failed : verdict, score: score,
      metrics: [
        MetricValue(id: "no_at_fault_collision@1", value: hits ? 0 : 1, unit: "1", isGate: true)
      ])
  }

  @Test("means, differences, collisions and families") func counts() {
    let ours = [
      row("a/1", "a", 90), row("a/2", "a", 80), row("b/1", "b", 0, hits: true),
      row("c/1", "c", 0, verdict: .notEvaluated),
    ]
    let theirs = [
      row("a/1", "a", 70), row("a/2", "a", 80), row("b/1", "b", 50), row("c/1", "c", 100),
    ]
    let contest = PlannerContest([("ours", ours), ("theirs", theirs)])
    #expect(contest.runs == 3 && contest.leftOut == 1)
    #expect(abs(contest.entries[0].meanScore - 170.0 / 3) < 1e-12)
    #expect(contest.entries.map(\.atFaultCollisions) == [1, 0])
    let duel = contest.duels[0]
    #expect(abs(duel.meanDifference + 10) < 1e-12)
    #expect((duel.better, duel.worse, duel.same) == (1, 1, 1))
    #expect(duel.onlyFirstCollides == ["b/1"])
    #expect(contest.families.map(\.name) == ["a", "b"])
    #expect(contest.families[0].meanScores == [85, 75])
    #expect(duel.low <= duel.meanDifference && duel.meanDifference <= duel.high)
    #expect(contest.text.contains("ours collides at fault and theirs does not: b/1"))
  }

  @Test("whole families are drawn: many alike runs do not narrow the interval") func clusters() {
    let few = PairedStatistics.clusterBootstrapInterval([[1], [3], [5], [7]])
    let many = PairedStatistics.clusterBootstrapInterval(
      [1.0, 3, 5, 7].map { Array(repeating: $0, count: 50) })
    #expect(few == many)
    let singles = PairedStatistics.bootstrapInterval(
      [1.0, 3, 5, 7].flatMap { Array(repeating: $0, count: 50) })
    #expect(many.high - many.low > 3 * (singles.high - singles.low))
  }

  @Test("equal seeds give equal intervals, one family gives its mean") func seeds() {
    let clusters = (0..<20).map { [Double($0), Double($0 * $0 % 7)] }
    let (a, b) = (
      PairedStatistics.clusterBootstrapInterval(clusters, seed: 3),
      PairedStatistics.clusterBootstrapInterval(clusters, seed: 3)
    )
    #expect(a == b)
    #expect(PairedStatistics.clusterBootstrapInterval([[2, 4]]) == (3, 3))
    #expect(PairedStatistics.clusterBootstrapInterval([]) == (0, 0))
  }
}
