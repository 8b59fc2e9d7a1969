import DrivingCore
import Geometry
import Planning
import Roads
import Testing

@Suite("Lattice planner")
struct LatticePlannerTests {
  private typealias Scenes = PlanningScenes

  @Test("on a free road the ego reaches the limit and stays in the middle")
  func freeRoad() throws {
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.straight(limit: 25), speed: 20, y: 0.4), seconds: 12, every: 4
    ) { _ in [] }
    let last = try #require(outcome.states.last)
    #expect(last.speed > 24 && last.speed < 25.2)
    #expect(abs(last.worldFromVehicle.position.y) < 0.1)
    #expect(outcome.states.allSatisfy { $0.speed < 25.2 })
  }

  @Test("behind a slower car the ego settles at its speed with the wanted gap")
  func following() throws {
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.straight(), speed: 30), seconds: 16, every: 4
    ) { time in [Scenes.car("lead", x: 90 + 20 * time, y: 0, speed: 20)] }
    let last = try #require(outcome.states.last)
    #expect(outcome.clearance > 10)
    #expect(abs(last.speed - 20) < 1.5)
    #expect(outcome.settledGap > 0.9)
    #expect(outcome.hardest > -4.05)
  }

  @Test("the ego stops before a standing obstacle, without harsh braking where there is room")
  func standingObstacle() throws {
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.straight(lanes: 1), speed: 25), seconds: 16, every: 4
    ) { _ in [Scenes.car("wreck", x: 200, y: 0, speed: 0)] }
    let last = try #require(outcome.states.last)
    #expect(outcome.clearance > 1)
    #expect(last.speed < 0.3)
    #expect(outcome.hardest > -5)
  }

  @Test("a late obstacle is met with all the braking there is", arguments: [42.0, 55, 70])
  func lateObstacle(distance: Double) throws {
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.straight(lanes: 1), speed: 22), seconds: 6
    ) { _ in [Scenes.car("wreck", x: distance, y: 0, speed: 0)] }
    #expect(outcome.clearance > 0)
    #expect(outcome.hardest > -8.5)
  }

  @Test("a fair cut-in is survived", arguments: [(12.0, 20.0), (20, 18), (9, 24)])
  func cutIn(gap: Double, speed: Double) throws {
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.straight(), speed: 25), seconds: 8
    ) { time in
      let moved = min(3.5, 1.2 * max(0, time - 1))
      let drift = time > 1 && moved < 3.5 ? -1.2 : 0
      // Bumper to bumper `gap` ahead when the move starts.
      let x = gap + 3.6 + 2.3 + 25 + speed * (time - 1)
      return [Scenes.car("cut-in", x: x, y: 3.5 - moved, speed: speed, drift: drift)]
    }
    #expect(outcome.clearance > 0.3)
  }

  @Test("a lane change that is asked for finishes, and the gap is respected")
  func laneChange() throws {
    let decision = Decision(
      speed: .keep, path: .laneChangeLeft, targetSpeed: 30, headway: 1.5, reason: "overtake")
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.straight(), speed: 28), seconds: 9, every: 4,
      decide: { _, _ in .available(decision) }
    ) { time in
      [
        Scenes.car("slow", x: 60 + 18 * time, y: 0, speed: 18),
        Scenes.car("behind", x: -60 + 30 * time, y: 3.5, speed: 30),
      ]
    }
    let last = try #require(outcome.states.last)
    #expect(abs(last.worldFromVehicle.position.y - 3.5) < 0.15)
    #expect(outcome.clearance > 0.8)
  }

  @Test("a lane change is not begun in front of a fast car")
  func laneChangeRefused() throws {
    let decision = Decision(
      speed: .keep, path: .laneChangeLeft, targetSpeed: 25, headway: 1.5, reason: "overtake")
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.straight(), speed: 20), seconds: 2,
      decide: { _, _ in .available(decision) }
    ) { time in [Scenes.car("fast", x: -18 + 33 * time, y: 3.5, speed: 33)] }
    let until = outcome.states.filter { $0.time.seconds < 1.2 }
    #expect(until.allSatisfy { $0.worldFromVehicle.position.y < 0.3 })
    #expect(outcome.clearance > 0.5)
  }

  @Test("bends are taken at the lateral acceleration the driver likes")
  func bend() throws {
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.bend(radius: 150), speed: 25, style: .standard), seconds: 12, every: 4
    ) { _ in [] }
    let last = try #require(outcome.states.last)
    #expect(last.speed < 18.5 && last.speed > 15)
    let centre = last.worldFromVehicle.position.distance(to: Vector2(0, 150))
    #expect(abs(centre - 150) < 0.3)
  }

  @Test("without a map the ego goes straight on; with bad numbers it says why it cannot plan")
  func offMap() throws {
    var planner = LatticePlanner()
    let mission = Scenes.mission(.empty, speed: 10)
    try planner.prepare(for: mission)
    let world = WorldModel(time: .zero, ego: mission.start)
    let plan = try planner.step(
      PlanRequest(world: world, decision: .unavailable(reason: "none")), at: .zero)
    #expect(plan.points.count == 61)
    var bad = world
    bad.ego.speed = .nan
    #expect(throws: StageFailure.self) {
      try planner.step(PlanRequest(world: bad, decision: .unavailable(reason: "")), at: .zero)
    }
  }
}
