import DrivingCore
import Geometry
import Planning
import Testing

private typealias Scenes = PlanningScenes

@Suite("Driver models at the wheel")
struct DriverModelPlannerTests {
  /// Drives for a time (s) exactly where the plans lead; gives the speeds.
  private static func drive(
    _ model: DriverModel, seconds: Double, speed: Double = 20,
    others: (Double) -> [TrackedObject]
  ) throws -> [VehicleState] {
    var planner = DriverModelPlanner(model)
    let mission = Scenes.mission(Scenes.straight(), speed: speed)
    try planner.prepare(for: mission)
    var ego = mission.start
    var plan: Trajectory?
    return try (0..<Int(seconds * 10)).map { step in
      let now = SimulationTime(nanoseconds: Int64(step) * 100_000_000)
      ego.time = now
      let world = WorldModel(time: now, ego: ego, map: mission.map, objects: others(now.seconds))
      let decision = Decision(
        speed: .keep, path: .keep, targetSpeed: speed, headway: 1.5, reason: "test")
      plan = try planner.step(
        PlanRequest(world: world, decision: .available(decision), current: plan), at: now)
      let before = ego
      ego = Scenes.advanced(ego, along: plan, to: now + SimulationTime(nanoseconds: 100_000_000))
      return before
    }
  }

  @Test("alone, and beside a car that keeps its lane, every model keeps its speed")
  func quiet() throws {
    for model in DriverModel.allCases {
      let alone = try Self.drive(model, seconds: 5) { _ in [] }
      let beside = try Self.drive(model, seconds: 5) {
        [Scenes.car("beside", x: 15 + 18 * $0, y: 3.5, speed: 18)]
      }
      for state in alone + beside {
        #expect(abs(state.speed - 20) < 0.05, "\(model) at \(state.time.seconds) s")
        #expect(abs(state.worldFromVehicle.position.y) < 1e-6)
      }
    }
  }

  @Test("a slow cut-in is braked for harder than following would, and nobody is touched")
  func cutIn() throws {
    for model in DriverModel.allCases where model != .reg157 {
      let states = try Self.drive(model, seconds: 8) { time in
        let y = 3.5 - min(1.5 * time, 3.5)
        return [
          Scenes.car("cutter", x: 31 + 12 * time, y: y, speed: 12, drift: y > 0 ? -1.5 : 0)
        ]
      }
      let hardest = states.map(\.acceleration).min() ?? 0
      #expect(hardest < -2.5 && hardest > -7.7, "\(model): \(hardest)")
      for state in states {
        let front = state.worldFromVehicle.position.x + 3.6
        let rear = 31 + 12 * state.time.seconds - 2.3
        #expect(front < rear, "\(model) at \(state.time.seconds) s")
      }
    }
  }

  @Test("Reg157 brakes at 6 m/s² for who stands in the way, and not before it must")
  func stops() throws {
    let states = try Self.drive(.reg157, seconds: 9, speed: 15) { _ in
      [Scenes.car("broken", x: 60, y: 1.9, speed: 0)]
    }
    let hardest = states.map(\.acceleration).min() ?? 0
    #expect(hardest > -6.3, "\(hardest)")
    #expect(states.first { $0.time.seconds > 1 }?.acceleration ?? -9 > -2.1)
  }

  @Test("car parks and states that are no numbers are refused with a reason")
  func refuses() throws {
    var planner = DriverModelPlanner(.fuzzySafety)
    let mission = Scenes.mission(Scenes.straight(), speed: 10)
    var world = WorldModel(time: .zero, ego: mission.start, map: mission.map)
    let decision = Outcome<Decision>.unavailable(reason: "none")
    #expect(throws: StageFailure.self) {
      try planner.step(PlanRequest(world: world, decision: decision), at: .zero)
    }
    try planner.prepare(for: mission)
    world.ego.speed = .nan
    #expect(throws: StageFailure.self) {
      try planner.step(PlanRequest(world: world, decision: decision), at: .zero)
    }
  }
}
