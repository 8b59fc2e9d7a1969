import DrivingCore
import Geometry
import Roads

/// Reads the `parking` map into a lot: an aisle along x with rows of slots on either side.
struct ParkingDecoder {
  let vehicle: VehicleSpec
  private var slots: [ParkingSlot] = []
  private var obstacles: [ParkingLot.Obstacle] = []
  private var right: [[Vector2]] = []
  private var left: [[Vector2]] = []

  /// How thick a kerb or wall is drawn (m).
  static let edgeThickness = 0.2

  init(vehicle: VehicleSpec) { self.vehicle = vehicle }

  /// The lot that the keys describe, for this car.
  static func decode(_ parking: ScenarioReader, vehicle: VehicleSpec) throws(ScenarioFailure)
    -> ParkingLot
  {
    var decoder = ParkingDecoder(vehicle: vehicle)
    return try decoder.lot(parking)
  }

  private mutating func lot(_ parking: ScenarioReader) throws(ScenarioFailure) -> ParkingLot {
    let aisle = parking.map("aisle")
    let length = aisle?.number("length_m") ?? 0
    let width = aisle?.number("width_m") ?? 0
    for row in parking.maps("rows") {
      let isLeft = row.text("side") == "left"
      let layout = try SlotRow(row, vehicle: vehicle, aisleWidth: width)
      guard layout.endX <= length else {
        throw row.failure(
          "count", found: "a row that ends at x = \(StrictNumber.text(layout.endX)) m",
          expected: "within the aisle of \(StrictNumber.text(length)) m",
          advice: "lengthen the aisle or remove slots")
      }
      if isLeft { left.append(layout.notch) } else { right.append(layout.notch) }
      try add(layout, row)
    }
    for obstacle in parking.maps("obstacles") { try add(obstacle) }
    let drivable = outline(length: length, width: width)
    guard drivable.isSimple else {
      throw parking.failure(
        "rows", found: "rows of one side that overlap", expected: "rows beside each other",
        advice: "move first_x_m")
    }
    return ParkingLot(slots: slots, obstacles: obstacles, drivable: drivable)
  }

  /// The aisle and the bays of its rows, counter-clockwise.
  private func outline(length: Double, width: Double) -> Polygon {
    var corners = [Vector2(0, 0)]
    for notch in right.sorted(by: { ($0.first?.x ?? 0) < ($1.first?.x ?? 0) }) { corners += notch }
    corners += [Vector2(length, 0), Vector2(length, width)]
    for notch in left.sorted(by: { ($0.first?.x ?? 0) > ($1.first?.x ?? 0) }) {
      corners += notch.reversed()
    }
    corners.append(Vector2(0, width))
    var kept: [Vector2] = []
    for corner in corners where kept.last.map({ $0.distance(to: corner) > 1e-9 }) ?? true {
      kept.append(corner)
    }
    return Polygon(kept)
  }

  private mutating func add(_ layout: SlotRow, _ row: ScenarioReader) throws(ScenarioFailure) {
    let occupied = row.integers("occupied") ?? []
    if let wrong = occupied.first(where: { $0 > layout.count }) {
      throw row.failure(
        "occupied", found: "slot \(wrong) of \(layout.count)", expected: "numbers of this row",
        advice: "correct 'occupied' or 'count'")
    }
    for number in 1...layout.count {
      let slot = layout.slot(number, isOccupied: occupied.contains(number))
      guard !slots.contains(where: { $0.id == slot.id }) else {
        throw row.failure(
          "name", found: "a second slot '\(slot.id)'", expected: "unique names",
          advice: "rename the row")
      }
      slots.append(slot)
      if occupied.contains(number) { obstacles.append(try layout.neighbour(number, row)) }
    }
    obstacles += layout.edges(row)
    obstacles += try layout.wheelStops(row)
    for number in row.integers("columns_after") ?? [] {
      guard number <= layout.count else {
        throw row.failure(
          "columns_after", found: "a column after slot \(number) of \(layout.count)",
          expected: "0 to \(layout.count)", advice: "correct the number")
      }
      obstacles.append(layout.column(number, row))
    }
  }

  private mutating func add(_ obstacle: ScenarioReader) throws(ScenarioFailure) {
    let id = obstacle.text("id") ?? ""
    guard !obstacles.contains(where: { $0.id == id }) else {
      throw obstacle.failure(
        "id", found: "a second obstacle '\(id)'", expected: "unique names", advice: "rename it")
    }
    let kind = obstacle.text("kind") ?? "other"
    let box = OrientedBox(
      worldFromBox: try SlotPlace.pose(obstacle, among: slots),
      length: obstacle.number("length_m") ?? 0, width: obstacle.number("width_m") ?? 0)
    obstacles.append(
      .init(
        id: id, kind: kind == "wheel_stop" ? .wheelStop : .init(rawValue: kind) ?? .other,
        outline: Polygon(box.corners)))
  }
}
