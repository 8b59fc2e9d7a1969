import DrivingCore
import Geometry

/// A picture as the bytes of a file.
public struct EncodedPicture: Sendable, Hashable {
  /// `jpeg` or `png`.
  public var format: String
  /// The file.
  public var bytes: [UInt8]

  /// Creates a picture.
  public init(format: String, bytes: [UInt8]) {
    self.format = format
    self.bytes = bytes
  }
}

/// Writes a run as one MCAP that opens in Foxglove: frames `world` and `vehicle`, topics `/tf`,
/// `/ego`, `/scene`, `/camera/front`, and the values of the loop as JSON. Equal runs give equal
/// bytes.
public final class RunLogWriter {
  private let writer: MCAPWriter
  private let mission: Mission
  private let channels: Channels
  private var present: [String] = []
  private var tickCount = 0
  private var thoughtCount = 0
  private var pictureCount = 0
  private var drewPlace = false
  private var lastPlan: Trajectory?
  private var lastProposal: Trajectory?

  /// Starts the log of a run.
  /// - Throws: `LogFailure` of the sink.
  public init(
    _ sink: any ByteSink, mission: Mission, compression: MCAP.Compression = .lz4
  ) throws(LogFailure) {
    var options = MCAPWriter.Options()
    options.compression = compression
    options.chunkSize = 1 << 20
    writer = try MCAPWriter(sink, options: options)
    self.mission = mission
    try writer.add(
      MCAP.Metadata(
        name: "godseye.run",
        metadata: [
          "kind": mission.kind.rawValue, "vehicle": mission.vehicle.id,
          "style": mission.style.id, "seed": "\(mission.seed)",
        ]))
    channels = try Channels(writer)
  }

  /// Writes a whole run.
  /// - Throws: `LogFailure` of the sink.
  public static func write(
    _ record: RunRecord, to sink: any ByteSink, compression: MCAP.Compression = .lz4
  ) throws(LogFailure) {
    let log = try RunLogWriter(sink, mission: record.mission, compression: compression)
    var thoughts = record.thoughts[...]
    for tick in record.ticks {
      while let thought = thoughts.first, thought.time <= tick.scene.time {
        try log.write(thought)
        thoughts.removeFirst()
      }
      try log.write(tick)
    }
    for thought in thoughts { try log.write(thought) }
    try log.finish(abort: record.abort)
  }

  /// Adds a tick: pose, scene, command.
  public func write(_ tick: RunRecord.Tick) throws(LogFailure) {
    let time = tick.scene.time
    let pose = tick.scene.ego.worldFromVehicle
    try drawPlaceOnce(time)
    try writer.write(
      channel: channels.transforms, sequence: tickCount, time: time,
      Foxglove_FrameTransform(worldFromVehicle: pose, at: time))
    try writer.write(
      channel: channels.ego, sequence: tickCount, time: time,
      LoggedVehicleState(tick.scene.ego).poseInFrame(time))
    try writer.write(
      channel: channels.state, sequence: tickCount, time: time,
      json: LoggedVehicleState(tick.scene.ego))
    try writer.write(
      channel: channels.command, sequence: tickCount, time: time,
      json: LoggedCommand(tick.command))
    // The scene moves slowly for an eye: every fifth tick is 20 pictures a second.
    if tickCount % 5 == 0 { try draw(tick.scene) }
    tickCount += 1
  }

  /// Adds a thought: percepts, decision, proposal, plan, verdict.
  public func write(_ thought: RunRecord.Thought) throws(LogFailure) {
    let (time, number) = (thought.time, thoughtCount)
    try drawPlaceOnce(time)
    try writer.write(
      channel: channels.percepts, sequence: number, time: time, json: thought.percepts)
    try writer.write(
      channel: channels.decision, sequence: number, time: time,
      json: LoggedOutcome(thought.decision))
    if isNews(thought.proposal.value, after: lastProposal) {
      lastProposal = thought.proposal.value
      try writer.write(
        channel: channels.proposal, sequence: number, time: time,
        json: LoggedOutcome(thought.proposal))
    }
    if isNews(thought.plan, after: lastPlan) {
      lastPlan = thought.plan
      try writer.write(channel: channels.plan, sequence: number, time: time, json: thought.plan)
    }
    try writer.write(channel: channels.verdict, sequence: number, time: time, json: thought.verdict)
    try writer.write(
      channel: channels.scene, sequence: number, time: time, ScenePicture.thought(thought))
    thoughtCount += 1
  }

  /// Whether a plan says more than the one before: with its past cut off it is the same plan, and a
  /// way into a slot, a hundred kilobytes long, would be written ten times a second.
  private func isNews(_ plan: Trajectory?, after last: Trajectory?) -> Bool {
    guard let plan, let last else { return true }
    return plan.label != last.label
      || !last.points.suffix(plan.points.count).elementsEqual(plan.points)
  }

  /// Adds what the front camera saw.
  public func write(_ picture: EncodedPicture, at time: SimulationTime) throws(LogFailure) {
    try writer.write(
      channel: channels.camera, sequence: pictureCount, time: time,
      Foxglove_CompressedImage(picture, at: time))
    pictureCount += 1
  }

  /// Ends the log; says why the run ended early, if it did.
  public func finish(abort: String? = nil) throws(LogFailure) {
    if let abort {
      try writer.add(MCAP.Metadata(name: "godseye.abort", metadata: ["reason": abort]))
    }
    try writer.finish()
  }

  private func drawPlaceOnce(_ time: SimulationTime) throws(LogFailure) {
    guard !drewPlace else { return }
    drewPlace = true
    try writer.write(
      channel: channels.scene, sequence: 0, time: time, ScenePicture.place(mission, at: time))
  }

  private func draw(_ scene: Scene) throws(LogFailure) {
    let now = scene.objects.map(\.id)
    let stay = Set(now)
    let update = ScenePicture.actors(
      scene, mission.vehicle, gone: present.filter { !stay.contains($0) })
    present = now
    try writer.write(channel: channels.scene, sequence: tickCount, time: scene.time, update)
  }

  private struct Channels {
    let transforms, ego, state, scene, camera: UInt16
    let percepts, decision, proposal, plan, command, verdict: UInt16

    init(_ writer: MCAPWriter) throws(LogFailure) {
      transforms = try writer.addChannel(topic: "/tf", schema: .frameTransform)
      ego = try writer.addChannel(topic: "/ego", schema: .poseInFrame)
      scene = try writer.addChannel(topic: "/scene", schema: .sceneUpdate)
      camera = try writer.addChannel(topic: "/camera/front", schema: .compressedImage)
      state = try writer.addChannel(
        topic: "/state", json: "godseye.VehicleState", title: "Where the ego is and how it moves")
      percepts = try writer.addChannel(
        topic: "/percepts", json: "godseye.Percepts", title: "What was seen")
      decision = try writer.addChannel(
        topic: "/decision", json: "godseye.Decision", title: "What was decided")
      proposal = try writer.addChannel(
        topic: "/proposal", json: "godseye.Proposal", title: "What the planner proposed")
      plan = try writer.addChannel(
        topic: "/plan", json: "godseye.Trajectory", title: "What is driven")
      command = try writer.addChannel(
        topic: "/command", json: "godseye.ControlCommand", title: "What is commanded")
      verdict = try writer.addChannel(
        topic: "/verdict", json: "godseye.GateVerdict", title: "What the safety gate did")
    }
  }
}
