import DrivingCore
import Geometry
import Roads
import Testing

@testable import Scenarios

@Suite("Places relative to slots, and goals that leave the choice")
struct SlotPlaceTests {
  private func file(
    side: String = "right", row: String = "length_slack_m: 0.6, width_slack_m: 0.8",
    kind: String = "perpendicular", occupied: String = "[1]", ego: String = "{x_m: 3, y_m: 3}",
    goal: String = "{slot: A2}", more: String = ""
  ) -> String {
    """
    godseye: 1
    title: Test
    parking:
      aisle: {length_m: 40, width_m: 6}
      rows:
        - {name: A, side: \(side), kind: \(kind), first_x_m: 8, count: 3, occupied: \(occupied),
           \(row)}
    \(more)
    ego: \(ego)
    goal: \(goal)
    """
  }

  private func decode(_ text: String, vehicle: String? = nil) throws -> Scenario {
    var options = ScenarioFixtures.options
    options.vehicle = vehicle
    return try #require(ScenarioFixtures.decode(text, options: options).first)
  }

  @Test(
    "along is deeper into the slot, across is to the left of whoever goes in",
    arguments: [
      ("right", Vector2(0.3, -0.2)), ("left", Vector2(-0.3, 0.2)),
    ])
  func obstacle(side: String, offset: Vector2) throws {
    let more = """
        obstacles:
          - {id: cart, slot: A3, along_m: 0.2, across_m: 0.3, length_m: 0.8, width_m: 0.6}
      """
    for vehicle in ScenarioFixtures.cars.map(\.id) {
      let lot = try #require(try decode(file(side: side, more: more), vehicle: vehicle).lot)
      let cart = try #require(lot.obstacles.first { $0.id == "cart" })
      let slot = try #require(lot.slots.first { $0.id == "A3" })
      let middle = cart.outline.corners.reduce(.zero, +) * 0.25
      #expect(middle.distance(to: SlotRow.centre(slot) + offset) < 1e-9)
    }
  }

  @Test(
    "The ego starts parked where a goal in that slot would have it",
    arguments: [
      "nose_in", "nose_out",
    ])
  func ego(parked: String) throws {
    let there = try decode(file(goal: "{slot: A3, parked: \(parked)}")).goal?.pose
    let start = try decode(file(ego: "{slot: A3, parked: \(parked)}")).start.worldFromVehicle
    let pose = try #require(there)
    #expect(start.position.distance(to: pose.position) < 1e-9)
    #expect(abs(Angle.difference(from: start.heading, to: pose.heading)) < 1e-9)
    let moved = try decode(file(ego: "{slot: A3, parked: \(parked), along_m: 0.1, across_m: 0.2}"))
    // Into a slot on the right is down: left of that is to the east.
    #expect(
      moved.start.worldFromVehicle.position.distance(to: pose.position + Vector2(0.2, -0.1)) < 1e-9)
  }

  @Test(
    "Wheel stops stand in every slot, an end wall along the last", arguments: ["left", "right"])
  func solids(side: String) throws {
    let row = "length_slack_m: 0.6, width_slack_m: 0.8, wheel_stop_m: 0.2, end_wall: true"
    let scenario = try decode(file(side: side, row: row))
    let lot = try #require(scenario.lot)
    #expect(lot.obstacles.filter { $0.kind == .wheelStop }.count == 3)
    for (stop, slot) in zip(lot.obstacles.filter { $0.kind == .wheelStop }, lot.slots) {
      let middle = stop.outline.corners.reduce(.zero, +) * 0.25
      let back = slot.outline.corners[2].y
      #expect((abs(back - middle.y) - 0.2).magnitude < 1e-9)
      #expect(stop.outline.signedArea > 0)
    }
    let wall = try #require(lot.obstacles.first { $0.id == "end wall of row A" })
    let last = try #require(lot.slots.last).outline.corners.map(\.x).max()
    #expect(wall.outline.corners.map(\.x).min() == last && wall.outline.signedArea > 0)
  }

  @Test("A car that the user chose and that does not fit is refused; the file's own is an error")
  func refusal() throws {
    let text = file(row: "slot_length_m: 4.2, slot_width_m: 2.4")
    #expect(try decode(text).refusal == nil)
    let refused = try decode(text, vehicle: "tpcap")
    #expect(refused.refusal?.contains("tpcap does not fit slot 'A2'") == true)
    let own = file(
      row: "slot_length_m: 4.2, slot_width_m: 2.4", ego: "{x_m: 3, y_m: 3, vehicle: tpcap}")
    #expect(ScenarioFixtures.message(own).contains("does not fit slot 'A2'"))
    // Where nothing fits, a choice among many does not help.
    let any = try decode(
      file(row: "slot_length_m: 4.2, slot_width_m: 2.4", goal: "{slot: any}"), vehicle: "tpcap")
    #expect(any.refusal?.contains("fits none of the free slots") == true)
  }

  @Test("'any' leaves the free slots to choose among, 'either' both ways round")
  func choices() throws {
    let any = try #require(try decode(file(goal: "{slot: any}")).goal)
    #expect(any.pose == nil && any.slot == nil && any.choices.map(\.slot) == ["A2", "A3"])
    let either = try #require(try decode(file(goal: "{slot: any, parked: either}")).goal)
    #expect(either.choices.map(\.slot) == ["A2", "A2", "A3", "A3"])
    let one = try #require(try decode(file(goal: "{slot: A3, parked: either}")).goal)
    #expect(one.choices.map(\.slot) == ["A3", "A3"])
    for choice in either.choices {
      let chosen = either.chosen(by: choice.pose * SE2(x: 0.3, y: -0.2, heading: 0.1))
      #expect(chosen.pose == choice.pose && chosen.slot == choice.slot)
    }
    #expect(Goal(slot: "A1").chosen(by: .identity) == Goal(slot: "A1"))
  }

  @Test(
    "What makes no sense is refused with the key and the way out",
    arguments: [
      (["ego": "{slot: A7}"], "no slot 'A7'; one of A1, A2, A3"),
      (["ego": "{slot: A3, x_m: 3, y_m: 3}"], "'x_m' beside a slot"),
      (["ego": "{x_m: 3, y_m: 3, along_m: 1}"], "'along_m' without a slot"),
      (["goal": "{slot: any}", "occupied": "[1, 2, 3]"], "none of them free"),
      (["goal": "{slot: A9, parked: either}"], "no slot 'A9'"),
      (
        ["kind": "parallel", "row": "length_slack_m: 1, width_slack_m: 0.4, wheel_stop_m: 0.2"],
        "wheel stops in parallel slots"
      ),
    ])
  func nonsense(keys: [String: String], found: String) {
    let text = file(
      row: keys["row"] ?? "length_slack_m: 0.6, width_slack_m: 0.8",
      kind: keys["kind"] ?? "perpendicular", occupied: keys["occupied"] ?? "[1]",
      ego: keys["ego"] ?? "{x_m: 3, y_m: 3}", goal: keys["goal"] ?? "{slot: A2}")
    let message = ScenarioFixtures.message(text)
    #expect(message.contains(found), "\(message)")
  }
}
