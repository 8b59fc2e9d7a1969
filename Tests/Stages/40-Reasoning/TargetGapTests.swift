import DrivingCore
import Geometry
import Reasoning
import Roads
import Testing

@Suite("Gaps to merge into, and lanes beyond the next") struct TargetGapTests {
  private typealias Scenes = PlanningScenes

  private func mission(towards lane: LaneID) -> Mission {
    // Lane 1 ends 248 m ahead: less than 10 s away.
    var lanes = Scenes.straight().lanes
    func cut(_ line: Polyline) -> Polyline {
      Polyline(line.points.filter { $0.x < 248 } + [Vector2(248, line.points[0].y)])
    }
    lanes[0] = Lane(
      id: 1, left: cut(lanes[0].left), right: cut(lanes[0].right),
      leftNeighbour: lanes[0].leftNeighbour, speedLimit: 33)
    var mission = Scenes.mission(RoadMap(lanes: lanes), speed: 25)
    mission.route = [1, lane]
    return mission
  }

  @Test("who is beside goes first: the change aims for the gap behind")
  func beside() throws {
    let decision = try RuleReasonerTests.decide(
      mission(towards: 2), [Scenes.car("beside", x: 0, y: 3.5, speed: 25)])
    #expect(decision.path == .laneChangeLeft && decision.targetGap == -1)
    #expect(decision.reason.contains("lets beside go first"))
  }

  @Test("behind a near one ahead the gap is the one beside")
  func ahead() throws {
    let decision = try RuleReasonerTests.decide(
      mission(towards: 2), [Scenes.car("ahead", x: 9, y: 3.5, speed: 25)])
    #expect(decision.path == .laneChangeLeft && decision.targetGap == 0)
  }

  @Test("back to the route's lane there is time: nobody is let pass for it")
  func overtaking() throws {
    var mission = Scenes.mission(Scenes.straight(), speed: 25, y: 3.5)
    mission.route = [1]
    let decision = try RuleReasonerTests.decide(
      mission, [Scenes.car("truck", x: 5, y: 0, speed: 22)])
    #expect(decision.path == .keep && decision.targetGap == nil)
  }

  @Test("a free lane needs no gap") func free() throws {
    let decision = try RuleReasonerTests.decide(mission(towards: 2), [])
    #expect(decision.path == .laneChangeLeft && decision.targetGap == nil)
  }

  @Test("the planner lets the one beside pass and then merges behind it") func merges() throws {
    var reasoner = RuleReasoner()
    let mission = mission(towards: 2)
    try reasoner.prepare(for: mission)
    let outcome = try Scenes.drive(
      mission, seconds: 14, every: 5,
      decide: { time, world in
        (try? reasoner.step(world, at: SimulationTime(seconds: time))) ?? .unavailable(reason: "")
      },
      others: { time in
        [
          Scenes.car("a", x: 4 + 25 * time, y: 3.5, speed: 25),
          Scenes.car("b", x: -30 + 25 * time, y: 3.5, speed: 25),
        ]
      })
    let end = try #require(outcome.states.last).worldFromVehicle.position
    #expect(abs(end.y - 3.5) < 0.6, "\(end)")
    #expect(end.x < 4 + 25 * 14 - 6 && outcome.clearance > 0.3, "\(end) \(outcome.clearance)")
  }

  @Test("two slow lanes are crossed to a free third") func beyond() throws {
    let decision = try RuleReasonerTests.decide(
      Scenes.mission(Scenes.straight(), speed: 25),
      [
        Scenes.car("slow", x: 60, y: 0, speed: 20), Scenes.car("slow2", x: 58, y: 3.5, speed: 20),
      ])
    #expect(decision.path == .laneChangeLeft, "\(decision.reason)")
    #expect(decision.reason.contains("beyond"))
  }

  @Test("the grammar takes a gap of -1, 0 or 1 and nothing else")
  func grammar() throws {
    func answer(_ gap: String) -> String {
      #"{"speed":"keep","path":"lane_change_left","target_speed_mps":20,"headway_s":1.5,"target_gap":"#
        + gap + #","reason":"r"}"#
    }
    for gap in [-1, 0, 1] {
      #expect(try DecisionGrammar.decision(from: answer("\(gap)")).targetGap == gap)
    }
    #expect(try DecisionGrammar.decision(from: answer("null")).targetGap == nil)
    for spoilt in ["2", "-2", "0.5", "\"0\"", "1e300"] {
      #expect(throws: DecisionGrammar.Fault.self, "\(spoilt)") {
        try DecisionGrammar.decision(from: answer(spoilt))
      }
    }
  }
}
