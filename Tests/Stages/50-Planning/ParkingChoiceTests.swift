import DrivingCore
import Geometry
import Roads
import Testing

@testable import Planning

@Suite("Parking: the choice of a slot, wheels beside kerbs")
struct ParkingChoiceTests {
  /// Two free slots on one side of an aisle.
  private static func mission() -> Mission {
    var goal = Goal()
    goal.choices = [
      Goal.Choice(slot: "far", pose: SE2(x: 10, y: -4, heading: .pi / 2)),
      Goal.Choice(slot: "near", pose: SE2(x: 4, y: -4, heading: .pi / 2)),
    ]
    return ParkingPlannerTests.mission(ParkingLot(slots: [], obstacles: []), goal: goal)
  }

  private static func end(_ mission: Mission, _ objects: [TrackedObject] = []) throws -> Vector2? {
    try ParkingPlannerTests.plan(mission, objects: objects).points.last?.worldFromVehicle.position
  }

  @Test("The slot that costs least is taken; the next one where something stands in it")
  func nearest() throws {
    let mission = Self.mission()
    let first = try #require(try Self.end(mission))
    #expect(first.distance(to: Vector2(4, -4)) < 0.01)
    let box = OrientedBox(
      worldFromBox: SE2(x: 4, y: -3, heading: 0.2), length: 1, width: 0.6)
    let cart = TrackedObject(id: "cart", kind: .barrier, box: box, velocity: .zero)
    let second = try #require(try Self.end(mission, [cart]))
    #expect(second.distance(to: Vector2(10, -4)) < 0.01)
  }

  @Test("Where every slot is blocked the refusal says so")
  func blocked() {
    let carts = [4.0, 10].map { x in
      TrackedObject(
        id: "cart at \(x)", kind: .barrier,
        box: OrientedBox(worldFromBox: SE2(x: x, y: -3, heading: 0), length: 1, width: 0.6),
        velocity: .zero)
    }
    let error = #expect(throws: StageFailure.self) { try Self.end(Self.mission(), carts) }
    #expect(error?.reason.contains("cart at") == true, "\(error?.reason ?? "")")
  }

  @Test("Beside a kerb wheels fit straight, but not turned to full lock", arguments: [-1.0, 1])
  func wheels(side: Double) {
    let car = PlanningScenes.car
    let reach = (car.body.track + FreeSpace.tyreWidth) / 2
    // The kerb runs 6 cm beside the wheels that stand straight.
    let inner = side * (reach + 0.06)
    let corners = [
      Vector2(-10, inner), Vector2(10, inner), Vector2(10, inner + side * 0.2),
      Vector2(-10, inner + side * 0.2),
    ]
    let kerb = ParkingLot.Obstacle(
      id: "kerb", kind: .kerb, outline: Polygon(side > 0 ? corners : corners.reversed()))
    let lot = ParkingLot(slots: [], obstacles: [kerb])
    let space = FreeSpace(lot: lot, standing: [], vehicle: car, origin: .zero)
    let lock = 1 / car.minimumTurningRadius
    #expect(space.fits(.zero, Vector2(1, 0), curvature: 0, margin: 0.02))
    for curvature in [-lock, lock] {
      #expect(!space.fits(.zero, Vector2(1, 0), curvature: curvature, margin: 0.02))
      #expect(
        space.wheelClearance(SE2(x: 0, y: 0, heading: 0), curvature: curvature, within: 1)
          < space.wheelClearance(SE2(x: 0, y: 0, heading: 0), curvature: 0, within: 1))
    }
    // The same as a wall, on the other hand, does not mind wheels.
    let wall = ParkingLot.Obstacle(id: "wall", kind: .wall, outline: kerb.outline)
    let walled = FreeSpace(
      lot: ParkingLot(slots: [], obstacles: [wall]), standing: [], vehicle: car, origin: .zero)
    let straight = walled.fits(.zero, Vector2(1, 0), curvature: 0, margin: 0.001)
    #expect(walled.fits(.zero, Vector2(1, 0), curvature: lock, margin: 0.001) == straight)
  }
}
