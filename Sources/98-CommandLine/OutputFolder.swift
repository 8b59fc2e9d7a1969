import ArgumentParser
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
  /// What became of its solution file, where one was asked for.
  var solution: SolutionFolder.Outcome?
  /// How long it took (s of wall-clock time).
  var seconds = 0.0
}

/// Which runs leave a log and a trail in the output folder.
enum KeptLogs: String, ExpressibleByArgument, CaseIterable {
  case all, problems, none

  /// Whether a run with this outcome is kept.
  func includes(_ outcome: ScenarioOutcome) -> Bool {
    switch self {
    case .all: true
    // Who was refused stands still for as long as it takes: nothing to see in the log.
    case .problems: outcome != .passed && outcome != .refused
    case .none: false
    }
  }
}

/// The folder that a run writes to.
struct OutputFolder: Sendable {
  let path: String
  /// The stories for the report, as far as there is room.
  let shelf: StoryShelf
  /// Which runs leave their logs.
  let logs: KeptLogs
  /// Where each run's trajectory goes as CSV; nil where none is asked for.
  let trajectories: String?
  /// The vehicle whose runs stand for their scenarios in a matrix; nil where every run does.
  let example: String?

  init(
    _ path: String, logs: KeptLogs = .all, trajectories: String? = nil, isMatrix: Bool = false,
    example: String? = nil
  ) {
    self.path = path
    self.logs = logs
    self.trajectories = trajectories
    self.example = example
    shelf = StoryShelf(room: isMatrix ? HTMLReport.matrixStoryBudget : HTMLReport.storyBudget)
  }

  /// Writes what belongs to one run: its log and its trail; a full disk turns the row into an error.
  func finish(_ run: ScenarioRun, seconds: Double) -> FinishedRun {
    var finished = FinishedRun(result: run.result, seconds: seconds)
    guard let record = run.record else { return finished }
    do {
      if logs.includes(run.result.outcome) { try writeFiles(of: record, id: run.result.id) }
      if let trajectories {
        let table = TrajectoryTable.text(record, offset: run.scenario.worldOffset)
        try AtomicFile.write(Array(table.utf8), to: "\(trajectories)/\(run.result.id).csv")
      }
    } catch {
      finished.result.verdict = .error
      finished.result.score = 0
      finished.result.messages.insert("the run's files could not be written: \(error)", at: 0)
    }
    let isExample = example.map { $0 == run.result.vehicle } ?? true
    if shelf.hasRoom(for: finished.result, isExample: isExample) {
      shelf.add(
        RunStory(record, strokes: run.strokes), of: finished.result, isExample: isExample)
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
    var timings: [String: Double] = [:]
    for run in runs { timings[run.result.id] = run.seconds }
    try ReportWriter.write(results, stories: shelf, timings: timings, to: path)
  }
}

/// A trajectory as CSV: the rear axle in the scenario's own coordinates, and the car ahead.
enum TrajectoryTable {
  static func text(_ record: RunRecord, offset: Vector2) -> String {
    var lines = [
      "t_s,x_m,y_m,heading_rad,speed_mps,acceleration_mps2,steering_rad,steering_rate_radps,"
        + "lead,gap_m,lead_speed_mps"
    ]
    for scene in record.ticks.lazy.map(\.scene) {
      let state = scene.ego
      let place = state.worldFromVehicle.position + offset
      let numbers = [
        state.time.seconds, place.x, place.y, state.worldFromVehicle.heading, state.speed,
        state.acceleration, state.steeringAngle, state.steeringRate,
      ]
      let lead = FollowingLog.lead(in: scene, of: record.mission.vehicle)
      let ahead = lead.map { [$0.id, "\($0.gap)", "\($0.speed)"] } ?? ["", "", ""]
      lines.append((numbers.map { "\($0)" } + ahead).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
