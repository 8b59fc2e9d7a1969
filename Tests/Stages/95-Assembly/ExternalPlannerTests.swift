import Assembly
import DrivingCore
import Foundation
import Geometry
import Testing

@Suite("External planners")
struct ExternalPlannerTests {
  private static let hello = #"{"version":1,"kind":"hello","name":"t"}"#
  private static let ready = #"{"version":1,"kind":"ready"}"#

  /// A child that greets, gets ready, and then runs `rest` in a shell.
  private static func child(then rest: String) -> String {
    "/bin/sh -c 'read l; echo \"$0\"; read l; echo \"$1\"; \(rest)' "
      + "'\(hello)' '\(ready)'"
  }

  private static func outcome(of command: String, answerGuard: Double = 2) -> Outcome<Trajectory> {
    var planner = ExternalPlanner(command: command, answerGuard: answerGuard)
    let mission = Mission(kind: .highway, vehicle: .test, start: VehicleState())
    let world = WorldModel(time: .zero, ego: VehicleState())
    do throws(StageFailure) {
      try planner.prepare(for: mission)
      let request = PlanRequest(world: world, decision: .unavailable(reason: "test"))
      return .available(try planner.step(request, at: .zero))
    } catch {
      return .unavailable(reason: error.reason)
    }
  }

  private static func reason(_ command: String, answerGuard: Double = 2) -> String {
    guard case .unavailable(let reason) = outcome(of: command, answerGuard: answerGuard) else {
      return "the planner answered"
    }
    return reason
  }

  @Test("a planner that answers is heard")
  func answers() throws {
    let point = #"{"t_s":0.1,"x_m":1,"y_m":2,"heading_rad":0,"speed_mps":3}"#
    let line = #"{"version":1,"kind":"trajectory","points":[\#(point)],"unknown":1}"#
    let command =
      "/bin/sh -c 'read l; echo \"$0\"; read l; echo \"$1\"; read l; echo \"$2\"; read l' "
      + "'\(Self.hello)' '\(Self.ready)' '\(line)'"
    let plan = try #require(Self.outcome(of: command).value)
    #expect(plan.points.count == 1)
    #expect(plan.points[0].worldFromVehicle.position == Vector2(1, 2))
  }

  @Test("a hanging planner is cut off, and nothing of it is left")
  func hangs() throws {
    let reason = Self.reason(Self.child(then: "sleep 86399 & sleep 86398"), answerGuard: 0.3)
    #expect(reason.contains("no answer within 0.3 s"), "\(reason)")
    // The kernel may take a moment to end what was killed.
    var left = try Self.processes(naming: "sleep 8639")
    for _ in 0..<500 where !left.isEmpty {
      usleep(10_000)
      left = try Self.processes(naming: "sleep 8639")
    }
    #expect(left.isEmpty, "\(left)")
  }

  @Test("a crash is told with its exit code")
  func crashes() {
    let reason = Self.reason(Self.child(then: "echo out of petrol >&2; exit 7"))
    #expect(reason.contains("exit code 7"), "\(reason)")
    #expect(reason.contains("out of petrol"), "\(reason)")
  }

  @Test("a kill is told with its signal")
  func isKilled() {
    #expect(Self.reason(Self.child(then: "kill -9 $$")).contains("signal 9"))
  }

  @Test("a flood without a line end is cut off")
  func floods() {
    let reason = Self.reason(Self.child(then: "read l; tr \"\\\\0\" x < /dev/zero"))
    #expect(reason.contains("without a line end"), "\(reason)")
  }

  @Test(
    "an answer that breaks the protocol is shown, with what was expected",
    arguments: [
      #"{"version":1,"kind":"trajectory","points":[{"t_s":NaN}]}"#, "not json",
      #"{"version":1,"kind":"trajectory","points":[]}"#, #"{"version":9,"kind":"ready"}"#,
      #"{"version":1,"kind":"trajectory","points":[{"t_s":1,"x_m":1e300,"y_m":0,"heading_rad":0,"speed_mps":0}]}"#,
    ])
  func breaksProtocol(line: String) {
    let command =
      "/bin/sh -c 'read l; echo \"$0\"; read l; echo \"$1\"; read l; echo \"$2\"; read l' "
      + "'\(Self.hello)' '\(Self.ready)' '\(line)'"
    #expect(Self.reason(command).contains("expected"), "\(Self.reason(command))")
  }

  @Test("a program that does not exist is told before the start")
  func doesNotExist() {
    #expect(Self.reason("/no/such/planner").contains("exit code 127"))
  }

  /// Command lines of living processes that contain the text.
  private static func processes(naming text: String) throws -> [String] {
    let entries = try FileManager.default.contentsOfDirectory(atPath: "/proc")
    return entries.filter { Int($0) != nil }.compactMap { pid in
      guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
        return nil
      }
      let words = String(decoding: data, as: UTF8.self).replacing("\0", with: " ")
      return words.hasPrefix(text) ? words : nil
    }
  }
}

extension VehicleSpec {
  /// A plain car for tests of the loop.
  static let test = VehicleSpec(
    id: "test", name: "Test car",
    body: Body(
      length: 4.5, width: 1.8, height: 1.5, wheelbase: 2.7, rearOverhang: 0.9, track: 1.55),
    inertia: Inertia(mass: 1500, yaw: 2500, frontAxleToCentre: 1.2, centreHeight: 0.55),
    limits: Limits(
      steeringAngle: 0.6, steeringRate: 0.4, minimumSpeed: -5, maximumSpeed: 50,
      switchingSpeed: 7, acceleration: 9),
    actuators: .ideal)
}
