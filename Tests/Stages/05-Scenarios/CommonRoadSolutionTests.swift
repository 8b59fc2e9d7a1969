import DrivingCore
import Geometry
import Testing

@testable import Scenarios

@Suite("CommonRoad solutions")
struct CommonRoadSolutionTests {
  private func record(_ scenario: Scenario, seconds: Double, tick: Int64 = 10_000_000) -> RunRecord
  {
    var record = RunRecord(mission: scenario.mission())
    for index in 0...Int(seconds * 1e9) / Int(tick) {
      var state = scenario.start
      state.time = SimulationTime(nanoseconds: Int64(index) * tick)
      state.worldFromVehicle.position.x += state.speed * state.time.seconds
      record.ticks.append(
        .init(scene: Scene(time: state.time, ego: state, objects: []), command: .neutral))
    }
    return record
  }

  @Test("States stand at the scenario's steps, at the middle of the box")
  func steps() throws {
    let scenario = try #require(
      CommonRoadImporterTests.read(CommonRoadImporterTests.sample).first)
    let xml = try CommonRoadSolution.xml(
      record: record(scenario, seconds: 2), scenario: scenario, through: SimulationTime(seconds: 1))
    let tree = try XMLTree.read(SourceFile(path: "solution.xml", bytes: [UInt8](xml.utf8)))
    #expect(tree.attribute("benchmark_id") == "KS2:SM1:ZAM_Test-1_1_T-1:2020a")
    let trajectory = try #require(tree["ksTrajectory"])
    #expect(trajectory.attribute("planningProblem") == "7")
    #expect(trajectory.children.map { $0["time"]?.text } == ["0", "1", "2", "3", "4", "5"])
    let x = trajectory.children.compactMap { $0["x"].flatMap { Double($0.text) } }
    for (index, x) in x.enumerated() { #expect((x - 10 - 2.4 * Double(index)).magnitude < 1e-9) }
  }

  @Test("What is no solution of the benchmark is refused")
  func refused() throws {
    let scenario = try #require(
      CommonRoadImporterTests.read(CommonRoadImporterTests.sample).first)
    let run = record(scenario, seconds: 2)
    func message(_ record: RunRecord, _ scenario: Scenario, _ cost: String = "SM1") -> String {
      do throws(ScenarioFailure) {
        return try CommonRoadSolution.xml(record: record, scenario: scenario, costFunction: cost)
      } catch { return error.description }
    }
    var other = run
    other.mission.vehicle = ScenarioFixtures.cars[0]
    #expect(message(other, scenario).contains("the vehicle 'byd-seagull'"))
    #expect(message(run, scenario, "XX9").contains("the cost function 'XX9'"))
    var coarse = scenario
    coarse.benchmark?.planningProblem = nil
    #expect(message(run, coarse).contains("no planning problem"))
    #expect(
      message(record(scenario, seconds: 2, tick: 130_000_000), scenario).contains(
        "no state at 0.2 s"))
    var broken = run
    broken.ticks[40].scene.ego.speed = .nan
    #expect(message(broken, scenario).contains("not finite at 0.4 s"))
  }
}
