import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Reporting

/// `godseye replay`: a recorded log through perception, reasoning and planning.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Feeds a recorded log through perception, reasoning and planning.",
    discussion: """
      LOG is an MCAP, a video (.mp4 .avi .mkv), a folder of pictures, a comma2k19 segment, or
      rendered:SEED. The plan is compared with what the driver did (open loop). Without a
      calibration.json beside the log the camera is assumed, and the report says what was assumed.

      Examples:
        godseye replay drive.mp4
        godseye replay segment/ --out Reports/segment
      """)

  @Argument(help: "The log.")
  var log: String

  @Option(help: "Who decides: rules.")
  var reasoner = "rules"

  @Option(help: "Who plans: lattice, or exec:COMMAND.")
  var planner = "lattice"

  @Option(help: "The car that drove: an id of 'godseye list vehicles', or a vehicle file.")
  var vehicle: String?

  @Option(help: "The folder to write results, report, overlay and log to.")
  var out = "Reports/latest"

  @Option(help: "What to print: text or json.")
  var format = OutputFormat.text

  @Flag(inversion: .prefixedNo, help: "Write an overlay video of what was seen.")
  var overlay = true

  func run() throws {
    var configuration = RunConfiguration()
    configuration.percepts = .camera
    configuration.reasoner = reasoner
    configuration.planner = planner
    let chosen = try Vehicles.chosen(vehicle).ids
    guard chosen.count <= 1 else {
      throw UserError("--vehicle: found several; a log was driven with one car", code: .usage)
    }
    configuration.vehicle = chosen.first
    let name = URL(fileURLWithPath: log).deletingPathExtension().lastPathComponent
    let session = try ReplaySession(log: log, id: "replay/\(name)", configuration: configuration)
    let folder = OutputFolder(out)
    let run = session.run(to: folder, writesVideo: overlay)
    let results = RunResults(
      configuration: RunResults.Configuration(
        percepts: "camera", reasoner: reasoner, planner: planner, vehicle: run.result.vehicle,
        style: "standard", seed: 1, toolVersion: ProductVersion.text),
      scenarios: [run.result])
    try folder.write(results, runs: [run])
    try tell(results, run)
    if results.exitCode != .passed { throw Ending(code: results.exitCode) }
  }

  private func tell(_ results: RunResults, _ run: FinishedRun) throws {
    guard format == .text else {
      print(String(decoding: try results.json(), as: UTF8.self), terminator: "")
      return
    }
    for message in run.result.messages { print(message) }
    for metric in run.result.metrics where metric.isValid {
      let name = metric.id.padding(toLength: 36, withPad: " ", startingAt: 0)
      print("  \(name) \(RunSummary.short(metric.value)) \(metric.unit == "1" ? "" : metric.unit)")
    }
    print("\(results.summary.passed == 1 ? "read to the end" : "NOT read to the end") · \(out)")
  }
}
