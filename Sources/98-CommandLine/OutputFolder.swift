import Assembly
import DriveLogs
import DrivingCore
import Foundation
import Geometry
import Reporting
import Scenarios

/// What is kept of a run once its files are written: records are large and are let go.
struct FinishedRun: Sendable {
  /// The row of the results.
  var result: ScenarioResult
  /// What the report shows of it.
  var story: RunStory?
  /// The ego's states, for `--export-trajectories`.
  var states: [VehicleState] = []
  /// What the scenario's coordinates had subtracted (m).
  var worldOffset = Vector2.zero
  /// What became of its solution file, where one was asked for.
  var solution: SolutionFolder.Outcome?
  /// How long it took (s of wall-clock time).
  var seconds = 0.0
}

/// The folder that a run writes to.
struct OutputFolder: Sendable {
  let path: String

  init(_ path: String) { self.path = path }

  /// Writes what belongs to one run: its log and its trail; a full disk turns the row into an error.
  func finish(_ run: ScenarioRun, seconds: Double) -> FinishedRun {
    var finished = FinishedRun(result: run.result, seconds: seconds)
    guard let record = run.record else { return finished }
    finished.states = record.ticks.map(\.scene.ego)
    finished.worldOffset = run.scenario.worldOffset
    finished.story = RunStory(record)
    do {
      try writeFiles(of: record, id: run.result.id)
    } catch {
      finished.result.verdict = .error
      finished.result.score = 0
      finished.result.messages.insert("the run's files could not be written: \(error)", at: 0)
    }
    return finished
  }

  private func writeFiles(of record: RunRecord, id: String) throws {
    try AtomicFile.write(
      TrailFile.bytes(of: record.trail()), to: TrailFile.path(in: path, scenario: id))
    try RunLogWriter.write(record, to: FileByteSink(path: logPath(id)))
  }

  /// Where the log of a run lies; its folder is made.
  func logPath(_ id: String) -> String {
    let file = "\(path)/runs/\(id).mcap"
    try? FileManager.default.createDirectory(
      at: URL(fileURLWithPath: file).deletingLastPathComponent(),
      withIntermediateDirectories: true)
    return file
  }

  /// Writes the files of the whole.
  func write(_ results: RunResults, runs: [FinishedRun]) throws(ReportFailure) {
    var stories: [String: RunStory] = [:]
    var timings: [String: Double] = [:]
    for run in runs {
      stories[run.result.id] = run.story
      timings[run.result.id] = run.seconds
    }
    try ReportWriter.write(results, stories: stories, timings: timings, to: path)
  }
}

/// A trajectory as CSV: the rear axle in the scenario's own coordinates.
enum TrajectoryTable {
  static func text(_ run: FinishedRun) -> String {
    var lines = [
      "t_s,x_m,y_m,heading_rad,speed_mps,acceleration_mps2,steering_rad,steering_rate_radps"
    ]
    for state in run.states {
      let place = state.worldFromVehicle.position + run.worldOffset
      let numbers = [
        state.time.seconds, place.x, place.y, state.worldFromVehicle.heading, state.speed,
        state.acceleration, state.steeringAngle, state.steeringRate,
      ]
      lines.append(numbers.map { "\($0)" }.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
