import DrivingCore
import Geometry
import Roads

/// Places in a car park: in metres of the park, or relative to a slot whose size may follow the car.
enum SlotPlace {
  /// The slot that a map names.
  /// - Throws: `ScenarioFailure` with the slots there are.
  static func slot(_ map: ScenarioReader, among slots: [ParkingSlot]) throws(ScenarioFailure)
    -> ParkingSlot
  {
    if let slot = slots.first(where: { $0.id == map.text("slot") }) { return slot }
    throw map.failure(
      "slot", found: map.text("slot").map { "no slot '\($0)'" } ?? "no 'slot'",
      expected: slots.isEmpty
        ? "a row of slots" : "one of \(slots.map(\.id).joined(separator: ", "))",
      advice: "name a slot of 'rows'")
  }

  /// The pose that x_m and y_m, or slot, along_m and across_m give, turned by heading_deg.
  static func pose(_ map: ScenarioReader, among slots: [ParkingSlot]) throws(ScenarioFailure) -> SE2
  {
    let heading = Angle.radians(degrees: map.number("heading_deg") ?? 0)
    guard map.has("slot") else {
      if let key = ["along_m", "across_m"].first(where: map.has) {
        throw map.failure(
          key, found: "'\(key)' without a slot", expected: "'slot' beside it",
          advice: "name the slot, or give the place as x_m and y_m")
      }
      let x = try map.number("x_m", for: "a place")
      let y = try map.number("y_m", for: "a place")
      return SE2(x: x, y: y, heading: heading)
    }
    if let mixed = ["x_m", "y_m"].first(where: map.has) {
      throw map.failure(
        mixed, found: "'\(mixed)' beside a slot", expected: "either slot or x_m and y_m",
        advice: "remove one of them, or use along_m and across_m")
    }
    let offset = SE2(
      x: map.number("along_m") ?? 0, y: map.number("across_m") ?? 0, heading: heading)
    return frame(of: try slot(map, among: slots)) * offset
  }

  /// The middle of a slot, heading into it.
  static func frame(of slot: ParkingSlot) -> SE2 {
    SE2(position: SlotRow.centre(slot), heading: SlotRow.inward(slot))
  }
}
