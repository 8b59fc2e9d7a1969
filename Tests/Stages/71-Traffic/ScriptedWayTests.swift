import DrivingCore
import Geometry
import Roads
import Testing
import Traffic

@Suite("Scripted ways")
struct ScriptedWayTests {
  private static func walker(
    _ phases: [Actor.Phase], way: [Vector2], keepsOff: Double? = nil
  ) -> Actor {
    let object = TrackedObject(
      id: "walker", kind: .pedestrian,
      box: OrientedBox(worldFromBox: SE2(x: 0, y: 0, heading: 0), length: 0.5, width: 0.6),
      velocity: .zero)
    var actor = Actor(start: object, behaviour: .scripted(phases))
    (actor.way, actor.keepsOffEgo) = (way, keepsOff)
    return actor
  }

  private static func go(_ trigger: Actor.Trigger, _ speed: Double = 1) -> Actor.Phase {
    Actor.Phase(trigger: trigger, action: .changeSpeed(target: speed, rate: 4))
  }

  private static func run(
    _ actor: Actor, seconds: Double, ego: (Double) -> VehicleState
  ) throws -> [[TrackedObject]] {
    try TrafficFieldTests.run(
      TrafficField(actors: [actor], map: .empty), seconds: seconds, ego: ego)
  }

  @Test("Corners are followed, and at the end it stays or leaves as it was told")
  func way() throws {
    var actor = Self.walker([Self.go(.init())], way: [Vector2(4, 0), Vector2(4, 3)])
    let far: (Double) -> VehicleState = { _ in TrafficFieldTests.ego() }
    let leaves = try Self.run(actor, seconds: 12, ego: far)
    #expect(leaves.last?.isEmpty == true)
    for scene in leaves {
      for place in scene.map(\.box.worldFromBox.position) {
        #expect(min(abs(place.y), abs(place.x - 4)) < 0.16)
      }
    }
    actor.staysAtEnd = true
    let stays = try #require(try Self.run(actor, seconds: 12, ego: far).last?.first)
    #expect(stays.box.worldFromBox.position.distance(to: Vector2(4, 3)) < 1e-6)
    #expect(stays.velocity.length == 0)
  }

  @Test("Distance to the ego, its way driven, its reversing and time after a phase trigger")
  func triggers() throws {
    func begin(_ trigger: Actor.Trigger, ego: (Double) -> VehicleState) throws -> Double? {
      let scenes = try Self.run(
        Self.walker([Self.go(trigger)], way: [Vector2(50, 0)]), seconds: 9, ego: ego)
      return scenes.firstIndex { $0[0].velocity.length > 0 }.map { Double($0) / 100 }
    }
    let comes: (Double) -> VehicleState = { TrafficFieldTests.ego(x: 20 - 2 * $0, y: 4, speed: -2) }
    var near = Actor.Trigger()
    near.distanceToEgo = 5
    let when = try #require(try begin(near, ego: comes))
    #expect(when > 4 && when < 9)
    var driven = Actor.Trigger()
    driven.egoTravelled = 6
    #expect(abs((try begin(driven, ego: comes) ?? 0) - 3) < 0.05)
    var reversed = Actor.Trigger()
    reversed.egoHasReversed = true
    let turns: (Double) -> VehicleState = {
      TrafficFieldTests.ego(x: 30, y: 4, speed: $0 < 2 ? 1 : -1)
    }
    #expect(abs((try begin(reversed, ego: turns) ?? 0) - 2) < 0.05)
    var after = Actor.Trigger()
    after.after = 2.5
    #expect(abs((try begin(after, ego: turns) ?? 0) - 2.5) < 0.05)
  }

  @Test("Who keeps off stops before a car across the way, and on foot goes back after five seconds")
  func keepsOff() throws {
    let actor = Self.walker([Self.go(.init(), 1.5)], way: [Vector2(20, 0)], keepsOff: 0.5)
    let scenes = try Self.run(actor, seconds: 14) { _ in TrafficFieldTests.ego(x: 8, y: 0) }
    let ego = OrientedBox(
      worldFromBox: SE2(x: 8, y: 0, heading: 0), length: 4.5, width: 1.8
    ).placed
    let distances = scenes.compactMap { $0.first?.box.placed.separation(from: ego) }
    #expect(distances.allSatisfy { $0 > 0.3 })
    #expect(try #require(distances.min()) < 0.8)
    #expect(try #require(distances.last) > 3)
    // The same one walks on where the ego drives off in time.
    let free = try Self.run(actor, seconds: 14) { time in
      TrafficFieldTests.ego(x: time < 6 ? 8 : 500, y: 0)
    }
    #expect(TrafficFieldTests.x(try #require(free.last?.first)) > 10)
  }
}
