import DrivingCore
import Geometry
import Roads
import Testing

@testable import Planning

/// The same lot elsewhere, turned or mirrored is driven the same way.
@Suite("Parking, moved and turned and mirrored")
struct ParkingMetamorphicTests {
  /// A change of the whole world that leaves all distances as they are.
  struct Change: Sendable, CustomStringConvertible {
    var description: String
    var turn = 0.0
    var shift = Vector2.zero
    var mirrors = false

    func apply(_ point: Vector2) -> Vector2 {
      let (sine, cosine) = Portable.sincos(turn)
      let y = mirrors ? -point.y : point.y
      return Vector2(cosine * point.x - sine * y, sine * point.x + cosine * y) + shift
    }

    func apply(_ pose: SE2) -> SE2 {
      SE2(
        position: apply(pose.position),
        heading: Angle.wrapped((mirrors ? -pose.heading : pose.heading) + turn))
    }

    func apply(_ polygon: Polygon) -> Polygon {
      let corners = polygon.corners.map { apply($0) }
      return Polygon(mirrors ? corners.reversed() : corners)
    }

    func apply(_ lot: ParkingLot) -> ParkingLot {
      ParkingLot(
        slots: [],
        obstacles: lot.obstacles.map {
          .init(id: $0.id, kind: $0.kind, outline: apply($0.outline))
        }, drivable: lot.drivable.map { apply($0) })
    }
  }

  static let changes: [Change] = [
    Change(description: "moved by 1e6 m", shift: Vector2(1e6, -1e6)),
    Change(description: "turned by 0.7 rad", turn: 0.7),
    Change(description: "turned by a right angle", turn: .pi / 2),
    Change(description: "turned about", turn: .pi),
    Change(description: "mirrored", mirrors: true),
    Change(
      description: "mirrored, turned by -2.3 rad and moved", turn: -2.3,
      shift: Vector2(-1e6, 123_456.7), mirrors: true),
  ]

  /// Lots with a start and a goal: across, askew, and along the aisle.
  static let tasks: [(name: String, lot: ParkingLot, start: SE2, goal: SE2)] = [
    (
      "perpendicular", ParkingPlannerTests.lot(), SE2(x: -6, y: 2, heading: 0),
      SE2(x: 0, y: -3.9, heading: .pi / 2)
    ),
    (
      "straight before the slot", ParkingPlannerTests.lot(), SE2(x: 0, y: 1.2, heading: .pi / 2),
      SE2(x: 0, y: -3.9, heading: .pi / 2)
    ),
    (
      "along", ParkingPlannerTests.lot(slot: 6.4, aisle: 7), SE2(x: -5, y: 2, heading: 0.1),
      SE2(x: -1.4, y: -1.2, heading: 0)
    ),
  ]

  @Test("gives the same manoeuvre to a micrometre", arguments: changes)
  func same(change: Change) throws {
    for task in Self.tasks {
      let here = try ParkingPlannerTests.plan(
        ParkingPlannerTests.mission(task.lot, goal: Goal(pose: task.goal), start: task.start))
      let there = try ParkingPlannerTests.plan(
        ParkingPlannerTests.mission(
          change.apply(task.lot), goal: Goal(pose: change.apply(task.goal)),
          start: change.apply(task.start)))
      #expect(here.points.count == there.points.count, "\(task.name), \(change)")
      for (a, b) in zip(here.points, there.points) {
        let moved = change.apply(a.worldFromVehicle)
        let error = moved.position.distance(to: b.worldFromVehicle.position)
        let turn = Angle.difference(from: moved.heading, to: b.worldFromVehicle.heading)
        guard error < 1e-6, abs(turn) < 1e-6, a.time == b.time, a.speed == b.speed else {
          Issue.record("\(task.name), \(change): \(error) m, \(turn) rad at \(a.time)")
          break
        }
        #expect(abs((change.mirrors ? -1 : 1) * a.curvature - b.curvature) < 1e-9)
      }
    }
  }
}
