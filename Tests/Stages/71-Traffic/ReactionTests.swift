import DrivingCore
import Geometry
import Roads
import Testing
import Traffic

@Suite("Actors that react, appear, or come to the end of their lane")
struct ReactionTests {
  private static func script(_ phases: [Actor.Phase]) -> Actor {
    Actor(start: TrafficFieldTests.car("a", x: 0, speed: 20), behaviour: .scripted(phases))
  }

  @Test("A scripted car that reacts stops behind what stands; without it drives through")
  func scripted() throws {
    let wall = Actor(start: TrafficFieldTests.car("w", x: 300, speed: 0), behaviour: .parked)
    func last(_ phases: [Actor.Phase]) throws -> Double {
      let field = TrafficField(
        actors: [Self.script(phases), wall], map: TrafficFieldTests.road())
      let scenes = try TrafficFieldTests.run(field, seconds: 40)
      return try #require(scenes.last?.first { $0.id == "a" }).box.worldFromBox.position.x
    }
    let react = Actor.Phase(
      trigger: .init(time: 2), action: .react(.init(desiredSpeed: 20)))
    let stopped = try last([react])
    #expect(stopped > 280 && stopped < 295.1, "\(stopped)")
    #expect(try last([]) > 700)
  }

  @Test("A script goes on sideways after its driver began to react")
  func sideways() throws {
    let phases = [
      Actor.Phase(trigger: .init(time: 1), action: .react(.init(desiredSpeed: 20))),
      Actor.Phase(trigger: .init(time: 3), action: .changeLane(offset: 3.5, duration: 4)),
    ]
    let field = TrafficField(actors: [Self.script(phases)], map: TrafficFieldTests.road())
    let scenes = try TrafficFieldTests.run(field, seconds: 10)
    let y = try #require(scenes.last?.first).box.worldFromBox.position.y
    #expect((y - 3.5).magnitude < 1e-6)
  }

  @Test("Of two recorded cars only the one that is meant to reacts")
  func recorded() throws {
    let states = (0...40).map { index in
      Actor.RecordedState(
        time: SimulationTime(seconds: Double(index) * 0.5),
        worldFromBox: SE2(x: 10 * Double(index), y: 0, heading: 0), speed: 20)
    }
    func last(reacts: Bool) throws -> Double? {
      var car = Actor(
        start: TrafficFieldTests.car("r", x: 0, speed: 20), behaviour: .recorded(states))
      if reacts { car.reaction = .init(desiredSpeed: 20) }
      let field = TrafficField(actors: [car], map: TrafficFieldTests.road())
      let scenes = try TrafficFieldTests.run(field, seconds: 19) { _ in
        TrafficFieldTests.ego(x: 200)
      }
      return scenes.last?.first?.box.worldFromBox.position.x
    }
    #expect(try last(reacts: false).map { $0 > 350 } == true)
    #expect(try last(reacts: true).map { $0 < 196 } == true)
  }

  @Test("Nobody sees an actor before it appears")
  func appears() throws {
    var late = Actor(start: TrafficFieldTests.car("late", x: 100, speed: 0), behaviour: .parked)
    late.appears = SimulationTime(seconds: 2.01)
    let follower = TrafficFieldTests.follower("f", x: 0, speed: 20)
    let field = TrafficField(actors: [late, follower], map: TrafficFieldTests.road())
    let scenes = try TrafficFieldTests.run(field, seconds: 20)
    let first = scenes.firstIndex { $0.contains { $0.id == "late" } }
    #expect(first.map { (200...201).contains($0) } == true, "\(String(describing: first))")
    #expect(scenes[199].first { $0.id == "f" }.map { $0.velocity.x > 20 } == true)
    #expect(scenes.last?.first { $0.id == "f" }.map { $0.velocity.x < 0.1 } == true)
  }

  /// Two lanes of 1,000 m, the right one ends after 400 m.
  private static func narrowing() -> RoadMap {
    let whole = TrafficFieldTests.road(lanes: 2, length: 1_000, pieces: 1).lanes[1]
    func cut(_ id: Int, _ y: Double, _ from: Double, _ to: Double) -> Lane {
      Lane(
        id: id, left: Polyline([Vector2(from, y + 1.75), Vector2(to, y + 1.75)]),
        right: Polyline([Vector2(from, y - 1.75), Vector2(to, y - 1.75)]))
    }
    var (right, left, rest) = (cut(1, 0, 0, 400), cut(2, 3.5, 0, 400), cut(12, 3.5, 400, 1_000))
    right.leftNeighbour = .init(id: 2, sameDirection: true)
    left.rightNeighbour = .init(id: 1, sameDirection: true)
    (left.successors, rest.predecessors) = ([12], [2])
    rest.speedLimit = whole.speedLimit
    return RoadMap(lanes: [right, left, rest])
  }

  @Test("Who may change lanes does so before the lane ends; who may not stops there")
  func laneEnds() throws {
    for politeness in [nil, 0.2] as [Double?] {
      let car = TrafficFieldTests.follower("m", x: 20, speed: 22, politeness: politeness)
      let field = TrafficField(actors: [car], map: Self.narrowing())
      let scenes = try TrafficFieldTests.run(field, seconds: politeness == nil ? 60 : 25)
      let last = try #require(scenes.last?.first)
      if politeness == nil {
        #expect(last.velocity.x < 0.1 && last.box.worldFromBox.position.x < 398)
      } else {
        #expect(last.box.worldFromBox.position.x > 500)
        #expect((last.box.worldFromBox.position.y - 3.5).magnitude < 0.1)
      }
    }
  }
}
