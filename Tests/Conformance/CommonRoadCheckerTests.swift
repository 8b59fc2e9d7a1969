import DrivingCore
import Foundation
import Geometry
import TestSupport
import Testing

@testable import Scenarios

/// The Python that has the checker; nil where none is named.
enum CheckerPython {
  static let path = ProcessInfo.processInfo.environment["GODSEYE_COMMONROAD_PYTHON"]
}

/// Exported solutions before the benchmark's own checker (PyPI `commonroad-drivability-checker`).
///
/// `GODSEYE_COMMONROAD_PYTHON` names a Python that has it; without, the test is skipped.
@Suite(
  "CommonRoad's own checker",
  .enabled(if: TestData.has("commonroad") && CheckerPython.path != nil))
struct CommonRoadCheckerTests {
  static let program = """
    import sys
    from commonroad.common.file_reader import CommonRoadFileReader
    from commonroad.common.solution import CommonRoadSolutionReader
    import commonroad_dc.feasibility.solution_checker as check
    scenario, problems = CommonRoadFileReader(sys.argv[1]).open()
    solution = CommonRoadSolutionReader.open(sys.argv[2])
    print(check.starts_at_correct_state(solution, problems),
      check.obstacle_collision(scenario, problems, solution),
      all(r[0] for r in check.solution_feasible(solution, scenario.dt, problems).values()),
      check.goal_reached(scenario, problems, solution))
    """

  /// A slow stop with the wheels turned: short enough to stay clear of everyone.
  private func record(_ scenario: Scenario) -> RunRecord {
    var record = RunRecord(mission: scenario.mission())
    var state = scenario.start
    let wheelbase = scenario.vehicle.body.wheelbase
    let tick = 0.01
    for _ in 0...Int(scenario.duration / tick) {
      record.ticks.append(
        .init(scene: Scene(time: state.time, ego: state, objects: []), command: .neutral))
      let acceleration = state.speed > 0 ? max(-1.5, -state.speed / tick) : 0
      let speed = state.speed + acceleration * tick / 2
      let rate = state.steeringAngle < 0.15 ? 0.2 : 0.0
      let steering = state.steeringAngle + rate * tick / 2
      let turn = speed / wheelbase * Portable.tan(steering) * tick
      let (sine, cosine) = Portable.sincos(state.worldFromVehicle.heading + turn / 2)
      state.worldFromVehicle.position =
        state.worldFromVehicle.position + Vector2(cosine, sine) * (speed * tick)
      state.worldFromVehicle.heading += turn
      state.speed += acceleration * tick
      state.steeringAngle += rate * tick
      state.time += SimulationTime(nanoseconds: 10_000_000)
    }
    return record
  }

  @Test(
    "A slow stop solves the problems that only ask for time",
    arguments: ["BEL_Putte-8_2_T-1", "DEU_Moelln-10_2_T-1"])
  func stop(name: String) throws {
    let path = try #require(TestData.url("commonroad/\(name).xml")).path
    let result = ScenarioLoader.load(
      paths: [path], options: CommonRoadFilesTests.options(.planned))
    let scenario = try #require(result.scenarios.first)
    let xml = try CommonRoadSolution.xml(record: record(scenario), scenario: scenario)
    let folder = FileManager.default.temporaryDirectory.path + "/checker-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(xml.utf8).write(to: URL(fileURLWithPath: "\(folder)/solution.xml"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(CheckerPython.path))
    process.arguments = ["-c", Self.program, path, "\(folder)/solution.xml"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.hasSuffix("True False True True\n"), "\(text)")
  }
}
