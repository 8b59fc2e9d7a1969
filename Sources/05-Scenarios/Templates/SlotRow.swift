import DrivingCore
import Geometry
import Roads

/// One row of slots: the geometry of its bays.
///
/// A slot is a parallelogram with its entrance on the edge of the aisle. Its sides are lengthened
/// by `width / tan(angle)` so that the stated length and width fit inside as a rectangle.
struct SlotRow {
  let name: String
  let kind: ParkingSlot.Kind
  let count: Int
  private let firstX: Double
  private let edgeY: Double
  /// Along the aisle, one slot (m).
  private let pitch: Double
  /// From an entrance corner to the back corner of the same side.
  private let depth: Vector2
  private let setback: Double
  private let slotLength: Double
  private let slotWidth: Double

  init(_ row: ScenarioReader, vehicle: VehicleSpec, aisleWidth: Double) throws(ScenarioFailure) {
    name = row.text("name") ?? ""
    kind = ParkingSlot.Kind(rawValue: row.text("kind") ?? "") ?? .perpendicular
    count = row.integer("count") ?? 1
    firstX = row.number("first_x_m") ?? 0
    setback = row.number("setback_m") ?? 0
    slotLength = try SlotRow.size(row, "length", vehicle: vehicle.body.length)
    slotWidth = try SlotRow.size(row, "width", vehicle: vehicle.body.width)
    let outward = row.text("side") == "left" ? 1.0 : -1.0
    edgeY = outward > 0 ? aisleWidth : 0
    switch kind {
    case .perpendicular:
      (pitch, depth) = (slotWidth, Vector2(0, outward * slotLength))
    case .parallel:
      (pitch, depth) = (slotLength, Vector2(0, outward * slotWidth))
    case .angled:
      let (sine, cosine) = Portable.sincos(Angle.radians(degrees: row.number("angle_deg") ?? 60))
      pitch = slotWidth / sine
      let side = slotLength + slotWidth * cosine / sine
      depth = Vector2(side * cosine, outward * side * sine)
    }
  }

  private static func size(_ row: ScenarioReader, _ name: String, vehicle: Double)
    throws(ScenarioFailure) -> Double
  {
    let (size, slack) = (row.number("slot_\(name)_m"), row.number("\(name)_slack_m"))
    guard (size == nil) != (slack == nil) else {
      throw row.failure(
        found: size == nil ? "no \(name) of the slots" : "two lengths for one side",
        expected: "either slot_\(name)_m or \(name)_slack_m", advice: "give exactly one of them")
    }
    return size ?? vehicle + (slack ?? 0)
  }

  /// Where the row ends along the aisle (m).
  var endX: Double { firstX + Double(count) * pitch }

  /// Into the slots, across the aisle's edge.
  private var outward: Double { depth.y < 0 ? -1 : 1 }

  private func entrance(_ boundary: Int) -> Vector2 {
    Vector2(firstX + Double(boundary) * pitch, edgeY)
  }

  /// The bay of the whole row, from the first entrance corner to the last, setback included.
  var notch: [Vector2] {
    let back = depth + Vector2(0, outward * setback)
    return [entrance(0), entrance(0) + back, entrance(count) + back, entrance(count)]
  }

  /// One slot, numbered from 1.
  func slot(_ number: Int, isOccupied: Bool) -> ParkingSlot {
    let (low, high) = (entrance(number - 1), entrance(number))
    let (first, second) = outward < 0 ? (high, low) : (low, high)
    return ParkingSlot(
      id: "\(name)\(number)", kind: kind,
      outline: Polygon([first, second, second + depth, first + depth]), isOccupied: isOccupied)
  }

  /// The car that stands in a full slot.
  func neighbour(_ number: Int, _ row: ScenarioReader) throws(ScenarioFailure)
    -> ParkingLot.Obstacle
  {
    let length = row.number("neighbour_length_m") ?? slotLength - 0.4
    let width = row.number("neighbour_width_m") ?? slotWidth - 0.5
    guard length > 0, width > 0, length <= slotLength, width <= slotWidth else {
      throw row.failure(
        "occupied",
        found: "a parked car of \(StrictNumber.text(length)) by \(StrictNumber.text(width)) m",
        expected: "one that fits the slot of \(StrictNumber.text(slotLength)) by "
          + "\(StrictNumber.text(slotWidth)) m",
        advice: "set neighbour_length_m and neighbour_width_m")
    }
    let slot = slot(number, isOccupied: true)
    let box = OrientedBox(
      worldFromBox: SE2(
        position: SlotRow.centre(slot), heading: kind == .parallel ? 0 : SlotRow.inward(slot)),
      length: length, width: width)
    return .init(id: "car in \(slot.id)", kind: .vehicle, outline: Polygon(box.corners))
  }

  /// The kerb or wall along the back, and the wall at the end.
  func edges(_ row: ScenarioReader) -> [ParkingLot.Obstacle] {
    let kinds: [(String, ParkingLot.Obstacle.Kind)] = [("kerb", .kerb), ("wall", .wall)]
    return (row.flag("end_wall") == true ? [endWall] : [])
      + kinds.compactMap { key, kind in
        guard row.flag(key) == true else { return nil }
        let (a, b) = (notch[1], notch[2])
        let out = Vector2(0, outward * ParkingDecoder.edgeThickness)
        let corners = outward < 0 ? [a + out, b + out, b, a] : [a, b, b + out, a + out]
        return .init(id: "\(key) of row \(name)", kind: kind, outline: Polygon(corners))
      }
  }

  private var endWall: ParkingLot.Obstacle {
    let (front, back) = (notch[3], notch[2])
    let out = Vector2(ParkingDecoder.edgeThickness, 0)
    let corners =
      outward < 0
      ? [front, back, back + out, front + out] : [front, front + out, back + out, back]
    return .init(id: "end wall of row \(name)", kind: .wall, outline: Polygon(corners))
  }

  /// The wheel stops of the slots: bars across them, 15 cm thick.
  func wheelStops(_ row: ScenarioReader) throws(ScenarioFailure) -> [ParkingLot.Obstacle] {
    guard let gap = row.number("wheel_stop_m") else { return [] }
    guard kind != .parallel else {
      throw row.failure(
        "wheel_stop_m", found: "wheel stops in parallel slots", expected: "slots across the aisle",
        advice: "use 'kerb', or place an obstacle of kind wheel_stop")
    }
    return (1...count).map { number in
      let slot = slot(number, isOccupied: false)
      let middle = SlotPlace.frame(of: slot) * SE2(x: slotLength / 2 - gap, y: 0, heading: 0)
      let box = OrientedBox(
        worldFromBox: middle, length: 0.15, width: max(0.2, min(1.8, slotWidth - 0.4)))
      return .init(
        id: "wheel stop in \(slot.id)", kind: .wheelStop, outline: Polygon(box.corners))
    }
  }

  /// A column on the line after a slot.
  func column(_ after: Int, _ row: ScenarioReader) -> ParkingLot.Obstacle {
    let size = row.number("column_size_m") ?? 0.4
    let along = depth * ((row.number("column_depth_m") ?? 1) / max(depth.length, 1e-9))
    let box = OrientedBox(
      worldFromBox: SE2(position: entrance(after) + along, heading: 0), length: size, width: size)
    return .init(
      id: "column after \(name)\(after)", kind: .column, outline: Polygon(box.corners))
  }

  /// The middle of a slot.
  static func centre(_ slot: ParkingSlot) -> Vector2 {
    slot.outline.corners.reduce(.zero, +) * (1 / Double(max(slot.outline.corners.count, 1)))
  }

  /// The heading from the entrance into a slot (rad), along its sides.
  static func inward(_ slot: ParkingSlot) -> Double {
    guard slot.outline.corners.count == 4 else { return 0 }
    let into = slot.outline.corners[3] - slot.outline.corners[0]
    return Portable.atan2(into.y, into.x)
  }
}
