import DrivingCore
import Geometry

/// Decides as a recorded model did: the door through which models of any size come in.
///
/// Asks once a simulated second. An answer takes effect when the model would have given it and is
/// good for 2 s after the next one is due. A question that was not recorded is "cannot evaluate",
/// never a default; so is an answer that is not in the grammar.
public struct RecordedReasoner: Reasoner {
  /// Who the stage is.
  public let description = StageDescription(name: "recorded", version: 1)

  private let answers: RecordedAnswers
  private var situation: SituationText?
  private var nextQuestion: SimulationTime?
  /// What was asked and is not in effect yet, by the time it takes effect.
  private var pending: [(effective: SimulationTime, outcome: Outcome<Decision>)] = []
  private var current: (since: SimulationTime, outcome: Outcome<Decision>)?

  /// The time between questions (s), and how long an answer stays good (s).
  public static let (period, lifetime) = (1.0, 3.0)

  /// Creates a reasoner from recorded answers.
  public init(_ answers: RecordedAnswers) { self.answers = answers }

  /// Creates a reasoner from the bytes of a file of answers; `path` is for messages only.
  /// - Throws: `StageFailure` where the file is not as it must be.
  public init(jsonLines bytes: [UInt8], path: String) throws(StageFailure) {
    self.init(try RecordedAnswers(jsonLines: bytes, path: path))
  }

  /// Takes the mission that prompts are about.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    situation = SituationText(mission)
    nextQuestion = nil
    pending = []
    current = nil
  }

  /// The decision in effect now.
  public mutating func step(
    _ world: WorldModel, at time: SimulationTime
  ) throws(StageFailure) -> Outcome<Decision> {
    guard let situation else {
      throw StageFailure(
        stage: description.name, kind: .unavailable, reason: "no mission yet; call prepare first")
    }
    if nextQuestion.map({ time >= $0 }) ?? true {
      nextQuestion = time + SimulationTime(seconds: RecordedReasoner.period)
      pending.append(ask(situation.prompt(for: world), at: time))
    }
    while let first = pending.first, first.effective <= time {
      current = (first.effective, first.outcome)
      pending.removeFirst()
    }
    guard let current else {
      return .unavailable(reason: "the model has not answered yet")
    }
    guard (time - current.since).seconds <= RecordedReasoner.lifetime else {
      return .unavailable(reason: "the model's last answer is older than its lifetime")
    }
    return current.outcome
  }

  private func ask(
    _ prompt: String, at time: SimulationTime
  ) -> (effective: SimulationTime, outcome: Outcome<Decision>) {
    guard let answer = answers.answer(to: prompt) else {
      let reason =
        "cannot evaluate: no recorded answer of \(answers.model) for key "
        + "\(answers.key(of: prompt)); record it with the same model, sampling and version"
      return (time, .unavailable(reason: reason))
    }
    let effective = time + SimulationTime(seconds: answers.latency.seconds(for: answer))
    do throws(DecisionGrammar.Fault) {
      return (effective, .available(try DecisionGrammar.decision(from: answer.text)))
    } catch {
      return (effective, .unavailable(reason: "the answer is not in the grammar: \(error.reason)"))
    }
  }
}
