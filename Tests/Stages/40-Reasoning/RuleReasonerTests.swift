import DrivingCore
import Geometry
import Reasoning
import Roads
import Testing

@Suite("Rules that decide")
struct RuleReasonerTests {
  private typealias Scenes = PlanningScenes

  static func decide(
    _ mission: Mission, _ objects: [TrackedObject], ego: VehicleState? = nil
  ) throws -> Decision {
    var reasoner = RuleReasoner()
    try reasoner.prepare(for: mission)
    let world = WorldModel(
      time: .zero, ego: ego ?? mission.start, map: mission.map, route: mission.route,
      lot: mission.lot, objects: objects)
    let outcome = try reasoner.step(world, at: .zero)
    return try #require(outcome.value)
  }

  @Test("a free road is driven at the limit, in the lane it is in")
  func free() throws {
    let decision = try Self.decide(Scenes.mission(Scenes.straight(limit: 25), speed: 20), [])
    #expect(decision.path == .keep)
    #expect(decision.speed == .accelerate)
    #expect(abs(decision.targetSpeed - 25) < 1e-9)
    #expect(decision.reason.contains("limit 25.0 m/s"))
  }

  @Test("a slow car ahead is overtaken on the left, with the numbers said")
  func overtakes() throws {
    let decision = try Self.decide(
      Scenes.mission(Scenes.straight(), speed: 30),
      [Scenes.car("slow", x: 70, y: 0, speed: 20)])
    #expect(decision.path == .laneChangeLeft)
    #expect(decision.reason.contains("slow") && decision.reason.contains("m/s²"))
  }

  @Test("nobody is cut up: a fast car close behind on the left forbids the change")
  func safety() throws {
    let decision = try Self.decide(
      Scenes.mission(Scenes.straight(), speed: 25),
      [
        Scenes.car("slow", x: 60, y: 0, speed: 18),
        Scenes.car("fast", x: -20, y: 3.5, speed: 36),
      ])
    #expect(decision.path == .keep)
    #expect(decision.reason.contains("not yet safe"))
  }

  @Test("the right lane is taken again when it is free")
  func keepsRight() throws {
    let decision = try Self.decide(
      Scenes.mission(Scenes.straight(), speed: 30, y: 3.5), [])
    #expect(decision.path == .laneChangeRight)
  }

  @Test("one lane is never left, an oncoming one never entered")
  func oneLane() throws {
    let slow = [Scenes.car("slow", x: 50, y: 0, speed: 15)]
    let one = try Self.decide(Scenes.mission(Scenes.straight(lanes: 1), speed: 25), slow)
    #expect(one.path == .keep)
    var lanes = Scenes.straight(lanes: 2).lanes
    lanes[0].leftNeighbour = .init(id: 2, sameDirection: false)
    let oncoming = try Self.decide(Scenes.mission(RoadMap(lanes: lanes), speed: 25), slow)
    #expect(oncoming.path == .keep)
  }

  @Test("the route's lane is sought although it brings nothing")
  func route() throws {
    var mission = Scenes.mission(Scenes.straight(), speed: 25)
    mission.route = [1, 2]
    #expect(try Self.decide(mission, []).path == .laneChangeLeft)
  }

  @Test("a change is carried through, then left alone for a while")
  func hysteresis() throws {
    let mission = Scenes.mission(Scenes.straight(), speed: 30)
    var reasoner = RuleReasoner()
    try reasoner.prepare(for: mission)
    func step(_ seconds: Double, y: Double) throws -> Decision.PathAction? {
      let ego = VehicleState(
        worldFromVehicle: SE2(x: 30 * seconds, y: y, heading: 0), speed: 30)
      let slow = Scenes.car("slow", x: 70 + 20 * seconds, y: 0, speed: 20)
      let world = WorldModel(
        time: SimulationTime(seconds: seconds), ego: ego, map: mission.map, objects: [slow])
      return try reasoner.step(world, at: SimulationTime(seconds: seconds)).value?.path
    }
    #expect(try step(0, y: 0) == .laneChangeLeft)
    #expect(try step(1, y: 0.7) == .laneChangeLeft)
    #expect(try step(2, y: 2.2) == .laneChangeLeft)
    #expect(try step(3, y: 3.4) == .keep)
    #expect(try step(4, y: 3.5) == .keep)
  }

  @Test("in a car park: parks in, or gives up and says who stands in the slot")
  func parking() throws {
    let mission = ParkingPlannerTests.mission(ParkingPlannerTests.lot())
    #expect(try Self.decide(mission, []).parking == .parkIn)
    let taken = try Self.decide(mission, [Scenes.car("other", x: 0, y: -2.5, speed: 0)])
    #expect(taken.parking == .giveUp)
    #expect(taken.reason.contains("other stands in slot A1"))
  }

  @Test("without a map the lane seen is kept at the speed of the start")
  func noMap() throws {
    let decision = try Self.decide(Scenes.mission(.empty, speed: 27), [])
    #expect(decision.path == .keep)
    #expect(abs(decision.targetSpeed - 27) < 1e-9)
  }
}
