import DrivingCore
import Foundation
import Geometry
import Planning
import Roads
import TestSupport
import Testing

@Suite("Independent check of parking ways")
struct ParkingCheckTests {
  typealias Checker = ParkingPathChecker

  @Test("the checker sees contacts, distances, bends and gear changes")
  func checkerItself() {
    let box: [Checker.Point] = [
      .init(x: 6, y: -1), .init(x: 7, y: -1), .init(x: 7, y: 1), .init(x: 6, y: 1),
    ]
    let checker = Checker(obstacles: [box])
    // Bumper at 3.76 m ahead of the axle: 2.24 m from the box, touching it after 2.24 m.
    #expect(abs(checker.clearance(0, 0, 0) - 2.24) < 1e-12)
    #expect(abs(checker.clearance(0, 2.5, 0) - hypot(2.24, 0.529)) < 1e-12)
    #expect(checker.clearance(2.3, 0, 0) == 0)
    // Crossing between two instants is seen although neither touches.
    func at(_ time: Double, _ x: Double, _ y: Double, _ heading: Double) -> Checker.Instant {
      .init(time: time, x: x, y: y, heading: heading, speed: 0, wheelAngle: 0)
    }
    let through = checker.report(
      [at(0, 0, 0, 0), at(1, 14, 0, 0)], from: (0, 0, 0), to: (14, 0, 0))
    #expect(through.clearance == 0 && abs(through.length - 14) < 1e-9)
    // A quarter circle of 4 m and back.
    let bend = checker.report(
      [at(0, -20, 0, 0), at(1, -16, 4, .pi / 2), at(2, -20, 0, 0)], from: (-20, 0, 0),
      to: (-20, 0, 0))
    #expect(abs(bend.length - 4 * .pi) < 1e-9)
    #expect(abs(bend.curvature - 0.25) < 1e-9 && bend.gearChanges == 1)
  }

  static func instants(_ plan: Trajectory, _ wheelbase: Double, _ origin: (x: Double, y: Double))
    -> [Checker.Instant]
  {
    plan.points.map {
      .init(
        time: $0.time.seconds, x: $0.worldFromVehicle.position.x - origin.x,
        y: $0.worldFromVehicle.position.y - origin.y, heading: $0.worldFromVehicle.heading,
        speed: $0.speed, wheelAngle: atan($0.curvature * wheelbase))
    }
  }

  /// Plans every case that is there and holds the plan against the checker and a published way.
  @Test(
    "every benchmark way is free, within the limits and ends on its goal",
    .enabled(if: TestData.has("tpcap")))
  func benchmark() throws {
    var (cases, planned) = (0, 0)
    for url in TestData.files("tpcap", ending: ".csv") {
      guard let parking = ParkingCase(url), let mission = ParkingBenchmarkTests.mission(url) else {
        continue
      }
      #if DEBUG
        // Long searches take minutes without optimisation; release runs them all.
        if hypot(parking.goal.x, parking.goal.y) > 16 { continue }
      #endif
      let plan: Trajectory
      cases += 1
      do { plan = try ParkingPlannerTests.plan(mission) } catch { continue }
      planned += 1
      let name = url.lastPathComponent
      let checker = Checker(obstacles: parking.obstacles)
      let found = checker.report(
        Self.instants(plan, checker.car.wheelbase, parking.origin), from: parking.start,
        to: parking.goal)
      #expect(found.clearance > 0.02, "\(name): \(found.clearance)")
      #expect(found.startError < 1e-5 && found.endError < 0.01, "\(name): \(found.endError)")
      #expect(found.endTurn < 0.5 * .pi / 180, "\(name)")
      #expect(found.curvature <= tan(checker.car.wheelAngle) / checker.car.wheelbase, "\(name)")
      #expect(found.wheelRate <= checker.car.wheelRate, "\(name): \(found.wheelRate)")
      #expect(found.disagreement < 0.02, "\(name): \(found.disagreement)")
      try expectShorter(found, than: url, parking, checker)
    }
    #expect(planned * 12 >= cases * 11, "\(planned) of \(cases) planned")
  }

  /// Where a published way is free of contact, ours is not longer.
  private func expectShorter(
    _ ours: Checker.Report, than url: URL, _ parking: ParkingCase, _ checker: Checker
  ) throws {
    let folder = url.deletingLastPathComponent().appendingPathComponent("peer_solutions_AVP")
    let file = folder.appendingPathComponent("Solution_\(url.lastPathComponent)")
    guard let way = parking.published(file) else { return }
    let theirs = checker.report(way, from: parking.start, to: parking.goal)
    guard theirs.clearance > 0 else { return }
    #expect(ours.length <= theirs.length, "\(url.lastPathComponent)")
  }
}
