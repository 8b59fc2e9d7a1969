import DrivingCore
import Foundation
import Geometry
import Planning
import Roads
import TestSupport
import Testing

@Suite("Parking planner")
struct ParkingPlannerTests {
  /// A car park with one free slot between two cars, and a wall on the other side of the aisle.
  static func lot(slot width: Double = 2.5, aisle: Double = 6) -> ParkingLot {
    func wall(_ id: String, _ x: (Double, Double), _ y: (Double, Double)) -> ParkingLot.Obstacle {
      ParkingLot.Obstacle(
        id: id, kind: .wall,
        outline: Polygon([
          Vector2(x.0, y.0), Vector2(x.1, y.0), Vector2(x.1, y.1), Vector2(x.0, y.1),
        ]))
    }
    let half = width / 2
    let slot = ParkingSlot(
      id: "A1", kind: .perpendicular,
      outline: Polygon([
        Vector2(half, 0), Vector2(-half, 0), Vector2(-half, -5), Vector2(half, -5),
      ]))
    return ParkingLot(
      slots: [slot],
      obstacles: [
        wall("left car", (-12, -half), (-5, 0)), wall("right car", (half, 12), (-5, 0)),
        wall("back", (-12, 12), (-6, -5)), wall("far side", (-12, 12), (aisle, aisle + 1)),
      ])
  }

  static func mission(
    _ lot: ParkingLot, goal: Goal = Goal(slot: "A1"), start: SE2 = SE2(x: -6, y: 2, heading: 0),
    vehicle: VehicleSpec = PlanningScenes.car
  ) -> Mission {
    Mission(
      kind: .parking, vehicle: vehicle, start: VehicleState(worldFromVehicle: start), goal: goal,
      lot: lot)
  }

  static func plan(_ mission: Mission, objects: [TrackedObject] = []) throws -> Trajectory {
    var planner = ParkingPlanner()
    try planner.prepare(for: mission)
    let world = WorldModel(time: .zero, ego: mission.start, lot: mission.lot, objects: objects)
    return try planner.step(
      PlanRequest(world: world, decision: .unavailable(reason: "none")), at: .zero)
  }

  /// The least distance to the obstacles, looked at between the points, too.
  static func clearance(_ plan: Trajectory, _ mission: Mission) -> Double {
    var least = Double.infinity
    for (a, b) in zip(plan.points, plan.points.dropFirst()) {
      for share in [0.0, 0.5] {
        let (p, q) = (a.worldFromVehicle, b.worldFromVehicle)
        let pose = SE2(
          position: p.position.interpolated(to: q.position, share),
          heading: p.heading + Angle.difference(from: p.heading, to: q.heading) * share)
        let box = mission.vehicle.footprint(at: pose)
        for obstacle in mission.lot?.obstacles ?? [] {
          least = min(least, box.distance(to: obstacle.outline))
        }
      }
    }
    return least
  }

  /// What every parking trajectory must keep: limits, stops at gear changes, poses that match.
  static func expectDrivable(_ plan: Trajectory, _ vehicle: VehicleSpec) {
    let wheelbase = vehicle.body.wheelbase
    for (a, b) in zip(plan.points, plan.points.dropFirst()) {
      let dt = (b.time - a.time).seconds
      #expect(dt > 0)
      #expect(a.speed <= 2.0 + 1e-9 && a.speed >= -1.0 - 1e-9)
      #expect(abs(b.speed - a.speed) / dt <= 1.0)
      let step = a.worldFromVehicle.position.distance(to: b.worldFromVehicle.position)
      #expect(abs(step - abs(a.speed + b.speed) / 2 * dt) < 0.01)
      let (from, to) = (
        Portable.atan(a.curvature * wheelbase), Portable.atan(b.curvature * wheelbase)
      )
      #expect(abs(to - from) / dt <= vehicle.limits.steeringRate * 1.05)
      if a.speed * b.speed < 0 { Issue.record("changes gear without stopping") }
    }
  }

  @Test("backs into a slot, with room to spare and within the limits")
  func perpendicular() throws {
    let mission = Self.mission(Self.lot())
    let plan = try Self.plan(mission)
    let end = try #require(plan.points.last)
    #expect(abs(end.worldFromVehicle.position.x) < 1e-6)
    #expect(abs(Angle.difference(from: .pi / 2, to: end.worldFromVehicle.heading)) < 1e-6)
    #expect(end.speed == 0)
    #expect(Self.clearance(plan, mission) > 0.1)
    Self.expectDrivable(plan, mission.vehicle)
  }

  @Test("a place a billion metres away gives the same way, moved")
  func farAway() throws {
    let here = try Self.plan(
      Self.mission(Self.lot(), goal: Goal(pose: SE2(x: 0, y: -4, heading: .pi / 2))))
    let shift = Vector2(0x1p30, -0x1p31)
    var lot = Self.lot()
    for index in lot.obstacles.indices {
      lot.obstacles[index].outline = Polygon(
        lot.obstacles[index].outline.corners.map { $0 + shift })
    }
    let there = try Self.plan(
      Self.mission(
        lot, goal: Goal(pose: SE2(position: Vector2(0, -4) + shift, heading: .pi / 2)),
        start: SE2(position: Vector2(-6, 2) + shift, heading: 0)))
    #expect(here.points.count == there.points.count)
    for (a, b) in zip(here.points, there.points) {
      let moved = a.worldFromVehicle.position + shift
      #expect(moved.distance(to: b.worldFromVehicle.position) < 1e-5)
    }
  }

  @Test("the plan is kept while it is followed, and is the same every time")
  func kept() throws {
    let mission = Self.mission(Self.lot())
    var planner = ParkingPlanner()
    try planner.prepare(for: mission)
    var world = WorldModel(time: .zero, ego: mission.start, lot: mission.lot)
    let none = DrivingCore.Outcome<Decision>.unavailable(reason: "none")
    let first = try planner.step(PlanRequest(world: world, decision: none), at: .zero)
    let later = SimulationTime(seconds: 5)
    let index = try #require(first.points.firstIndex { $0.time >= later })
    world.time = later
    world.ego = VehicleState(
      time: later, worldFromVehicle: first.points[index].worldFromVehicle,
      speed: first.points[index].speed)
    #expect(try planner.step(PlanRequest(world: world, decision: none), at: later) == first)
    #expect(try Self.plan(mission) == first)
  }

  @Test("whoever crosses the way is waited for")
  func waits() throws {
    let mission = Self.mission(Self.lot())
    let walker = TrackedObject(
      id: "walker", kind: .pedestrian,
      box: OrientedBox(worldFromBox: SE2(x: -1.5, y: 2.2, heading: .pi), length: 0.5, width: 0.5),
      velocity: Vector2(-0.6, 0))
    let plan = try Self.plan(mission, objects: [walker])
    #expect(plan.label.hasSuffix("wait"))
    #expect(plan.points.allSatisfy { $0.speed == 0 })
  }

  @Test("a slot too short is refused with the bound that was used up")
  func refusal() throws {
    let lot = Self.lot(slot: 1.86, aisle: 3)
    let error = #expect(throws: StageFailure.self) { try Self.plan(Self.mission(lot)) }
    #expect(error?.kind == .budgetExhausted)
    #expect(error?.reason.contains("resolution") == true)
    #expect(error?.reason.contains("exhausted") == true)
  }

  @Test("a slot that leaves less room than the gate keeps is unavailable, with the room it leaves")
  func unavailable() throws {
    let error = #expect(throws: StageFailure.self) {
      try Self.plan(Self.mission(Self.lot(slot: 1.82)))
    }
    #expect(error?.reason.hasPrefix("slot unavailable: ") == true)
    #expect(error?.reason.contains("mm to") == true)
  }

  @Test("an unknown slot and a goal inside a wall are refused in words")
  func badGoals() throws {
    let unknown = #expect(throws: StageFailure.self) {
      try Self.plan(Self.mission(Self.lot(), goal: Goal(slot: "Z9")))
    }
    #expect(unknown?.reason.contains("known slots: A1") == true)
    let wall = #expect(throws: StageFailure.self) {
      try Self.plan(Self.mission(Self.lot(), goal: Goal(pose: SE2(x: 5, y: -3, heading: 0))))
    }
    #expect(wall?.reason.contains("touches right car") == true)
  }
}

/// The public parking benchmark (ITSC 2022), read from whatever cases are there.
@Suite("Parking benchmark TPCAP", .enabled(if: TestData.has("tpcap")))
struct ParkingBenchmarkTests {
  static let car = VehicleSpec(
    id: "tpcap", name: "TPCAP",
    body: .init(
      length: 4.689, width: 1.942, height: 1.5, wheelbase: 2.8, rearOverhang: 0.929, track: 1.6),
    inertia: PlanningScenes.car.inertia,
    limits: .init(
      steeringAngle: 0.75, steeringRate: 0.5, minimumSpeed: -2.5, maximumSpeed: 2.5,
      switchingSpeed: 8, acceleration: 1),
    actuators: .ideal)

  static func mission(_ url: URL) -> Mission? {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    let numbers = text.split { $0 == "," || $0.isWhitespace }.compactMap { Double($0) }
    guard numbers.count > 7 else { return nil }
    let count = Int(numbers[6])
    var (offset, obstacles) = (7 + count, [ParkingLot.Obstacle]())
    for index in 0..<count {
      let corners = (0..<Int(numbers[7 + index])).map {
        Vector2(numbers[offset + 2 * $0], numbers[offset + 2 * $0 + 1])
      }
      offset += 2 * corners.count
      obstacles.append(.init(id: "\(index)", kind: .other, outline: Polygon(corners)))
    }
    return ParkingPlannerTests.mission(
      ParkingLot(slots: [], obstacles: obstacles),
      goal: Goal(pose: SE2(x: numbers[3], y: numbers[4], heading: numbers[5])),
      start: SE2(x: numbers[0], y: numbers[1], heading: numbers[2]), vehicle: car)
  }

  static let missions: [(String, Mission)] = TestData.files("tpcap", ending: ".csv").compactMap {
    url in mission(url).map { (url.lastPathComponent, $0) }
  }

  @Test("most cases are solved without contact; a refusal names its bound")
  func solves() throws {
    var (solved, tried, refusals) = (0, 0, [String]())
    for (name, mission) in Self.missions {
      #if DEBUG
        // Long searches take minutes without optimisation; release runs them all.
        let goal = mission.goal?.pose?.position ?? .zero
        if goal.distance(to: mission.start.worldFromVehicle.position) > 16 { continue }
      #endif
      tried += 1
      do {
        let plan = try ParkingPlannerTests.plan(mission)
        solved += 1
        #expect(ParkingPlannerTests.clearance(plan, mission) > 0.02, "\(name)")
        ParkingPlannerTests.expectDrivable(plan, mission.vehicle)
      } catch let failure as StageFailure {
        #expect(failure.kind == .budgetExhausted && failure.reason.contains("resolution"))
        refusals.append(name)
      }
    }
    #expect(solved >= tried - max(1, tried / 10), "not solved: \(refusals)")
  }
}
