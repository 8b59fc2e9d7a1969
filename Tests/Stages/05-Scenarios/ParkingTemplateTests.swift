import DrivingCore
import Geometry
import Roads
import Testing

@testable import Scenarios

@Suite("Car parks from templates")
struct ParkingTemplateTests {
  private func file(_ row: String, goal: String = "{slot: A2}", aisle: String = "width_m: 6")
    -> String
  {
    """
    godseye: 1
    title: Test
    parking:
      aisle: {length_m: 40, \(aisle)}
      rows: [{name: A, first_x_m: 8, count: 3, \(row)}]
    ego: {x_m: 3, y_m: 3}
    goal: \(goal)
    """
  }

  @Test(
    "The parked car lies in the middle of its slot, inside it, and so in the drivable area",
    arguments: ["left", "right"],
    [
      "kind: perpendicular, slot_length_m: 5, slot_width_m: 2.5",
      "kind: parallel, length_slack_m: 1, width_slack_m: 0.4",
      "kind: angled, angle_deg: 45, slot_length_m: 5, slot_width_m: 2.5",
      "kind: angled, angle_deg: 75, slot_length_m: 5, slot_width_m: 2.3",
    ])
  func parked(side: String, row: String) throws {
    let scenario = try #require(
      ScenarioFixtures.decode(file("side: \(side), occupied: [1, 3], \(row)")).first)
    let lot = try #require(scenario.lot)
    let pose = try #require(scenario.goal?.pose)
    let slot = try #require(lot.slots.first { $0.id == "A2" })
    let drivable = try #require(lot.drivable)
    let car = scenario.vehicle.footprint(at: pose)
    #expect(car.worldFromBox.position.distance(to: SlotRow.centre(slot)) < 1e-9)
    for corner in car.corners {
      #expect(slot.outline.contains(corner) && drivable.contains(corner))
    }
    #expect(slot.outline.signedArea > 0 && drivable.signedArea > 0)
    #expect(lot.slots.map(\.isOccupied) == [true, false, true])
    #expect(lot.obstacles.map(\.id) == ["car in A1", "car in A3"])
    for corner in lot.obstacles.flatMap(\.outline.corners) { #expect(drivable.contains(corner)) }
    // Entrance corners first: both lie on the edge of the aisle.
    let edge = side == "left" ? 6.0 : 0
    #expect(slot.outline.corners[0].y == edge && slot.outline.corners[1].y == edge)
  }

  @Test("Nose out faces the aisle, nose in faces away")
  func direction() throws {
    let row = "side: right, kind: perpendicular, slot_length_m: 5, slot_width_m: 2.5"
    func heading(_ parked: String) throws -> Double {
      let scenario = try ScenarioFixtures.decode(file(row, goal: "{slot: A2, parked: \(parked)}"))
      return try #require(scenario.first?.goal?.pose).heading
    }
    #expect((try heading("nose_out") - .pi / 2).magnitude < 1e-12)
    #expect((try heading("nose_in") + .pi / 2).magnitude < 1e-12)
  }

  @Test("Slack follows the car", arguments: ["byd-seagull", "byd-atto-3"])
  func slack(vehicle: String) throws {
    var options = ScenarioFixtures.options
    options.vehicle = vehicle
    let text = file("side: right, kind: parallel, length_slack_m: 1, width_slack_m: 0.4")
    let scenario = try #require(ScenarioFixtures.decode(text, options: options).first)
    let corners = try #require(scenario.lot?.slots.first?.outline.corners)
    #expect(
      (corners[0].distance(to: corners[1]) - scenario.vehicle.body.length - 1).magnitude < 1e-9)
    #expect(
      (corners[1].distance(to: corners[2]) - scenario.vehicle.body.width - 0.4).magnitude < 1e-9)
  }

  @Test("Kerbs, walls and columns stand behind and beside the slots")
  func solids() throws {
    let text = file(
      "side: right, kind: perpendicular, slot_length_m: 5, slot_width_m: 2.5, kerb: true, "
        + "setback_m: 0.3, columns_after: [0, 3]")
    let lot = try #require(ScenarioFixtures.decode(text).first?.lot)
    #expect(lot.obstacles.map(\.kind) == [.kerb, .column, .column])
    #expect(lot.obstacles[0].outline.corners.map(\.y).max() == -5.3)
    #expect(lot.obstacles.allSatisfy { $0.outline.signedArea > 0 })
  }

  @Test(
    "What cannot stand there is refused",
    arguments: [
      (
        "side: right, kind: perpendicular, slot_length_m: 3.5, slot_width_m: 2.5",
        "does not fit slot 'A2'"
      ),
      ("side: right, kind: perpendicular, slot_length_m: 5", "no width of the slots"),
      (
        "side: right, kind: perpendicular, slot_length_m: 5, slot_width_m: 2.5, width_slack_m: 1",
        "two lengths"
      ),
      (
        "side: right, kind: perpendicular, slot_length_m: 5, slot_width_m: 2.5, occupied: [4]",
        "slot 4 of 3"
      ),
      (
        "side: right, kind: perpendicular, slot_length_m: 5, slot_width_m: 2.5, occupied: [2]",
        "the full slot 'A2'"
      ),
      (
        "side: right, kind: perpendicular, slot_length_m: 5, slot_width_m: 2.5, occupied: [1], neighbour_width_m: 3",
        "a parked car of"
      ),
      ("side: right, kind: parallel, slot_length_m: 15, slot_width_m: 2.5", "a row that ends at"),
    ])
  func refused(row: String, found: String) {
    let message = ScenarioFixtures.message(file(row))
    #expect(message.contains(found), "\(message)")
  }
}
