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
    def is_hit(*args):
      try: return check.obstacle_collision(*args)
      except check.CollisionException: return True
    def is_reached(*args):
      try: return check.goal_reached(*args)
      except check.GoalNotReachedException: return False
    for path, file in zip(sys.argv[1::2], sys.argv[2::2]):
      scenario, problems = CommonRoadFileReader(path).open()
      solution = CommonRoadSolutionReader.open(file)
      print(check.starts_at_correct_state(solution, problems),
        all(r[0] for r in check.solution_feasible(solution, scenario.dt, problems).values()),
        is_hit(scenario, problems, solution), is_reached(scenario, problems, solution))
    """

  /// Braking gently with the wheels turned a little: feasible, and solves nothing but time goals.
  private func record(_ scenario: Scenario) -> RunRecord {
    var record = RunRecord(mission: scenario.mission())
    var state = scenario.start
    let wheelbase = scenario.vehicle.body.wheelbase
    let tick = 0.01
    let rear = wheelbase - scenario.vehicle.inertia.frontAxleToCentre
    for _ in 0...Int(scenario.duration / tick) {
      // It rolls without slip of its tyres.
      state.yawRate = state.speed / wheelbase * Portable.tan(state.steeringAngle)
      state.slipAngle = Portable.atan(rear * Portable.tan(state.steeringAngle) / wheelbase)
      record.ticks.append(
        .init(scene: Scene(time: state.time, ego: state, objects: []), command: .neutral))
      let acceleration = state.speed > 0 ? max(-1.5, -state.speed / tick) : 0
      let speed = state.speed + acceleration * tick / 2
      let most = min(0.15, wheelbase * 1.5 / max(speed * speed, 0.1))
      let rate = state.steeringAngle < most ? 0.1 : 0.0
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

  /// Whether the ego touches anybody at a time step of the scenario.
  private func isHit(_ record: RunRecord, _ scenario: Scenario) -> Bool {
    let step = SimulationTime(seconds: scenario.timeStep ?? 0.1).nanoseconds
    return record.ticks.contains { tick in
      let time = tick.scene.time
      guard time.nanoseconds % step == 0 else { return false }
      let body = scenario.vehicle.footprint(at: tick.scene.ego.worldFromVehicle)
      let outline = Polygon(body.corners)
      return scenario.actors.contains { actor in
        actor.box(at: time).map { Polygon($0.corners).intersects(outline) } ?? false
      }
    }
  }

  @Test("Starts, feasibility and contacts agree on every planning problem")
  func agree() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/checker-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var arguments = ["-c", Self.program]
    var expected: [String] = []
    var names: [String] = []
    for path in CommonRoadFilesTests.files {
      let found = try #require(CommonRoadFilesTests.planned[path]).scenarios
      // The checker knows nobody's own recording, and wants all problems of a file at once.
      guard found.count == 1, let scenario = found.first, scenario.notEvaluated == nil,
        scenario.expert == nil
      else { continue }
      let run = record(scenario)
      let file = "\(folder)/\(names.count).xml"
      let xml = try CommonRoadSolution.xml(record: run, scenario: scenario)
      try Data(xml.utf8).write(to: URL(fileURLWithPath: file))
      arguments += [path, file]
      expected.append("True True \(isHit(run, scenario) ? "True" : "False")")
      names.append(scenario.id)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(CheckerPython.path))
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == names.count)
    for (name, pair) in zip(names, zip(lines, expected)) {
      #expect(pair.0.hasPrefix(pair.1), "\(name): \(pair.0)")
    }
  }
}
