import DrivingCore
import Geometry
import Roads

@testable import Reporting

/// Results and records made for the tests of reports.
enum ReportSamples {
  static func metric(
    _ id: String, _ value: Double?, gate: Bool = false, margin: Double? = nil, unit: String = "1"
  ) -> MetricValue {
    MetricValue(id: id, value: value, unit: unit, isGate: gate, margin: margin)
  }

  static func row(
    _ id: String, _ verdict: ScenarioResult.Verdict = .passed, score: Double = 90,
    contact: Bool = false, margin: Double = 0.6, digest: String = "d", messages: [String] = [],
    known: ScenarioResult.KnownFailure? = nil, expired: Bool = false
  ) -> ScenarioResult {
    ScenarioResult(
      id: id, source: "Scenarios/\(id).yaml", kind: "highway", verdict: verdict,
      score: verdict == .passed ? score : 0, rawScore: score, duration: 20, vehicle: "byd-seagull",
      digest: digest,
      metrics: [
        metric(
          "no_at_fault_collision@1", contact ? 0 : 1, gate: true,
          margin: contact ? -0.02 : margin, unit: "m"),
        metric("nuplan.comfort@1", 1),
      ], messages: messages, knownFailure: known, knownFailureExpired: expired)
  }

  static func results(_ rows: [ScenarioResult]) -> RunResults {
    RunResults(
      configuration: .init(
        percepts: "truth", reasoner: "rules", planner: "lattice", vehicle: "byd-seagull",
        style: "standard", seed: 1, toolVersion: "0.1.0"), scenarios: rows)
  }

  static let vehicle = VehicleSpec(
    id: "test", name: "Test",
    body: .init(
      length: 4, width: 1.8, height: 1.5, wheelbase: 2.6, rearOverhang: 0.7, track: 1.55),
    inertia: .init(mass: 1200, yaw: 1500, frontAxleToCentre: 1.2, centreHeight: 0.5),
    limits: .init(
      steeringAngle: 0.6, steeringRate: 0.5, minimumSpeed: -3, maximumSpeed: 40,
      switchingSpeed: 10, acceleration: 8), actuators: .ideal)

  /// Straight on at 20 m/s behind a slower car, until they touch.
  static func record(seconds: Double = 3) -> RunRecord {
    let lane = Lane(
      id: 1, left: Polyline((0...20).map { Vector2(Double($0) * 10, 1.8) }),
      right: Polyline((0...20).map { Vector2(Double($0) * 10, -1.8) }))
    var record = RunRecord(
      mission: Mission(
        kind: .highway, vehicle: vehicle, start: VehicleState(speed: 20),
        map: RoadMap(lanes: [lane])))
    for tick in 0...Int(seconds * 100) {
      let time = SimulationTime(seconds: Double(tick) / 100)
      let ego = VehicleState(
        time: time, worldFromVehicle: SE2(x: 20 * time.seconds, y: 0.1, heading: 0), speed: 20)
      let lead = TrackedObject(
        id: "lead </script><script>alert(1)</script>", kind: .car,
        box: OrientedBox(
          worldFromBox: SE2(x: 32 + 15 * time.seconds, y: 0, heading: 3.14), length: 4, width: 1.8),
        velocity: Vector2(15, 0))
      record.ticks.append(
        .init(scene: Scene(time: time, ego: ego, objects: [lead]), command: .neutral))
      if tick % 10 == 0 { record.thoughts.append(thought(time)) }
    }
    return record
  }

  /// Forwards and back again, once near a wall.
  static func strokes(beside name: String) -> [DrivenStroke] {
    let poses = (0...20).map { SE2(x: Double($0) * 0.1, y: 0, heading: Double($0) * 0.01) }
    let near = DrivenStroke.Nearest(
      distance: 0.14, time: 1.5, part: "front left corner", object: name, here: Vector2(3.3, 0.9),
      there: Vector2(3.3, 1.04), worldFromVehicle: poses[0], steeringAngle: 0.2,
      outline: Polygon([
        Vector2(3, 1.04), Vector2(5, 1.04), Vector2(5, 2), Vector2(3, 2),
      ]))
    return [
      DrivenStroke(
        isForward: true, start: 0.5, end: 2.5, length: 2, steeringAngle: 0.3, steeringRate: 0.4,
        poses: poses, nearest: near),
      DrivenStroke(
        isForward: false, start: 3, end: 5, length: 2, steeringAngle: -0.3, steeringRate: 0.4,
        poses: poses.reversed()),
    ]
  }

  private static func thought(_ time: SimulationTime) -> RunRecord.Thought {
    let plan = Trajectory(
      label: "keep lane 1",
      points: (0..<30).map { step in
        let later = time + SimulationTime(seconds: Double(step) * 0.1)
        return .init(
          time: later, worldFromVehicle: SE2(x: 20 * later.seconds, y: 0.1, heading: 0), speed: 20)
      })
    let decision = Decision(
      speed: .keep, path: .keep, targetSpeed: time.seconds < 1 ? 20 : 24, headway: 1.5,
      reason: "because <b>&amp;</b>")
    return RunRecord.Thought(
      time: time, percepts: Percepts(time: time, frameIndex: 0), decision: .available(decision),
      proposal: .available(plan), plan: plan,
      verdict: GateVerdict(action: time.seconds < 2 ? .accepted : .clamped, reason: "braked"))
  }
}
