import DrivingCore
import Foundation
import Geometry
import Testing

@testable import Reporting

@Suite("A comparison judges a candidate against a base") struct ComparisonTests {
  private let base = ReportSamples.results([
    ReportSamples.row("cut-in/gap-12m", margin: 0.6), ReportSamples.row("cut-in/gap-9m", .failed),
    ReportSamples.row("merge/short", score: 80), ReportSamples.row("follow/calm"),
  ])

  @Test func aNewContactIsARegressionThatNamesItsScenario() {
    let candidate = ReportSamples.results([
      ReportSamples.row("cut-in/gap-12m", .failed, contact: true, digest: "e"),
      ReportSamples.row("cut-in/gap-9m", .failed), ReportSamples.row("merge/short", score: 99),
      ReportSamples.row("follow/calm"),
    ])
    let comparison = Comparison(base: base, candidate: candidate)
    #expect(comparison.verdict == .regression)
    #expect(comparison.exitCode == .failed)
    let lines = comparison.text.split(separator: "\n")
    #expect(
      lines.first
        == "1 worse, 1 better, 2 same · cut-in/gap-12m: contact (margin was +0.60 m)")
    #expect(lines.last == "verdict: REGRESSION (new collision)")
    let family = comparison.families.first { $0.name == "cut-in" }
    #expect(family?.worse == 1 && family?.same == 1 && family?.meanDelta == -45)
  }

  @Test func aMendedScenarioIsAnImprovement() {
    let candidate = ReportSamples.results(
      base.scenarios.map { row in
        row.id == "cut-in/gap-9m" ? ReportSamples.row(row.id, score: 70, digest: "e") : row
      })
    let comparison = Comparison(base: base, candidate: candidate)
    #expect(comparison.verdict == .improvement)
    #expect(comparison.exitCode == .passed)
    #expect(comparison.pairs.first?.reason == "passes now")
  }

  @Test func aPureRefactoringIsEqual() {
    let comparison = Comparison(base: base, candidate: base)
    #expect(comparison.verdict == .equal)
    #expect(comparison.exitCode == .passed)
    #expect(comparison.text.contains("0 worse, 0 better, 4 same"))
    #expect(comparison.interval == [0, 0])
    #expect(comparison.flipProbability == 1)
  }

  @Test func aPlannerThatTheSafetyGateHasToSaveIsARegression() {
    let candidate = ReportSamples.results(
      base.scenarios.map { row in
        var row = row
        if row.id == "follow/calm" {
          (row.digest, row.interventions.accepted, row.interventions.replaced) = ("e", 60, 40)
        }
        return row
      })
    let comparison = Comparison(base: base, candidate: candidate)
    #expect(comparison.verdict == .regression && comparison.exitCode == .failed)
    #expect(comparison.reasons == ["leans on the safety gate: follow/calm"])
    #expect(
      comparison.pairs.first?.reason == "the safety gate changed 40 % of the plans (was 0 %)")
    #expect(Comparison(base: candidate, candidate: base).verdict != .regression)
  }

  @Test func whatIsLostCountsAndWhatErredIsNoBetter() {
    let fewer = ReportSamples.results(Array(base.scenarios.dropLast()))
    #expect(Comparison(base: base, candidate: fewer).verdict == .regression)
    let erred = ReportSamples.results(
      base.scenarios.map { row in
        row.id == "follow/calm" ? ReportSamples.row(row.id, .error) : row
      })
    let comparison = Comparison(base: base, candidate: erred)
    #expect(comparison.verdict == .regression)
    #expect(comparison.reasons.first == "new failure: follow/calm")
    #expect(Comparison(base: ReportSamples.results([]), candidate: base).exitCode == .usage)
  }

  @Test func aDropOfTheMeanBreaksTheGateWithoutAnyFailure() {
    let candidate = ReportSamples.results(
      base.scenarios.map { row in
        ReportSamples.row(row.id, row.verdict, score: row.score - 1, digest: "e")
      })
    let comparison = Comparison(base: base, candidate: candidate)
    #expect(comparison.verdict == .regression)
    #expect(abs(comparison.meanDelta + 0.75) < 1e-12)
  }

  /// By hand: 2 (1 + 10) / 2^10 for flips 1 to 9; 2 / 2^5 for 0 to 5; no flips, no evidence.
  @Test(arguments: [
    (1, 9, 22.0 / 1024), (0, 5, 0.0625), (0, 0, 1.0), (3, 3, 1.0), (9, 1, 22.0 / 1024),
  ])
  func mcNemarIsExact(worse: Int, better: Int, expected: Double) {
    #expect(abs(PairedStatistics.mcNemar(worse: worse, better: better) - expected) < 1e-12)
  }

  @Test func mcNemarDoesNotUnderflow() {
    let p = PairedStatistics.mcNemar(worse: 2000, better: 2100)
    #expect(p > 0.1 && p < 0.2)
  }

  @Test func theBootstrapIsSeededAndHoldsTheMean() {
    let values = (0..<40).map { Double($0 % 7) - 2 }
    let mean = values.reduce(0, +) / 40
    let first = PairedStatistics.bootstrapInterval(values, resamples: 2000)
    let second = PairedStatistics.bootstrapInterval(values, resamples: 2000)
    #expect(first == second)
    #expect(first.low < mean && mean < first.high)
    // The normal interval is a good approximation here.
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40).squareRoot()
    #expect(abs(first.high - first.low - 2 * 1.96 * deviation / 40.0.squareRoot()) < 0.1)
  }
}

@Suite("The first difference names tick, stage and values") struct FirstDifferenceTests {
  private func trail(_ target: Double, planning: UInt64, from start: Int = 0) -> [StageTrail] {
    (0..<40).map { tick in
      let changed = tick >= 23
      return StageTrail(
        time: SimulationTime(seconds: Double(tick) / 10),
        fingerprints: [1, 2, 3, changed ? planning : 4, 5, 6],
        numbers: [0, 0, 0, 20, changed ? target : 20, 0, 0, 20, 0, 0])
    }
  }

  @Test func planningDiffersFirst() throws {
    let found = try #require(
      FirstDifference(
        scenario: "a", base: trail(24.1, planning: 7), candidate: trail(27.8, planning: 8)))
    #expect(
      found.text
        == "first difference: t = 2.30 s, stage planning, target speed 24.1 → 27.8 m/s; "
        + "world, percepts and decision identical")
  }

  @Test func sameTrailsHaveNone() {
    #expect(
      FirstDifference(
        scenario: "a", base: trail(24, planning: 7), candidate: trail(24, planning: 7)) == nil)
  }

  @Test func aShorterRunIsADifference() throws {
    let long = trail(24, planning: 7)
    let found = try #require(
      FirstDifference(scenario: "a", base: Array(long.dropLast(5)), candidate: long))
    #expect(found.stage == nil)
    #expect(found.text.contains("t = 3.40 s"))
    #expect(found.text.contains("the base ends here"))
  }
}
