import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Reporting

/// `godseye run`: scenarios in closed loop, a report, a verdict.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs scenarios in closed loop and scores them.",
    discussion: """
      PATH is a scenario file (.yaml), a CommonRoad file (.xml), a TPCAP case (.csv) or a folder of
      them; without one the built-in suite and the embedded drive are run.

      Examples:
        godseye run
        godseye run Scenarios/parking --vehicle byd-seagull
        godseye run Scenarios/parking --vehicle all --out Reports/matrix
        godseye run USA_US101-3_3_T-1.xml --ego recorded:all
        godseye run Scenarios/highway --baseline Scenarios/baselines/highway.json

      With several vehicles (--vehicle all, or ids with commas) every scenario is run with each. The
      report shows the matrix; only failures leave a log unless asked for (--logs all), and the
      report keeps pictures of what did not pass, an example of each scenario and the lowest scores.
      A parking refusal, which names the bound that was exhausted, fails a run with one vehicle; in a
      matrix it is counted apart and only failures turn the exit code.
      """)

  @Argument(help: "Scenario files or folders; none: the built-in suite.")
  var paths: [String] = []

  @OptionGroup var options: RunOptions

  @Option(help: "The folder to write results, report and logs to.")
  var out = "Reports/latest"

  @Option(help: "Compare with this committed baseline; a regression fails the run.")
  var baseline: String?

  @Option(help: "Write each run's trajectory as CSV into this folder.")
  var exportTrajectories: String?

  @Option(help: "Write each passed CommonRoad run as a solution for the benchmark's checker.")
  var exportSolutions: String?

  @Option(help: "The cost function that exported solutions name: JB1, SA1, WX1, SM1 ...")
  var costFunction = "SM1"

  @Option(
    help: """
      Which runs leave a log and a trail in the folder: all, problems (failures) or none; \
      all with one vehicle, problems with several.
      """)
  var logs: KeptLogs?

  @Option(help: "What to print: text or json.")
  var format = OutputFormat.text

  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func run() throws {
    let started = Date()
    let solutions = exportSolutions.map { SolutionFolder(path: $0, costFunction: costFunction) }
    let session = try RunSession(
      options: options, out: out, paths: paths, solutions: solutions,
      trajectories: exportTrajectories, logs: logs, isQuiet: quiet)
    let results = try session.run(embeddedReplay: paths.isEmpty && options.ego == nil)
    if !quiet { print(try text(of: results, session, seconds: Date().timeIntervalSince(started))) }
    var codes = [results.exitCode, session.inputCode]
    if let baseline { codes.append(try check(results, against: baseline)) }
    let code = ExitCode.worst(of: codes)
    if code != .passed { throw Ending(code: code) }
  }

  /// Compares with a committed baseline; a regression is told and fails the run.
  private func check(_ results: RunResults, against path: String) throws -> ExitCode {
    let comparison = Comparison(base: try Baseline(contentsOf: path).results, candidate: results)
    if !quiet { print(comparison.text) }
    return comparison.exitCode
  }

  private func text(
    of results: RunResults, _ session: RunSession, seconds: TimeInterval
  ) throws -> String {
    switch format {
    case .json: String(decoding: try results.json(), as: UTF8.self)
    case .text: RunSummary(results).lastLine(seconds: seconds, report: "\(out)/report.html")
    }
  }
}

/// What a command prints.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}
