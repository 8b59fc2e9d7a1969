import DrivingCore
import Geometry
import Simulation
import Testing

@Suite("The loop")
struct SimulatorTests {
  @Test("stages run at 100, 20 and 10 Hz")
  func rates() throws {
    let record = try Loop.simulator().run(RunRules(duration: 1, endsAtGoal: false))
    #expect(record.ticks.count == 101)
    #expect(record.thoughts.count == 10)
    #expect(record.ticks.last?.scene.time.seconds == 1)
    #expect(record.thoughts.map(\.percepts.frameIndex) == (0..<10).map { 2 * $0 })
  }

  @Test("a copy taken at any tick goes on exactly as the original does", arguments: [1, 7, 55])
  func copyIsCheckpoint(tick: Int) throws {
    var original = try Loop.simulator()
    for _ in 0..<tick { try original.step() }
    let copy = original
    let rules = RunRules(duration: 2, endsAtGoal: false)
    let (first, second) = (original.run(rules), copy.run(rules))
    #expect(first.digest() == second.digest())
    #expect(first.trail() == second.trail())
    #expect(first.ticks.count == 201)
  }

  @Test("another start gives another digest, and the trail names the first stage that differs")
  func digestSeesState() throws {
    let rules = RunRules(duration: 0.5, endsAtGoal: false)
    let slow = try Loop.simulator(speed: 10).run(rules)
    let fast = try Loop.simulator(speed: 10.000001).run(rules)
    #expect(slow.digest() != fast.digest())
    #expect(slow.trail()[0].fingerprints[0] != fast.trail()[0].fingerprints[0])
  }

  @Test("a planner that fails is recorded with its reason, and the gate's plan is driven")
  func plannerFailure() throws {
    var stages = Loop.stages()
    stages.planner = Loop.BrokenPlanner()
    let simulator = try Simulator(mission: Loop.mission(speed: 10), stages: stages)
    let record = simulator.run(RunRules(duration: 0.3, endsAtGoal: false))
    #expect(record.thoughts.count == 3)
    #expect(record.thoughts[0].proposal == .unavailable(reason: "planner: out of ideas"))
    #expect(record.thoughts[0].verdict.action == .replaced)
  }

  @Test("a vehicle that fails ends the run early and says why; what was before is kept")
  func vehicleFailure() throws {
    var stages = Loop.stages()
    stages.vehicle = Loop.BreakingVehicle(after: 3)
    let simulator = try Simulator(mission: Loop.mission(speed: 10), stages: stages)
    let record = simulator.run(RunRules(duration: 1, endsAtGoal: false))
    #expect(record.abort == "vehicle: wheel lost")
    #expect(record.ticks.count > 3)
  }

  @Test("a parking run ends one second after the car stands on its goal")
  func endsAtGoal() throws {
    var mission = Loop.mission(speed: 0)
    mission.kind = .parking
    mission.goal = Goal(pose: mission.start.worldFromVehicle)
    let simulator = try Simulator(mission: mission, stages: Loop.stages())
    let record = simulator.run(RunRules(duration: 10, endsAtGoal: true))
    #expect(abs((record.ticks.last?.scene.time.seconds ?? 0) - 1) < 0.02)
  }
}
