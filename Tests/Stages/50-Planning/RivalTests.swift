import DrivingCore
import Geometry
import Planning
import Roads
import Testing

@Suite("Rivals and controls drive as they say") struct RivalTests {
  private let map = PlanningScenes.straight(lanes: 3, length: 2500)

  private struct Drive {
    var end: VehicleState
    var clearance = Double.infinity
    var plans: [Trajectory] = []
  }

  /// Drives by plans that are followed exactly, replanning every half second.
  private func drive(
    _ planner: any Planner, y: Double = 0, speed: Double = 25, seconds: Double,
    others: (Double) -> [TrackedObject] = { _ in [] }
  ) throws -> Drive {
    var planner = planner
    let mission = PlanningScenes.mission(map, speed: speed, y: y)
    try planner.prepare(for: mission)
    var (ego, plan) = (mission.start, Trajectory?.none)
    var drive = Drive(end: ego)
    for step in 0..<Int(seconds * 10) {
      let now = SimulationTime(nanoseconds: Int64(step) * 100_000_000)
      let objects = others(now.seconds)
      if step % 5 == 0 {
        let world = WorldModel(time: now, ego: ego, map: map, objects: objects)
        let next = try planner.step(
          PlanRequest(world: world, decision: .unavailable(reason: "none"), current: plan), at: now)
        drive.plans.append(next)
        plan = next
      }
      ego = PlanningScenes.advanced(
        ego, along: plan, to: now + SimulationTime(nanoseconds: 100_000_000))
      let box = mission.vehicle.footprint(at: ego.worldFromVehicle).placed
      for object in objects {
        drive.clearance = min(drive.clearance, box.separation(from: object.box.placed))
      }
    }
    drive.end = ego
    return drive
  }

  private static let rivals: [any Planner] = [
    CarFollowingRival(changesLanes: false), CarFollowingRival(changesLanes: true),
    PDMRival(changesLanes: false), PDMRival(changesLanes: true),
  ]

  @Test("on a free road all rivals come near the limit, in their lane", arguments: 0..<4)
  func free(_ index: Int) throws {
    let drive = try drive(RivalTests.rivals[index], seconds: 14)
    #expect(drive.end.speed > 28 && drive.end.speed < 33.5, "\(drive.end.speed)")
    #expect(abs(drive.end.worldFromVehicle.position.y) < 1.2)
  }

  @Test("behind a slow car only those with lane changes get past", arguments: 0..<4)
  func slow(_ index: Int) throws {
    let changes = [false, true, false, true][index]
    let drive = try drive(RivalTests.rivals[index], seconds: 22) { time in
      [PlanningScenes.car("slow", x: 80 + 14 * time, y: 0, speed: 14)]
    }
    #expect(drive.clearance > 0, "\(drive.clearance)")
    let isPast = drive.end.worldFromVehicle.position.x > 80 + 14 * 22
    #expect(isPast == changes, "\(drive.end)")
  }

  @Test("equal input gives equal plans", arguments: 0..<4) func repeatable(_ index: Int) throws {
    func plans() throws -> [Trajectory] {
      try drive(RivalTests.rivals[index], seconds: 3) { time in
        [PlanningScenes.car("a", x: 60 + 20 * time, y: 0, speed: 20)]
      }.plans
    }
    #expect(try plans() == plans())
  }

  @Test("controls do what must fail") func controls() throws {
    let ahead = { (time: Double) in
      [PlanningScenes.car("slow", x: 60 + 10 * time, y: 0, speed: 10)]
    }
    #expect(try drive(ControlPlanner(.parked), seconds: 14, others: ahead).end.speed < 0.1)
    #expect(try drive(ControlPlanner(.blind), seconds: 8, others: ahead).clearance < 0)
    #expect(try drive(ControlPlanner(.fullThrottle), seconds: 12).end.speed > 40)
    #expect(try drive(ControlPlanner(.wrongWay), seconds: 16).end.speed < -1)
  }
}
