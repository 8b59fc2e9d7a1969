import Assembly
import DrivingCore
import Foundation
import Geometry
import Reporting
import Simulation

/// One log through the open loop: opens it, replays it, writes what was seen.
struct ReplaySession {
  private let source: any LogSource
  private let log: String
  private let id: String
  private let runner: ReplayRunner

  /// Opens the log.
  /// - Throws: `LogFailure` or `InputFailure`.
  init(log: String, id: String, configuration: RunConfiguration) throws {
    source = try Logs.open(log)
    self.log = log
    self.id = id
    let vehicles = try Vehicles.chosen(configuration.vehicle).all
    let wanted = configuration.vehicle ?? "byd-atto-3"
    guard let vehicle = vehicles.first(where: { $0.id == wanted }) ?? vehicles.first else {
      throw UserError("--vehicle: found '\(wanted)'; expected an id of 'godseye list vehicles'")
    }
    runner = ReplayRunner(configuration: configuration, vehicle: vehicle)
  }

  /// Replays to the end of the log, or to where it breaks.
  func run(to folder: OutputFolder, writesVideo: Bool) -> FinishedRun {
    let started = Date()
    let recorder = ReplayRecorder(
      mission: runner.mission, videoPath: writesVideo ? "\(folder.path)/overlay.mp4" : nil,
      logPath: folder.logPath(id), frameRate: frameRate)
    var row = runner.run(source, id: id, path: log) { step in
      recorder.add(step)
      if step.frame.index % 20 == 0 {
        Terminal.progress("\(step.frame.index)/\(source.statedFrameCount ?? 0) frames")
      }
    }
    Terminal.clearProgress()
    recorder.finish()
    row.messages += recorder.problems
    if !recorder.problems.isEmpty { row.verdict = .error }
    let frames = recorder.stills.map { ReportFrame(time: $0.time, jpeg: $0.jpeg) }
    folder.shelf.add(RunStory(recorder.record, frames: frames), of: row)
    return FinishedRun(result: row, seconds: Date().timeIntervalSince(started))
  }

  /// The overlay plays as fast as the log was taken.
  private var frameRate: Double {
    guard let count = source.statedFrameCount, let duration = source.duration, duration > 0 else {
      return 20
    }
    return Double(count) / duration
  }
}
