import DriveLogs
import DrivingCore
import Geometry
import Imaging
import Perception
import Simulation

/// Writes what a replay saw while it runs: an overlay video, an MCAP, and a few stills for the
/// report. Constant memory; a full disk ends the recording, not the replay, and is told.
public final class ReplayRecorder {
  /// A still for the report.
  public struct Still: Sendable {
    /// When.
    public var time: SimulationTime
    /// The overlay as JPEG.
    public var jpeg: [UInt8]
  }

  /// The stills kept so far.
  public private(set) var stills: [Still] = []
  /// What could not be written, one line each.
  public private(set) var problems: [String] = []

  /// A thin record for the report: one tick and thought for each planning step. It grows with the
  /// log, some 2 kB a planning step, up to `recordCap` of them.
  public private(set) var record: RunRecord

  private let videoPath: String?
  private let frameRate: Double
  private var video: VideoWriter?
  private var log: RunLogWriter?
  private let stillEvery: SimulationTime
  private var lastStill: SimulationTime?

  /// Longest edge of a still (px); stills are for the report, the video has the full size.
  static let stillWidth = 480

  /// Creates a recorder; what has no path is not written.
  public init(
    mission: Mission, videoPath: String?, logPath: String?, frameRate: Double,
    stillEvery: SimulationTime = SimulationTime(nanoseconds: 500_000_000)
  ) {
    record = RunRecord(mission: mission)
    self.videoPath = videoPath
    self.frameRate = frameRate
    self.stillEvery = stillEvery
    guard let logPath else { return }
    do throws(LogFailure) {
      log = try RunLogWriter(try FileByteSink(path: logPath), mission: mission)
    } catch {
      problems.append("\(error.path): \(error.reason)")
    }
  }

  /// Planning steps kept for the report: five minutes.
  static let recordCap = 3_000

  /// Records one step.
  public func add(_ step: LogReplay.Step) {
    keepForReport(step)
    if let picture = step.frame.camera { draw(step.percepts, on: picture, at: step.frame.time) }
    guard let log else { return }
    do throws(LogFailure) {
      if let thought = step.thought { try log.write(RunRecord.Thought(step, thought)) }
      let scene = Scene(
        time: step.frame.time, ego: step.world.ego, objects: step.world.objects)
      try log.write(RunRecord.Tick(scene: scene, command: .neutral))
    } catch {
      problems.append("\(error.path): \(error.reason)")
      self.log = nil
    }
  }

  private func keepForReport(_ step: LogReplay.Step) {
    guard let thought = step.thought, record.thoughts.count < Self.recordCap else { return }
    record.thoughts.append(RunRecord.Thought(step, thought))
    let scene = Scene(time: step.frame.time, ego: step.world.ego, objects: step.world.objects)
    record.ticks.append(RunRecord.Tick(scene: scene, command: .neutral))
  }

  /// Closes the files.
  public func finish() {
    video?.close()
    do throws(LogFailure) { try log?.finish() } catch {
      problems.append("\(error.path): \(error.reason)")
    }
  }

  private func draw(_ percepts: Percepts, on picture: CameraImage, at time: SimulationTime) {
    let wantsStill = lastStill.map { time - $0 >= stillEvery } ?? true
    guard videoPath != nil || wantsStill else { return }
    do throws(ImagingFailure) {
      let overlay = try LaneOverlay.drawn(percepts, on: picture)
      try append(overlay)
      if wantsStill { try keepStill(overlay, at: time) }
    } catch {
      problems.append(error.reason)
    }
  }

  private func append(_ overlay: Bitmap) throws(ImagingFailure) {
    guard let videoPath else { return }
    if video == nil {
      video = try VideoWriter(
        path: videoPath, frameRate: frameRate, width: overlay.width, height: overlay.height)
    }
    try video?.append(overlay)
  }

  private func keepStill(_ overlay: Bitmap, at time: SimulationTime) throws(ImagingFailure) {
    let scale = Double(Self.stillWidth) / Double(overlay.width)
    let height = Int((Double(overlay.height) * scale).rounded())
    let small = try overlay.resized(width: Self.stillWidth, height: height)
    stills.append(Still(time: time, jpeg: try small.encoded(.jpeg(quality: 70))))
    lastStill = time
    try writePicture(small, at: time)
  }

  /// The overlay also goes into the log, so that Foxglove shows it.
  private func writePicture(_ picture: Bitmap, at time: SimulationTime) throws(ImagingFailure) {
    guard let log, let still = stills.last else { return }
    do throws(LogFailure) {
      try log.write(EncodedPicture(format: "jpeg", bytes: still.jpeg), at: time)
    } catch {
      problems.append("\(error.path): \(error.reason)")
      self.log = nil
    }
  }
}

extension RunRecord.Thought {
  /// A thought of the open loop: the plan is what was proposed, nothing was gated.
  init(_ step: LogReplay.Step, _ thought: LogReplay.Thought) {
    let empty = Trajectory(
      label: "none",
      points: [
        .init(
          time: step.world.time, worldFromVehicle: step.world.ego.worldFromVehicle,
          speed: step.world.ego.speed)
      ])
    self.init(
      time: step.world.time, percepts: step.percepts, decision: thought.decision,
      proposal: thought.proposal, plan: thought.proposal.value ?? empty,
      verdict: GateVerdict(action: .accepted, reason: "open loop: nothing is gated"))
  }
}
