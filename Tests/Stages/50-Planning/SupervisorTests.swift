import DrivingCore
import Geometry
import Planning
import Roads
import Testing

@Suite("Safety gate")
struct SupervisorTests {
  private typealias Scenes = PlanningScenes

  static func gate(_ mission: Mission) throws -> Supervisor {
    var gate = Supervisor()
    try gate.prepare(for: mission)
    return gate
  }

  static func straightPlan(
    speed: Double, acceleration: Double = 0, seconds: Int = 50, y: Double = 0
  )
    -> Trajectory
  {
    let points = (0...seconds).map { index -> Trajectory.Point in
      let t = Double(index) / 10
      let moving = acceleration < 0 ? min(t, speed / -acceleration) : t
      return Trajectory.Point(
        time: SimulationTime(nanoseconds: Int64(index) * 100_000_000),
        worldFromVehicle: SE2(
          x: (speed + acceleration * moving / 2) * moving, y: y, heading: 0),
        speed: max(0, speed + acceleration * moving), acceleration: acceleration)
    }
    return Trajectory(label: "straight", points: points)
  }

  static func ask(
    _ mission: Mission, _ proposal: DrivingCore.Outcome<Trajectory>, _ objects: [TrackedObject] = []
  ) throws -> GatedPlan {
    var gate = try gate(mission)
    let world = WorldModel(
      time: .zero, ego: mission.start, map: mission.map, lot: mission.lot, objects: objects)
    return try gate.step(GateRequest(world: world, proposal: proposal), at: .zero)
  }

  @Test("a good plan passes unchanged")
  func accepts() throws {
    let mission = Scenes.mission(Scenes.straight(), speed: 20)
    let plan = Self.straightPlan(speed: 20)
    let gated = try Self.ask(
      mission, .available(plan), [Scenes.car("lead", x: 60, y: 0, speed: 20)])
    #expect(gated.verdict.action == .accepted)
    #expect(gated.plan == plan)
  }

  @Test("a plan into a standing car is replaced, with the margin it would have had")
  func replaces() throws {
    let mission = Scenes.mission(Scenes.straight(), speed: 20)
    let gated = try Self.ask(
      mission, .available(Self.straightPlan(speed: 20)),
      [Scenes.car("wreck", x: 55, y: 0, speed: 0)])
    #expect(gated.verdict.action != .accepted)
    #expect(gated.verdict.reason.contains("wreck"))
    #expect((gated.verdict.margin ?? 1) > 0)
  }

  @Test("no proposal still gives a plan, and says why")
  func noProposal() throws {
    let mission = Scenes.mission(Scenes.straight(), speed: 20)
    let gated = try Self.ask(mission, .unavailable(reason: "planner hung"))
    #expect(gated.verdict.action == .replaced)
    #expect(gated.verdict.reason.contains("planner hung"))
    #expect(gated.plan.points.count > 10)
  }

  @Test("in a car park a missing proposal is a stop where the ego is")
  func parkingStop() throws {
    let mission = ParkingPlannerTests.mission(ParkingPlannerTests.lot())
    let gated = try Self.ask(mission, .unavailable(reason: "refused"))
    #expect(gated.verdict.action == .minimumRiskComfort)
    #expect(gated.plan.points.allSatisfy { $0.speed == 0 })
  }

  @Test("a parking plan passes from its start")
  func acceptsParking() throws {
    let mission = ParkingPlannerTests.mission(ParkingPlannerTests.lot())
    let plan = try ParkingPlannerTests.plan(mission)
    var gate = try Self.gate(mission)
    var ego = mission.start
    for step in stride(from: 0, to: plan.points.count - 1, by: 7) {
      let point = plan.points[step]
      ego = VehicleState(
        time: point.time, worldFromVehicle: point.worldFromVehicle, speed: point.speed,
        acceleration: point.acceleration)
      let world = WorldModel(time: point.time, ego: ego, lot: mission.lot)
      let gated = try gate.step(
        GateRequest(world: world, proposal: .available(plan)), at: point.time)
      #expect(gated.verdict.action == .accepted, "\(step): \(gated.verdict.reason)")
    }
  }

  @Test("a stop avoids contact comfortably where it can, and brakes hard where it must")
  func stops() throws {
    let mission = ParkingPlannerTests.mission(
      ParkingLot(slots: [], obstacles: []), start: SE2(x: 0, y: 0, heading: 0))
    var moving = mission
    moving.start.speed = 8
    let far = try Self.ask(
      moving, .unavailable(reason: "x"), [Scenes.car("a", x: 30, y: 0, speed: 0)])
    #expect(far.verdict.action == .minimumRiskComfort)
    let near = try Self.ask(
      moving, .unavailable(reason: "x"), [Scenes.car("a", x: 14, y: 0, speed: 0)])
    #expect(near.verdict.action == .minimumRiskEmergency)
    let hardest = near.plan.points.map(\.acceleration).min() ?? 0
    #expect(hardest >= -9 && hardest < -7)
  }

  /// One adversarial proposal: a good plan spoilt in one of many ways.
  static func spoilt(_ random: inout SeededGenerator) -> Trajectory {
    var plan = straightPlan(speed: 5, seconds: 40)
    let index = Int(random.uniform(0, 40))
    let wild = [Double.nan, .infinity, -.infinity, 1e308, -1e308, 1e15][Int(random.uniform(0, 6))]
    switch Int(random.uniform(0, 12)) {
    case 0: plan.points[index].speed = wild
    case 1: plan.points[index].worldFromVehicle.position.x = wild
    case 2: plan.points[index].worldFromVehicle.heading = wild
    case 3: plan.points[index].curvature = wild
    case 4: plan.points[index].acceleration = wild
    case 5: plan.points = []
    case 6: plan.points.swapAt(index, 40)
    case 7: plan.points[index].time = plan.points[index == 0 ? 1 : index - 1].time
    case 8:
      plan.points = plan.points.map { point in
        var moved = point
        moved.worldFromVehicle.position.y += 30
        return moved
      }
    case 9: plan.points[max(index, 2)].worldFromVehicle.position.y += random.uniform(4, 40)
    case 10:
      plan.points = plan.points.map { point in
        var fast = point
        fast.speed *= 12
        return fast
      }
    default:
      plan.points = Array(plan.points.prefix(1)).map { point in
        var late = point
        late.time = SimulationTime(seconds: 5)
        return late
      }
    }
    return plan
  }

  @Test("garbage never passes: 3,000 spoilt proposals, whatever is driven is sound")
  func garbage() throws {
    var mission = ParkingPlannerTests.mission(
      ParkingLot(slots: [], obstacles: []), start: SE2(x: 0, y: 0, heading: 0))
    mission.start.speed = 5
    var gate = try Self.gate(mission)
    let world = WorldModel(time: .zero, ego: mission.start, lot: mission.lot)
    for seed in 0..<3_000 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let plan = Self.spoilt(&random)
      let gated = try gate.step(
        GateRequest(world: world, proposal: .available(plan)), at: .zero)
      #expect(gated.verdict.action != .accepted, "seed \(seed)")
      Self.expectSound(gated.plan, "seed \(seed)")
    }
  }

  @Test(
    "random drivable-looking proposals among obstacles: what is driven never touches within 3 s")
  func randomScenes() throws {
    for seed in 0..<60 as Range<UInt64> {
      var random = SeededGenerator(seed: seed, stream: 1)
      let speed = random.uniform(3, 12)
      var mission = ParkingPlannerTests.mission(
        ParkingLot(slots: [], obstacles: []), start: SE2(x: 0, y: 0, heading: 0))
      mission.start.speed = speed
      // Beyond what a full stop needs, so that a safe answer exists.
      let clear = speed * 0.8 + speed * speed / 14 + 6
      let wreck = Scenes.car("wreck", x: clear + random.uniform(0, 10), y: 0, speed: 0)
      let plan = Self.straightPlan(speed: speed, acceleration: random.uniform(-6, 3))
      let gated = try Self.ask(mission, .available(plan), [wreck])
      for point in gated.plan.points where point.time.seconds <= 3 {
        let box = mission.vehicle.footprint(at: point.worldFromVehicle)
        #expect(!box.intersects(wreck.box), "seed \(seed)")
      }
      Self.expectSound(gated.plan, "seed \(seed)")
    }
  }

  static func expectSound(_ plan: Trajectory, _ name: String) {
    #expect(!plan.points.isEmpty, "\(name)")
    for point in plan.points {
      let numbers = [
        point.worldFromVehicle.position.x, point.worldFromVehicle.position.y,
        point.worldFromVehicle.heading, point.speed, point.acceleration, point.curvature,
      ]
      #expect(numbers.allSatisfy { $0.isFinite && abs($0) < 1e9 }, "\(name)")
    }
    for (a, b) in zip(plan.points, plan.points.dropFirst()) {
      #expect(b.time > a.time, "\(name)")
      #expect(abs(b.speed - a.speed) <= 9.5 * (b.time - a.time).seconds, "\(name)")
    }
  }
}
