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
    #expect(outcome.hardest > -9.1)
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

  /// A scene with somebody everywhere, moved rigidly or mirrored at the x axis.
  private func plan(moved: SE2 = .identity, mirrored: Bool = false) throws -> Trajectory {
    let side = mirrored ? -1.0 : 1
    func point(_ p: Vector2) -> Vector2 { moved * Vector2(p.x, side * p.y) }
    func pose(_ pose: SE2) -> SE2 {
      moved * SE2(x: pose.position.x, y: side * pose.position.y, heading: side * pose.heading)
    }
    let lanes = Scenes.straight().lanes.map { lane in
      var lane = lane
      let (left, right) = (
        Polyline(lane.left.points.map(point)), Polyline(lane.right.points.map(point))
      )
      (lane.left, lane.right) = mirrored ? (right, left) : (left, right)
      lane.centre = Polyline(lane.centre.points.map(point))
      if mirrored { swap(&lane.leftNeighbour, &lane.rightNeighbour) }
      return lane
    }
    let cars = [
      Scenes.car("lead", x: 45, y: 0.2, speed: 20), Scenes.car("beside", x: 2, y: 3.6, speed: 26),
      Scenes.car("merging", x: 30, y: 2.6, speed: 24, drift: -0.8),
    ].map { car in
      var car = car
      car.box.worldFromBox = pose(car.box.worldFromBox)
      car.velocity = Vector2(car.velocity.x, side * car.velocity.y).rotated(by: moved.heading)
      return car
    }
    var mission = Scenes.mission(RoadMap(lanes: lanes), speed: 25)
    mission.start.worldFromVehicle = pose(SE2(x: 0, y: 0.3, heading: 0.01))
    var planner = LatticePlanner()
    try planner.prepare(for: mission)
    let world = WorldModel(
      time: .zero, ego: mission.start, map: mission.map, objects: cars)
    return try planner.step(
      PlanRequest(world: world, decision: .unavailable(reason: "none")), at: .zero)
  }

  @Test(
    "a moved and turned world gives the same plan, moved and turned",
    arguments: [
      SE2(x: 10_000, y: -4_000, heading: 0), SE2(x: 0, y: 0, heading: 2.1),
      SE2(x: -7_000, y: 9_000, heading: -1.3),
    ])
  func rigidMotion(moved: SE2) throws {
    let (here, there) = (try plan(), try plan(moved: moved))
    #expect(here.label == there.label && here.reason == there.reason)
    for (a, b) in zip(here.points, there.points) {
      let expected = moved * a.worldFromVehicle
      #expect(expected.position.distance(to: b.worldFromVehicle.position) < 1e-6)
      #expect(abs(a.speed - b.speed) < 1e-6)
    }
  }

  @Test("a mirrored world gives the mirrored plan")
  func mirror() throws {
    let (here, there) = (try plan(), try plan(mirrored: true))
    for (a, b) in zip(here.points, there.points) {
      let (p, q) = (a.worldFromVehicle.position, b.worldFromVehicle.position)
      #expect(abs(p.x - q.x) < 1e-6 && abs(p.y + q.y) < 1e-6)
      #expect(abs(a.speed - b.speed) < 1e-6)
    }
  }

  @Test("the order of the others does not matter, and a copy repeats every bit")
  func repeats() throws {
    let plan = try plan()
    #expect(try self.plan() == plan)
  }

  @Test("a goal region is reached in its time window at its speed")
  func goal() throws {
    let region = Polygon([
      Vector2(88, -1.7), Vector2(104, -1.7), Vector2(104, 1.7), Vector2(88, 1.7),
    ])
    let goal = Goal(
      regions: [region], speed: Goal.Interval(8, 14), time: Goal.Interval(5.5, 6.5))
    let outcome = try Scenes.drive(
      Scenes.mission(Scenes.straight(lanes: 1, limit: 33), speed: 18, goal: goal), seconds: 7
    ) { _ in [] }
    let met = outcome.states.contains { state in
      region.contains(state.worldFromVehicle.position)
        && goal.speed?.contains(state.speed) == true
        && goal.time?.contains(state.time.seconds) == true
    }
    #expect(met)
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
