import DrivingCore
import Geometry
import Reasoning
import Roads
import Testing

@Suite("Recorded answers")
struct RecordedReasonerTests {
  private typealias Scenes = PlanningScenes

  static let answer =
    #"<think>\nslow car\n</think>{"speed": "keep", "path": "lane_change_left", "#
    + #""target_speed_mps": 28.5, "headway_s": 1.5, "reason": "overtake \u00e4"}"#

  static func world(_ mission: Mission, x: Double = 0) -> WorldModel {
    var ego = mission.start
    ego.worldFromVehicle.position.x = x
    return WorldModel(
      time: .zero, ego: ego, map: mission.map,
      objects: [Scenes.car("slow", x: x + 70, y: 0, speed: 20)])
  }

  @Test("an answer takes effect when the model would have given it, not before")
  func latency() throws {
    let mission = Scenes.mission(Scenes.straight(), speed: 28)
    var answers = RecordedAnswers(
      model: "m", sampling: "greedy",
      latency: ReasoningLatency(base: 0.5, thinkingToken: 0.01))
    let prompt = SituationText(mission).prompt(for: Self.world(mission))
    answers.record(.init(text: Self.answer, thinkingTokens: 40), to: prompt)
    var reasoner = RecordedReasoner(answers)
    try reasoner.prepare(for: mission)
    let world = Self.world(mission)
    #expect(try reasoner.step(world, at: .zero).value == nil)
    #expect(try reasoner.step(world, at: SimulationTime(seconds: 0.8)).value == nil)
    let decision = try reasoner.step(world, at: SimulationTime(seconds: 0.9)).value
    #expect(decision?.path == .laneChangeLeft)
    #expect(decision?.targetSpeed == 28.5)
    #expect(decision?.reason == "overtake ä")
  }

  @Test("a question that was not recorded cannot be evaluated, and has its key in the reason")
  func missing() throws {
    let mission = Scenes.mission(Scenes.straight(), speed: 28)
    var reasoner = RecordedReasoner(RecordedAnswers(model: "m", sampling: "greedy"))
    try reasoner.prepare(for: mission)
    guard case .unavailable(let reason) = try reasoner.step(Self.world(mission), at: .zero) else {
      Issue.record("a default was made up")
      return
    }
    let prompt = SituationText(mission).prompt(for: Self.world(mission))
    #expect(reason.contains("cannot evaluate"))
    #expect(reason.contains(RecordedAnswers.key(model: "m", sampling: "greedy", prompt: prompt)))
  }

  @Test("prompts are the same for worlds that differ in the last bits, and say what matters")
  func prompts() {
    let mission = Scenes.mission(Scenes.straight(), speed: 28)
    let text = SituationText(mission)
    let prompt = text.prompt(for: Self.world(mission))
    #expect(prompt == text.prompt(for: Self.world(mission, x: 1e-10)))
    #expect(prompt.contains("own lane: ahead slow at"))
    #expect(prompt.contains("left lane 2"))
    #expect(prompt.contains("right lane: none"))
  }

  @Test("keys depend on model, sampling and prompt, and parts do not run together")
  func keys() {
    let key = RecordedAnswers.key(model: "a", sampling: "b", prompt: "c")
    #expect(key.count == 64)
    #expect(key != RecordedAnswers.key(model: "ab", sampling: "", prompt: "c"))
    #expect(key != RecordedAnswers.key(model: "a", sampling: "b", prompt: "d"))
  }

  @Test("a file is read; every broken line is named with place and finding")
  func file() throws {
    let key = RecordedAnswers.key(model: "m", sampling: "s", prompt: "p")
    let header = #"{"model": "m", "sampling": "s", "latency": {"base_s": 1.5}}"#
    let line = #"{"key": "\#(key)", "answer": "{}", "prompt_tokens": 5}"#
    let read = try RecordedAnswers(
      jsonLines: Array("\(header)\n\(line)\n".utf8), path: "a.jsonl")
    #expect(read.count == 1 && read.latency.base == 1.5)
    #expect(read.answer(to: "p")?.promptTokens == 5)
    let broken = [
      "", "{}", "\(header)\n{", "\(header)\n\(line)\n\(line)", "\(header)\n{\"key\": \"x\"}",
      "\(header)\n\(String(repeating: "[", count: 100_000))", "\u{0}", "{\"model\": 1}",
    ]
    for text in broken {
      let error = #expect(throws: StageFailure.self) {
        try RecordedAnswers(jsonLines: Array(text.utf8), path: "a.jsonl")
      }
      #expect(error?.reason.hasPrefix("a.jsonl:") == true, "\(text.prefix(40))")
    }
  }

  @Test(
    "an answer outside the grammar is no answer",
    arguments: [
      "", "keep going", "{}", "[]", "{\"speed\": \"fly\"}", answer + "x",
      #"{"speed": "keep", "path": "keep", "target_speed_mps": 1e999, "headway_s": 1, "reason": ""}"#,
      #"{"speed": "keep", "path": "keep", "target_speed_mps": -1, "headway_s": 1, "reason": ""}"#,
      #"{"speed": "keep", "path": "keep", "target_speed_mps": 5, "headway_s": 1, "reason": "", "x": 1}"#,
      #"{"speed": "keep", "speed": "stop", "path": "keep", "target_speed_mps": 5, "headway_s": 1, "reason": ""}"#,
    ])
  func strict(text: String) {
    #expect(throws: DecisionGrammar.Fault.self) { try DecisionGrammar.decision(from: text) }
  }

  @Test("cut answers never crash and never pass")
  func truncated() {
    let bytes = Array(Self.answer.utf8)
    for length in 0..<bytes.count {
      let text = String(decoding: bytes[0..<length], as: UTF8.self)
      #expect(throws: DecisionGrammar.Fault.self) { try DecisionGrammar.decision(from: text) }
    }
  }
}
