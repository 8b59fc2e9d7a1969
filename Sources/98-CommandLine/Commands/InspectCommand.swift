import ArgumentParser
import Assembly
import DriveLogs
import DrivingCore
import Foundation
import Reporting
import Scenarios

/// `godseye inspect`: what is in a file, in words, with the problems found.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Says what is in a log, a scenario or a result, with problems found.",
    discussion: """
      Examples:
        godseye inspect drive.mcap
        godseye inspect Scenarios/highway/cut-in.yaml
        godseye inspect Reports/latest/results.json
      """)

  @Argument(help: "An MCAP log, a scenario file (.yaml, .xml, .csv) or a results.json.")
  var path: String

  @Option(help: "What to print: text or json.")
  var format = OutputFormat.text

  func run() throws {
    switch URL(fileURLWithPath: path).pathExtension.lowercased() {
    case "mcap": try inspectLog()
    case "yaml", "yml", "xml", "csv": try inspectScenario()
    case "json": try inspectResults()
    default: try inspectOtherLog()
    }
  }

  private func inspectLog() throws {
    let found: LogInspection
    do throws(LogFailure) { found = try LogInspection(path: path) } catch {
      throw UserError(error.line)
    }
    switch format {
    case .text: found.lines.forEach { print($0) }
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      print(String(decoding: try encoder.encode(found), as: UTF8.self))
    }
    if !found.isSound { throw Ending(code: .badInput) }
  }

  private func inspectScenario() throws {
    let suite = Suite(
      paths: [path], vehicles: try Vehicles.all(including: nil), configuration: RunConfiguration())
    for scenario in suite.scenarios {
      print(scenario.page)
      scenario.notes.forEach { print("  note      \($0)") }
      if let reason = scenario.notEvaluated { print("  problem   \(reason)") }
    }
    suite.failures.forEach { Terminal.error($0.description) }
    if !suite.failures.isEmpty { throw Ending(code: .badInput) }
  }

  private func inspectResults() throws {
    let results = try UserError.from { () throws(ReportFailure) in
      try RunResults(contentsOf: path)
    }
    print("\(results.schema), godseye \(results.configuration.toolVersion)")
    print(
      "\(results.summary.scenarios) scenarios: \(results.countsInWords), "
        + "score \(RunSummary.short(results.summary.score))")
    for row in results.scenarios {
      print(
        "  \(row.verdict.rawValue.padding(toLength: 13, withPad: " ", startingAt: 0)) \(row.id)")
    }
  }

  private func inspectOtherLog() throws {
    do throws(LogFailure) {
      let log = try openLog(path)
      print(log.title)
      if let count = log.statedFrameCount { print("\(count) frames stated") }
      if let duration = log.duration { print("\(duration) s") }
      log.notes.forEach { print("note: \($0)") }
    } catch {
      throw UserError(error.line)
    }
  }
}

extension UserError {
  /// Turns a report failure into a line for the user.
  static func from<Value>(_ body: () throws(ReportFailure) -> Value) throws(UserError) -> Value {
    do throws(ReportFailure) { return try body() } catch {
      throw UserError("\(error.path): \(error.reason)")
    }
  }
}
