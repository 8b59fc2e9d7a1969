import DrivingCore
import Foundation
import Geometry
import Reporting
import Scenarios
import Scoring
import Simulation

/// A scenario, what came of it, and everything that happened.
public struct ScenarioRun: Sendable {
  /// The exam.
  public var scenario: Scenario
  /// The row of the results.
  public var result: ScenarioResult
  /// What happened; nil where nothing was driven.
  public var record: RunRecord?

  /// The strokes of a parking manoeuvre as it was driven; empty elsewhere.
  public var strokes: [DrivenStroke] {
    guard let record, record.mission.kind == .parking else { return [] }
    return ParkingDrive(record).strokes
  }

  /// The first contact in words, at fault or not; nil where nobody was touched.
  public var contact: String? {
    guard let record, let first = record.contacts().first else { return nil }
    let fault = first.isAtFault ? "at fault" : "not at fault"
    return "contact with \(first.id) at \(first.time.inWords) s, \(fault)"
  }
}

/// Runs scenarios: wires the loop, drives it to its end, scores the record, gives the verdict.
public struct ScenarioRunner: Sendable {
  /// Who sits in the rooms of the loop.
  public let configuration: RunConfiguration
  /// The day known failures are held against, `YYYY-MM-DD`; given, never read from a clock here.
  public let today: String

  /// Creates a runner.
  public init(configuration: RunConfiguration, today: String) {
    self.configuration = configuration
    self.today = today
  }

  /// Runs one scenario; whatever goes wrong becomes a row with its reason.
  public func run(_ scenario: Scenario) -> ScenarioRun {
    if let reason = scenario.notEvaluated {
      return unevaluated(scenario, because: reason)
    }
    if let reason = scenario.refusal {
      return ScenarioRun(
        scenario: scenario,
        result: row(scenario, verdict: .refused, messages: ["refused: \(reason)"]), record: nil)
    }
    do throws(StageFailure) {
      let mission = mission(of: scenario)
      var stages = try StageCatalogue.stages(for: scenario, configuration: configuration)
      let record = try drive(scenario, mission, &stages)
      return finished(scenario, record)
    } catch {
      return unevaluated(scenario, because: "\(error.stage): \(error.reason)")
    }
  }

  /// The mission with the user's style and seed and the route to the goal.
  func mission(of scenario: Scenario) -> Mission {
    let style = configuration.ownStyle ?? DrivingStyle.all.first { $0.id == configuration.style }
    var mission = scenario.mission(style: style, seed: configuration.seed)
    if mission.route.isEmpty {
      mission.route = RouteFinder.route(for: mission, recording: scenario.expert ?? [])
    }
    return mission
  }

  private func drive(
    _ scenario: Scenario, _ mission: Mission, _ stages: inout LoopStages
  ) throws(StageFailure) -> RunRecord {
    let simulator = try Simulator(
      mission: mission, stages: stages, others: scenario.presentAtStart,
      expert: scenario.expert, friction: scenario.friction)
    var rules = RunRules(
      duration: scenario.duration, endsAtGoal: scenario.endsAtGoal,
      alternativeGoals: scenario.alternativeGoals)
    // A benchmark's solution has states at its own time steps only: one of them must be the goal.
    rules.goalStep = scenario.benchmark == nil ? nil : scenario.timeStep
    return simulator.run(rules)
  }

  private func finished(_ scenario: Scenario, _ record: RunRecord) -> ScenarioRun {
    let judgement = Judgement(
      of: record, in: scenario, isCandidate: configuration.planner != "lattice")
    var result = row(scenario, verdict: judgement.verdict, messages: judgement.messages)
    result.score = judgement.verdict == .failed ? 0 : judgement.score
    result.rawScore = judgement.rawScore
    result.duration = ((record.ticks.last?.scene.time ?? .zero) - record.mission.start.time).seconds
    result.digest = record.digest()
    result.metrics = judgement.rows
    result.interventions = .init(counting: record.thoughts.lazy.map(\.verdict))
    return ScenarioRun(scenario: scenario, result: result, record: record)
  }

  private func unevaluated(_ scenario: Scenario, because reason: String) -> ScenarioRun {
    ScenarioRun(
      scenario: scenario, result: row(scenario, verdict: .notEvaluated, messages: [reason]),
      record: nil)
  }

  private func row(
    _ scenario: Scenario, verdict: ScenarioResult.Verdict, messages: [String]
  ) -> ScenarioResult {
    let known = scenario.knownFailure
    var result = ScenarioResult(
      id: scenario.id, source: ProductFiles.stated(scenario.source), kind: scenario.kind.rawValue,
      title: scenario.title, verdict: verdict, seed: configuration.seed ?? scenario.seed,
      vehicle: scenario.vehicle.id, messages: messages + scenario.notes,
      knownFailure: known.map { .init(reason: $0.reason, until: $0.until) },
      knownFailureExpired: known?.hasExpired(on: today) ?? false,
      inputs: [
        "scenario": SHA256.hexadecimal(of: scenario.sourceBytes),
        "vehicle": scenario.vehicle.digest,
      ])
    result.statedFamily = scenario.family
    result.tags = scenario.tags.isEmpty ? nil : scenario.tags
    if !configuration.matrix.isEmpty { result.scenario = ScenarioMatrix.scenario(of: scenario) }
    return result
  }
}

extension VehicleSpec {
  /// SHA-256 of every number of the vehicle, in hexadecimal.
  var digest: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return SHA256.hexadecimal(of: (try? encoder.encode(self)).map(Array.init) ?? [])
  }
}

extension Scenario {
  /// The other road users as they stand at the start, ordered by id.
  var presentAtStart: [TrackedObject] {
    actors.filter { $0.appears == nil }.map(\.start).sorted { $0.id < $1.id }
  }
}
