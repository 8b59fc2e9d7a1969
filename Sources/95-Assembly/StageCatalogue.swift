import Control
import DrivingCore
import Dynamics
import Foundation
import Perception
import Planning
import Reasoning
import Scenarios
import Sensing
import Simulation
import Synchronization
import Tracking
import Traffic

/// Names to stages: the only registry. A user's own program may add planners before `main()`.
public enum StageCatalogue {
  private static let registered = Mutex<[(name: String, make: @Sendable () -> any Planner)]>([])

  /// Adds a planner that `--planner NAME` then finds; a later one of the same name wins.
  public static func register(planner name: String, _ make: @escaping @Sendable () -> any Planner) {
    registered.withLock { $0.append((name, make)) }
  }

  /// The planners that can be named, with a line for people.
  public static var plannerNames: [(id: String, text: String)] {
    [
      ("lattice", "ours: Frenet lattice on roads, hybrid A* in car parks")
    ] + Rivals.names + [
      ("exec:COMMAND", "a program in any language, over JSON Lines; see docs/StageProtocol.md")
    ] + registered.withLock { $0.map { ($0.name, "registered by this program") } }
  }

  /// The reasoners that can be named, with a line for people.
  public static let reasonerNames: [(id: String, text: String)] = [
    ("rules", "meta-actions from traffic rules and a lane-change incentive"),
    ("recorded:FILE", "answers of a language model, recorded earlier; a missing one is no answer"),
  ]

  /// The tenants of the loop for a scenario.
  /// - Throws: `StageFailure` for a name that is not known.
  static func stages(
    for scenario: Scenario, configuration: RunConfiguration
  ) throws(StageFailure) -> LoopStages {
    LoopStages(
      sensor: sensor(configuration), perceiver: perceiver(configuration),
      tracker: WorldModelBuilder(usesMap: configuration.percepts == .truth),
      reasoner: try reasoner(named: configuration.reasoner),
      planner: try planner(for: scenario.kind, configuration),
      gate: try gate(configuration),
      controller: TrajectoryTracker(scenario.vehicle),
      vehicle: SingleTrackVehicle(scenario.vehicle),
      traffic: TrafficField(
        actors: scenario.actors, map: scenario.map, ego: scenario.vehicle))
  }

  private static func sensor(_ configuration: RunConfiguration) -> any Sensor {
    switch configuration.percepts {
    case .truth: TruthSensor()
    case .camera: CameraAndTruthSensor()
    }
  }

  private static func perceiver(_ configuration: RunConfiguration) -> any Perceiver {
    switch configuration.percepts {
    case .truth: TruthPerceiver()
    case .camera: CameraLanesTruthObjects()
    }
  }

  /// The reasoner of that name.
  static func reasoner(named name: String) throws(StageFailure) -> any Reasoner {
    if name == "rules" { return RuleReasoner() }
    if name.hasPrefix("recorded:") {
      let path = String(name.dropFirst("recorded:".count))
      guard let data = FileManager.default.contents(atPath: path) else {
        throw StageFailure(
          stage: "reasoner", kind: .unavailable,
          reason: "\(path): cannot be read; expected recorded answers, one JSON object a line")
      }
      return RecordedReasoner(try RecordedAnswers(jsonLines: Array(data), path: path))
    }
    throw unknown("reasoner", name, among: reasonerNames.map(\.id))
  }

  /// The planner of that name for that kind of task.
  static func planner(
    for kind: Mission.Kind, _ configuration: RunConfiguration
  ) throws(StageFailure) -> any Planner {
    let name = configuration.planner
    if let make = registered.withLock({ $0.last { $0.name == name }?.make }) { return make() }
    if name == "lattice" { return kind == .parking ? ParkingPlanner() : LatticePlanner() }
    if let rival = try Rivals.planner(named: name, for: kind) { return rival }
    if name.hasPrefix("exec:") {
      let command = String(name.dropFirst("exec:".count).drop { $0 == " " })
      return ExternalPlanner(command: command, answerGuard: configuration.answerGuard)
    }
    throw unknown("planner", name, among: plannerNames.map(\.id))
  }

  /// The safety gate: ours, unless the planner is a rival or a control, or the user says otherwise.
  static func gate(
    _ configuration: RunConfiguration
  ) throws(StageFailure) -> any SafetyGate {
    switch configuration.gate ?? (Rivals.isOne(configuration.planner) ? "none" : "supervisor") {
    case "supervisor": return Supervisor()
    case "none": return OpenGate()
    case let name: throw unknown("gate", name, among: ["supervisor", "none"])
    }
  }

  private static func unknown(
    _ role: String, _ name: String, among names: [String]
  ) -> StageFailure {
    StageFailure(
      stage: role, kind: .unavailable,
      reason: "found '\(name)'; expected one of \(names.joined(separator: ", "))")
  }
}
