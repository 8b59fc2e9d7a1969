import ArgumentParser
import Foundation
import Reporting

/// `godseye compare`: what a change made worse, better, same, and where the runs first part.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compares two runs scenario by scenario and gives a verdict.",
    discussion: """
      BASE and CANDIDATE are output folders of 'godseye run' or results.json files; folders also say
      at which tick and in which stage the runs first part. Exit code 0: no regression; 1:
      regression (a new collision, a new failure, or a mean score more than 0.5 lower).

      Examples:
        godseye run Scenarios/highway --out A
        godseye run Scenarios/highway --planner 'exec: ./my-planner' --out B
        godseye compare A B
      """)

  @Argument(help: "The folder or results.json to compare with.")
  var base: String

  @Argument(help: "The folder or results.json to judge.")
  var candidate: String

  @Option(help: "What to print: text or json.")
  var format = OutputFormat.text

  @Flag(help: "Every changed scenario, families and statistics.")
  var details = false

  func run() throws {
    let comparison = try Comparison(base: base, candidate: candidate)
    switch format {
    case .json: print(String(decoding: try comparison.json(), as: UTF8.self), terminator: "")
    case .text:
      if details { print(comparison.details) }
      print(comparison.text)
    }
    if comparison.exitCode != .passed { throw Ending(code: comparison.exitCode) }
  }
}

/// `godseye baseline`: the committed results that a change is held against.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "Moves a committed baseline, with a reason.",
    subcommands: [Update.self])

  /// `godseye baseline update`.
  struct Update: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "update",
      abstract: "Moves a baseline to new results; the reason is written into the file.",
      discussion: """
        A change that lets a safety gate fail which held before is refused unless it is accepted by
        name.

        Example:
          godseye baseline update Scenarios/baselines/highway.json --results Reports/latest \\
            --because "the planner keeps more distance in rain"
        """)

    @Argument(help: "The baseline file.")
    var baseline: String

    @Option(help: "The folder or results.json to move to.")
    var results = "Reports/latest"

    @Option(help: "Why; one sentence for those who come after.")
    var because: String

    @Flag(help: "Accept that a safety gate which held before now fails.")
    var acceptSafetyRegression = false

    func run() throws {
      let change = try Baseline.update(
        at: baseline, to: try RunResults(contentsOf: results), because: because,
        acceptingSafetyRegression: acceptSafetyRegression)
      print(change?.text ?? "first baseline: \(baseline)")
    }
  }
}
