import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Reporting
import Scenarios

/// `godseye stability`: does a verdict hang by a hair?
struct StabilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stability",
    abstract: "Runs scenarios with jittered starts and reports how often the verdict flips.",
    discussion: """
      The ego and every actor that is not recorded are moved by up to --position metres along and
      across, and their speeds changed by up to --speed, drawn from the seeds 1 to N. The flip rate
      is the share of the jittered runs whose verdict differs from that of the run as it stands in
      the file; above zero the scenario is a knife edge for this planner.

      Examples:
        godseye stability Scenarios/highway --runs 10
        godseye stability Scenarios/highway/cut-in.yaml --format json
      """)

  @Argument(help: "Scenario files or folders.")
  var paths: [String]

  @OptionGroup var options: RunOptions

  @Option(help: "How many jittered runs of each scenario.")
  var runs = 10

  @Option(help: "The largest move along and across (m).")
  var position = 0.01

  @Option(help: "The largest change of a speed (m/s).")
  var speed = 0.05

  @Option(help: "What to print: text or json.")
  var format = OutputFormat.text

  func run() throws {
    guard (1...1_000).contains(runs), (0...1).contains(position), (0...5).contains(speed) else {
      throw UserError(
        "--runs, --position, --speed: found \(runs), \(position), \(speed); expected 1 to 1000, "
          + "0 to 1 m and 0 to 5 m/s", code: .usage)
    }
    let configuration = try options.configuration()
    let suite = Suite(
      paths: paths, vehicles: try Vehicles.chosen(options.vehicle).all,
      configuration: configuration, selection: try options.selection())
    suite.failures.forEach { Terminal.error($0.description) }
    guard !suite.scenarios.isEmpty else {
      throw UserError("found no scenario to jitter", code: .usage)
    }
    let rows = VerdictStability(
      runner: ScenarioRunner(configuration: configuration, today: Today.text),
      jitter: ScenarioJitter(position: position, speed: speed), runs: runs
    ).rows(of: suite.scenarios, jobs: options.jobs)
    print(try text(of: rows))
    if !suite.failures.isEmpty { throw Ending(code: .badInput) }
  }

  private func text(of rows: [VerdictStability.Row]) throws -> String {
    switch format {
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(rows), as: UTF8.self)
    case .text:
      let edges = rows.filter(\.isKnifeEdge)
      let head = "| scenario | verdict | flips | label |\n|---|---|---|---|\n"
      let lines = rows.map { row in
        "| \(row.id) | \(row.verdict) | \(row.flips)/\(row.runs) | "
          + "\(row.isKnifeEdge ? "knife edge" : "") |"
      }
      return head + lines.joined(separator: "\n")
        + "\n\(rows.count) scenarios, \(edges.count) on a knife edge"
    }
  }
}
