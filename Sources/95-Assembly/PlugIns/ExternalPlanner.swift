import DrivingCore
import Foundation
import Geometry

/// A planner in any language: a child process that answers JSON Lines (`--planner exec:COMMAND`).
///
/// Lock step: simulated time stands still while the child thinks. Once the child has failed (crash,
/// silence, flood, broken answer) every later step fails with the same reason, the safety gate
/// takes over and the run is scored as failed; the child's process group is killed at once.
public struct ExternalPlanner: Planner {
  /// Who the planner is.
  public private(set) var description: StageDescription
  /// The longest wait for one answer (s of wall-clock time): a guard, not a budget.
  public static let defaultGuard = 10.0

  private let command: String
  private let answerGuard: Double
  private var child: ChildProcess?
  private var failure: StageFailure?

  /// Creates a planner that will be started by `prepare`.
  public init(command: String, answerGuard: Double = ExternalPlanner.defaultGuard) {
    self.command = command
    self.answerGuard = answerGuard
    description = StageDescription(name: "exec:\(command)", version: StageProtocol.version)
  }

  /// Starts the child, greets it and hands it the mission.
  /// - Throws: `StageFailure` of kind `external`.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    child = nil
    failure = nil
    do throws(StageFailure) {
      let started = try start()
      child = started
      let hello = try converse(StageProtocol.Hello(), with: started, expecting: ["hello"])
      if let name = hello.name { description.name = "exec:\(name)" }
      let prepare = StageProtocol.Prepare(mission: StageProtocol.MissionLine(mission))
      _ = try converse(prepare, with: started, expecting: ["ready"])
    } catch {
      // The run goes on under the safety gate, so that a broken planner has a score: a failed one.
      fail(error)
    }
  }

  /// Asks for a trajectory.
  /// - Throws: `StageFailure`: `unavailable` where the child says so, else `external`.
  public mutating func step(_ input: PlanRequest, at time: SimulationTime) throws(StageFailure)
    -> Trajectory
  {
    if let failure { throw failure }
    guard let child else { throw problem("was not prepared") }
    do throws(StageFailure) {
      let line = StageProtocol.Plan(input, at: time)
      let answer = try converse(line, with: child, expecting: ["trajectory", "unavailable"])
      if answer.kind == "unavailable" {
        throw StageFailure(
          stage: description.name, kind: .unavailable, reason: answer.reason ?? "no reason given")
      }
      return try trajectory(from: answer)
    } catch {
      if error.kind == .external { fail(error, at: time) }
      throw failure ?? error
    }
  }

  private func start() throws(StageFailure) -> ChildProcess {
    do throws(ChildFailure) {
      return try ChildProcess(command: command)
    } catch {
      throw problem(ExternalPlanner.words(for: error))
    }
  }

  private func converse(
    _ message: some Encodable, with child: ChildProcess, expecting kinds: [String]
  ) throws(StageFailure) -> StageProtocol.Answer {
    let answer: [UInt8]
    do throws(ChildFailure) {
      answer = try child.exchange(try encode(message), within: answerGuard)
    } catch {
      throw problem(ExternalPlanner.words(for: error))
    }
    return try decode(answer, expecting: kinds)
  }

  private func encode(_ message: some Encodable) throws(ChildFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(message)) } catch {
      throw .cannotStart(reason: "a value of the scene is not a number")
    }
  }

  private func decode(
    _ line: [UInt8], expecting kinds: [String]
  ) throws(StageFailure) -> StageProtocol.Answer {
    let wanted = kinds.joined(separator: "' or '")
    let shown = String(decoding: line.prefix(120), as: UTF8.self)
    guard let answer = try? JSONDecoder().decode(StageProtocol.Answer.self, from: Data(line)) else {
      throw problem(
        "answered '\(shown)'; expected one JSON object of kind '\(wanted)' with finite numbers; "
          + "see docs/StageProtocol.md")
    }
    guard answer.version == StageProtocol.version, kinds.contains(answer.kind) else {
      throw problem(
        "answered kind '\(answer.kind)' of version \(answer.version); expected '\(wanted)' of "
          + "version \(StageProtocol.version); see docs/StageProtocol.md")
    }
    return answer
  }

  private func trajectory(from answer: StageProtocol.Answer) throws(StageFailure) -> Trajectory {
    let points = answer.points ?? []
    guard !points.isEmpty, points.count <= 2_000 else {
      throw problem("answered \(points.count) points; expected 1 to 2000")
    }
    for (index, point) in points.enumerated() {
      let numbers = [point.t_s, point.x_m, point.y_m, point.heading_rad, point.speed_mps]
      guard numbers.allSatisfy({ $0.isFinite && abs($0) < 1e9 }) else {
        throw problem("answered a number beyond 1e9 in point \(index); expected SI units")
      }
      guard index == 0 || point.t_s > points[index - 1].t_s else {
        throw problem("answered point \(index) not later than the one before; expected rising t_s")
      }
    }
    return Trajectory(
      label: answer.label ?? "external", points: points.map(Trajectory.Point.init),
      reason: answer.reason ?? "")
  }

  /// Remembers the failure, adds what the child wrote to its error output, ends the child.
  private mutating func fail(_ error: StageFailure, at time: SimulationTime? = nil) {
    var reason = time.map { "t = \(Self.format($0)) s: " } ?? "before the start: "
    reason += error.reason
    if let text = child?.errorText.split(separator: "\n").last { reason += " (stderr: \(text))" }
    failure = StageFailure(stage: error.stage, kind: .external, reason: reason)
    child?.end()
    child = nil
  }

  private func problem(_ words: String) -> StageFailure {
    StageFailure(stage: "external planner", kind: .external, reason: "'\(command)' \(words)")
  }

  private static func format(_ time: SimulationTime) -> String {
    let hundredths = time.nanoseconds / 10_000_000
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private static func words(for failure: ChildFailure) -> String {
    switch failure {
    case .cannotStart(let reason): "cannot be started: \(reason)"
    case .silent(let seconds): "gave no answer within \(seconds) s; expected one line a request"
    case .exited(let status): "ended with \(status); expected it to answer until 'bye'"
    case .lineTooLong(let bytes): "wrote \(bytes) bytes without a line end; expected at most 1 MiB"
    case .closedInput: "closed its input; expected it to read until 'bye'"
    }
  }
}

extension Trajectory.Point {
  init(_ line: StageProtocol.PointLine) {
    self.init(
      time: SimulationTime(seconds: line.t_s),
      worldFromVehicle: SE2(x: line.x_m, y: line.y_m, heading: line.heading_rad),
      speed: line.speed_mps, acceleration: line.acceleration_mps2 ?? 0,
      curvature: line.curvature_per_m ?? 0)
  }
}
