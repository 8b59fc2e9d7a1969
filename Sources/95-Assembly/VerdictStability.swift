import Reporting
import Scenarios

/// How often a verdict changes when a scenario starts a hair differently.
public struct VerdictStability: Sendable {
  /// What came of one scenario.
  public struct Row: Sendable, Hashable, Codable {
    /// The scenario.
    public var id: String
    /// The verdict of the scenario as it stands in its file.
    public var verdict: String
    /// How many jittered runs there were.
    public var runs: Int
    /// How many of them ended with another verdict.
    public var flips: Int

    /// The share of the jittered runs with another verdict.
    public var flipRate: Double { runs == 0 ? 0 : Double(flips) / Double(runs) }
    /// Whether the verdict hangs by a hair.
    public var isKnifeEdge: Bool { flips > 0 }
  }

  private let runner: ScenarioRunner
  private let jitter: ScenarioJitter
  private let runs: Int

  /// Creates an experiment: so many jittered runs of each scenario.
  public init(runner: ScenarioRunner, jitter: ScenarioJitter, runs: Int) {
    (self.runner, self.jitter, self.runs) = (runner, jitter, runs)
  }

  /// One row for each scenario, in their order, whatever the number of threads.
  public func rows(of scenarios: [Scenario], jobs: Int) -> [Row] {
    let each = runs + 1
    let verdicts = Parallel.map(count: scenarios.count * each, jobs: jobs) { index in
      let (scenario, number) = (scenarios[index / each], index % each)
      let driven = number == 0 ? scenario : jitter.applied(to: scenario, seed: UInt64(number))
      return runner.run(driven).result.verdict
    }
    return scenarios.enumerated().map { index, scenario in
      let own = verdicts[(index * each)..<((index + 1) * each)]
      let base = own.first ?? .error
      return Row(
        id: scenario.id, verdict: base.rawValue, runs: runs, flips: own.count { $0 != base })
    }
  }
}
