import DrivingCore
import Geometry
import Testing

@testable import Planning

/// Waiting for others: stops on the way, goes on from there, and drives round who stays.
@Suite("Parking planner waits")
struct ParkingWaitTests {
  private static let mission = ParkingPlannerTests.mission(
    ParkingPlannerTests.lot(aisle: 7), start: SE2(x: -9, y: 2, heading: 0))

  private static func person(x: Double, y: Double, velocity: Vector2 = .zero) -> TrackedObject {
    TrackedObject(
      id: "walker", kind: .pedestrian,
      box: OrientedBox(worldFromBox: SE2(x: x, y: y, heading: 0), length: 0.5, width: 0.6),
      velocity: velocity)
  }

  /// Drives the plan as if the car followed it exactly; `others` sees the time and the ego.
  private static func drive(
    _ seconds: Double, _ others: (Double, SE2) -> [TrackedObject]
  ) throws -> [(plan: Trajectory, ego: VehicleState)] {
    var planner = ParkingPlanner()
    try planner.prepare(for: mission)
    var (ego, result) = (mission.start, [(plan: Trajectory, ego: VehicleState)]())
    for step in 0..<Int(seconds * 10) {
      let time = SimulationTime(nanoseconds: Int64(step) * 100_000_000)
      ego.time = time
      let world = WorldModel(
        time: time, ego: ego, lot: mission.lot,
        objects: others(Double(step) / 10, ego.worldFromVehicle))
      let plan = try planner.step(
        PlanRequest(world: world, decision: .unavailable(reason: "none")), at: time)
      result.append((plan, ego))
      let next = try #require(
        plan.clampedSample(at: time + SimulationTime(nanoseconds: 100_000_000)))
      ego.worldFromVehicle = next.worldFromVehicle
      (ego.speed, ego.acceleration) = (next.speed, next.acceleration)
      ego.steeringAngle = Portable.atan(next.curvature * mission.vehicle.body.wheelbase)
    }
    return result
  }

  @Test("stops for somebody who steps in, stands, and goes on along the same way")
  func stopsAndResumes() throws {
    let free = try Self.drive(1) { _, _ in [] }
    let run = try Self.drive(60) { time, _ in
      // Crosses ahead of the car from the far side, stands there for two seconds, and is off.
      let y = time < 4 ? 6.4 - time : time < 6 ? 2.4 : 2.4 - 1.2 * (time - 6)
      let speed = time < 4 ? -1.0 : time < 6 ? 0 : -1.2
      return [Self.person(x: -1.2, y: y, velocity: Vector2(0, speed))]
    }
    let waits = run.filter { $0.plan.label.hasSuffix("wait") }
    #expect(!waits.isEmpty)
    #expect(waits.contains { $0.ego.speed == 0 })
    let end = try #require(run.last)
    #expect(!end.plan.label.hasSuffix("wait"))
    // The poses are those of the first plan to the last, and so is its end.
    let (first, last) = (
      try #require(free.last?.plan.points.last), try #require(end.plan.points.last)
    )
    #expect(first.worldFromVehicle == last.worldFromVehicle)
    #expect(end.ego.worldFromVehicle.position.distance(to: last.worldFromVehicle.position) < 0.01)
    for (plan, _) in run { ParkingPlannerTests.expectCalm(plan) }
  }

  @Test("whoever stays for three seconds is driven round where that is possible")
  func drivesRound() throws {
    var seen: Set<String> = []
    let run = try Self.drive(70) { time, _ in
      let x = max(-1.5, 4 - time)
      return [Self.person(x: x, y: 1.2, velocity: Vector2(x > -1.5 ? -1 : 0, 0))]
    }
    for (plan, ego) in run {
      seen.insert(String(plan.reason.prefix { $0 != ":" }))
      let body = Self.mission.vehicle.footprint(at: ego.worldFromVehicle)
      let person = Self.person(x: max(-1.5, 4 - ego.time.seconds), y: 1.2)
      #expect(body.placed.separation(from: person.box.placed) > 0.1)
    }
    #expect(seen.contains("round walker"), "\(seen.sorted())")
  }

  @Test("a stop keeps to the plan's poses, and a resumed plan begins at rest where it was left")
  func tempo() throws {
    let plan = try #require(try Self.drive(1) { _, _ in [] }.first?.plan)
    let fastest = try #require(plan.points.first { $0.speed > 1 })
    let (points, end) = PlanTempo.stop(
      plan, from: fastest.time, speed: fastest.speed, at: .zero, deceleration: 2)
    #expect(points.last?.speed == 0)
    let driven = try #require(points.last).worldFromVehicle.position.distance(
      to: fastest.worldFromVehicle.position)
    #expect(abs(driven - fastest.speed * fastest.speed / 4) < 0.03)
    let there = try #require(plan.clampedSample(at: end)?.worldFromVehicle)
    #expect(there.position.distance(to: try #require(points.last).worldFromVehicle.position) < 0.02)
    let again = PlanTempo.resume(plan, from: end, at: .zero)
    #expect(again.first?.speed == 0 && again.first?.worldFromVehicle == there)
    #expect(again.last?.worldFromVehicle == plan.points.last?.worldFromVehicle)
    ParkingPlannerTests.expectCalm(Trajectory(label: "", points: again))
  }
}

extension ParkingPlannerTests {
  /// Times rise, and poses move as the speeds say.
  static func expectCalm(_ plan: Trajectory) {
    for (a, b) in zip(plan.points, plan.points.dropFirst()) {
      let dt = (b.time - a.time).seconds
      #expect(dt > 0)
      let step = a.worldFromVehicle.position.distance(to: b.worldFromVehicle.position)
      #expect(abs(step - abs(a.speed + b.speed) / 2 * dt) < 0.03)
    }
  }
}
