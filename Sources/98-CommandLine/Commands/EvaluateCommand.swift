import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Reporting

/// `godseye evaluate`: perception against labels.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measures lane perception against labels or exact truth.",
    discussion: """
      Labels are TuSimple JSON lines (raw_file below --data, h_samples, lanes; 'frame' for videos),
      a folder with images/* and labels/* (instance masks), or drives rendered with exact truth.
      Pictures without a calibration.json are evaluated with assumed numbers and an estimated
      horizon.

      Examples:
        godseye evaluate --labels labels.jsonl --data ROOT --answers answers.jsonl
        godseye evaluate FRAMES/
        godseye evaluate --rendered 10 --level hard
        godseye evaluate --rendered 24 --first-seed 501 --frames 60 --level hard
      """)

  @Argument(help: "A folder with images/* and labels/*.")
  var folder: String?

  @Option(help: "A label file, one JSON object a line.")
  var labels: String?

  @Option(help: "The folder that the label file's raw_file is relative to.")
  var data = "."

  @Option(help: "Write what was found in TuSimple form.")
  var answers: String?

  @Option(help: "How many rendered drives to evaluate on.")
  var rendered: Int?

  @Option(help: "The seed of the first rendered drive; the others count on from it.")
  var firstSeed: UInt64 = 101

  @Option(help: "clean or hard (rendered drives).")
  var level = "clean"

  @Option(help: "Frames of each rendered drive.")
  var frames = 100

  @Option(help: "How many drives at once.")
  var jobs = 2

  @Option(help: "What to print: text or json.")
  var format = OutputFormat.text

  func run() throws {
    if let rendered { return try evaluateRendered(rendered) }
    var evaluator = LaneEvaluator()
    if let labels {
      try evaluator.evaluate(labels: labels, root: data)
    } else if let folder {
      try evaluator.evaluate(folder: folder)
    } else {
      throw UserError(
        "found nothing to evaluate; expected a folder, --labels or --rendered", code: .usage)
    }
    if let answers { try AtomicFile.write(try evaluator.answerLines(), to: answers) }
    print("\(evaluator.answers.count) pictures")
    try tell(evaluator.metrics)
    evaluator.problems.forEach { Terminal.error($0) }
    if !evaluator.problems.isEmpty { throw Ending(code: .badInput) }
  }

  private func evaluateRendered(_ count: Int) throws {
    guard (1...1000).contains(count), (2...10_000).contains(frames) else {
      throw UserError("--rendered is 1 to 1000, --frames 2 to 10000", code: .usage)
    }
    guard firstSeed <= UInt64.max - 1000 else {
      throw UserError("--first-seed is \(firstSeed); expected at most 2^64 - 1001", code: .usage)
    }
    try tell(
      try LaneEvaluator.rendered(
        seeds: firstSeed...(firstSeed + UInt64(count) - 1), frames: frames, level: level,
        jobs: jobs))
  }

  private func tell(_ metrics: [MetricValue]) throws {
    guard format == .text else {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      print(String(decoding: try encoder.encode(metrics), as: UTF8.self))
      return
    }
    for metric in metrics {
      let name = metric.id.padding(toLength: 40, withPad: " ", startingAt: 0)
      print("  \(name) \(RunSummary.short(metric.value)) \(metric.unit == "1" ? "" : metric.unit)")
    }
  }
}
