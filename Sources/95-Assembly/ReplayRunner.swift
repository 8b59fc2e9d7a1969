import DrivingCore
import Geometry
import Perception
import Reporting
import Scoring
import Simulation
import Tracking

/// Takes a recorded log through the open loop in constant memory and measures what came of it.
public struct ReplayRunner: Sendable {
  /// Who sits in the rooms of the loop.
  public let configuration: RunConfiguration
  /// The car that drove, as far as it is known: its front bumper matters for radar.
  public let vehicle: VehicleSpec

  /// Creates a runner.
  public init(configuration: RunConfiguration, vehicle: VehicleSpec) {
    self.configuration = configuration
    self.vehicle = vehicle
  }

  /// Replays the log; `observe` sees every step, for pictures and recordings.
  ///
  /// A log that breaks keeps what was read before: the row says so and is not a pass.
  public func run(
    _ source: any LogSource, id: String, path: String, observe: (LogReplay.Step) -> Void = { _ in }
  ) -> ScenarioResult {
    var tally = ReplayTally(frontOffset: vehicle.body.length - vehicle.body.rearOverhang)
    do throws(StageFailure) {
      var replay = try loop()
      while let frame = tally.next(of: source) {
        let step = try replay.step(frame)
        tally.add(step)
        observe(step)
      }
    } catch {
      tally.problem = "\(error.stage): \(error.reason)"
    }
    return row(id: id, path: path, source: source, tally: tally)
  }

  private func loop() throws(StageFailure) -> LogReplay {
    try LogReplay(
      mission: mission,
      perceiver: RadarPercepts(
        around: LanePerceiver(), frontOffset: vehicle.body.length - vehicle.body.rearOverhang),
      tracker: WorldModelBuilder(usesMap: false, setSpeed: .held),
      reasoner: try StageCatalogue.reasoner(named: configuration.reasoner),
      planner: try StageCatalogue.planner(for: .replay, configuration))
  }

  /// What the replay is about.
  public var mission: Mission {
    Mission(
      kind: .replay, vehicle: vehicle, start: VehicleState(),
      style: configuration.ownStyle
        ?? DrivingStyle.all.first { $0.id == configuration.style } ?? .standard,
      seed: configuration.seed ?? 1)
  }

  private func row(
    id: String, path: String, source: any LogSource, tally: ReplayTally
  ) -> ScenarioResult {
    let isWhole = tally.problem == nil && !source.hasLoss && tally.frames > 0
    let problems = tally.problem.map { [$0] } ?? (tally.frames == 0 ? ["the log has no frame"] : [])
    return ScenarioResult(
      id: id, source: ProductFiles.stated(path), kind: Mission.Kind.replay.rawValue,
      title: source.title,
      verdict: isWhole ? .passed : .notEvaluated, score: isWhole ? 100 : 0,
      rawScore: isWhole ? 100 : 0, duration: tally.duration, seed: mission.seed,
      vehicle: vehicle.id, digest: tally.digest, metrics: tally.metrics,
      messages: problems + tally.words + source.notes)
  }
}

/// What is counted while a log is read; a few numbers, whatever its length.
struct ReplayTally {
  private let frontOffset: Double
  private var score = ReplayScore()
  private var hasher = SHA256()
  private var first: SimulationTime?
  private var last = SimulationTime.zero
  private(set) var frames = 0
  private(set) var cameraFrames = 0
  private(set) var lanesSeen = 0
  var problem: String?

  init(frontOffset: Double) { self.frontOffset = frontOffset }

  /// The next frame; a source that cannot go on ends the log and says why.
  mutating func next(of source: any LogSource) -> SensorFrame? {
    do throws(LogFailure) {
      return try source.next()
    } catch {
      problem = "\(error.path):\(error.place): \(error.reason)"
      return nil
    }
  }

  mutating func add(_ step: LogReplay.Step) {
    frames += 1
    first = first ?? step.frame.time
    last = step.frame.time
    score.add(
      step.frame, step.percepts, tracks: step.percepts.objects,
      estimatedSpeed: step.world.ego.speed, frontOffset: frontOffset)
    if step.frame.odometry != nil { score.plan.add(driver: step.world.ego) }
    if let plan = step.thought?.proposal.value { score.plan.add(plan, madeAt: step.world.time) }
    if step.frame.camera != nil {
      cameraFrames += 1
      let seen = step.percepts.boundary(.egoLeft) != nil && step.percepts.boundary(.egoRight) != nil
      if seen { lanesSeen += 1 }
    }
    var print = Fingerprint()
    print.add(step.percepts)
    print.add(step.world.ego)
    hasher.update(Int64(bitPattern: print.value))
  }

  var duration: Double { first.map { (last - $0).seconds } ?? 0 }
  var digest: String { hasher.hexadecimalDigest }
  var metrics: [MetricValue] {
    [MetricValue(id: "replay.frames@1", value: Double(frames), unit: "1")]
      + score.values.filter { $0.id != "replay.frames@1" }
  }

  /// "300 camera frames   lanes 298/300   plan against driver 0.21 m at 2 s".
  var words: [String] {
    var parts = [cameraFrames > 0 ? "\(cameraFrames) camera frames" : "\(frames) frames"]
    if cameraFrames > 0 { parts.append("lanes \(lanesSeen)/\(cameraFrames)") }
    let error = score.values.first { $0.id.hasPrefix("plan.displacement_error_2s") }?.value
    if let error {
      parts.append("plan against driver \((error * 100).rounded() / 100) m at 2 s")
    }
    return [parts.joined(separator: "   ")]
  }
}
