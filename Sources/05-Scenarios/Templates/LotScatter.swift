import DrivingCore
import Geometry
import Roads

/// Fills a lot from a seed: which slots are full, how badly the cars stand, columns and carts.
///
/// The slot of the goal stays free to its whole outline, and nothing reaches more than a little into
/// the aisle: what could be parked in before can be parked in still. Every draw depends on the seed,
/// the slot and its purpose alone.
struct LotScatter {
  private let seed: UInt64
  private let goal: String
  private let occupancy: Double
  private let turn: Double
  private let shift: Double
  private let columns: Double
  private let carts: Double

  /// How far parked cars reach into the aisle at most, beyond their slots (m).
  static let reach = 0.3
  /// How often a car that would stand badly in the wrong place is drawn again.
  static let tries: UInt64 = 20

  /// Reads `scatter`; the slot of the goal is left free.
  init(_ map: ScenarioReader, goal: String, seed: UInt64) {
    self.seed = SeededGenerator.mix(seed) ^ UInt64(map.integer("seed") ?? 0)
    self.goal = goal
    occupancy = map.number("occupancy") ?? 0.7
    turn = Angle.radians(degrees: map.number("turned_deg") ?? 0)
    shift = map.number("shifted_m") ?? 0
    columns = map.number("columns") ?? 0
    carts = map.number("carts") ?? 0
  }

  /// The lot, filled.
  func filled(_ lot: ParkingLot) -> ParkingLot {
    var lot = lot
    let kept = lot.slots.first { $0.id == goal }?.outline
    for index in lot.slots.indices where lot.slots[index].id != goal && !lot.slots[index].isOccupied
    {
      let slot = lot.slots[index]
      if draw(slot, 1).uniformOnce(0, 1) < occupancy, let car = car(in: slot, lot, kept) {
        lot.slots[index].isOccupied = true
        lot.obstacles.append(car)
      } else if draw(slot, 2).uniformOnce(0, 1) < carts, let cart = cart(in: slot, lot, kept) {
        lot.obstacles.append(cart)
      }
    }
    for slot in lot.slots where draw(slot, 3).uniformOnce(0, 1) < columns {
      if let column = column(at: slot, lot, kept) { lot.obstacles.append(column) }
    }
    return lot
  }

  /// The generator of one purpose for one slot.
  private func draw(_ slot: ParkingSlot, _ purpose: UInt64) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: SeededGenerator.stream(named: slot.id) ^ purpose)
  }

  private func car(in slot: ParkingSlot, _ lot: ParkingLot, _ kept: Polygon?)
    -> ParkingLot.Obstacle?
  {
    let corners = slot.outline.corners
    guard corners.count == 4 else { return nil }
    let (side, way) = (corners[3] - corners[0], corners[1] - corners[0])
    let across = abs(side.cross(way)) / max(side.length, 1e-9)
    let isParallel = slot.kind == .parallel
    let (room, wide) = isParallel ? (way.length, side.length) : (side.length, across)
    for attempt in 0..<LotScatter.tries {
      var random = draw(slot, 16 + attempt)
      let length = min(random.uniform(3.7, 4.8), room - 0.3)
      let width = min(random.uniform(1.65, 1.9), wide - 0.3)
      guard length > 1, width > 0.8 else { return nil }
      let heading =
        (isParallel ? Portable.atan2(way.y, way.x) : SlotRow.inward(slot))
        + turn * random.uniform(-1, 1)
      let place =
        SlotRow.centre(slot)
        + Vector2(shift * random.uniform(-1, 1), shift * random.uniform(-1, 1))
      let box = OrientedBox(
        worldFromBox: SE2(position: place, heading: heading), length: length, width: width)
      if isAllowed(box, in: slot, lot, kept) {
        return .init(id: "car in \(slot.id)", kind: .vehicle, outline: Polygon(box.corners))
      }
    }
    return nil
  }

  private func cart(in slot: ParkingSlot, _ lot: ParkingLot, _ kept: Polygon?)
    -> ParkingLot.Obstacle?
  {
    var random = draw(slot, 4)
    let place = SlotRow.centre(slot) + Vector2(random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5))
    let box = OrientedBox(
      worldFromBox: SE2(position: place, heading: random.uniform(-3, 3)), length: 0.9, width: 0.6)
    guard isAllowed(box, in: slot, lot, kept) else { return nil }
    return .init(id: "cart in \(slot.id)", kind: .other, outline: Polygon(box.corners))
  }

  /// A column on the corner of a slot that is deep in the row.
  private func column(at slot: ParkingSlot, _ lot: ParkingLot, _ kept: Polygon?)
    -> ParkingLot.Obstacle?
  {
    let corners = slot.outline.corners
    guard corners.count == 4 else { return nil }
    let place = corners[1] + (corners[2] - corners[1]) * draw(slot, 5).uniformOnce(0.3, 0.95)
    let box = OrientedBox(
      worldFromBox: SE2(position: place, heading: 0), length: 0.3, width: 0.3)
    guard isAllowed(box, in: slot, lot, kept) else { return nil }
    return .init(id: "column at \(slot.id)", kind: .column, outline: Polygon(box.corners))
  }

  /// Whether it stands clear of the goal's slot and of everything else, and hardly in the aisle.
  private func isAllowed(
    _ box: OrientedBox, in slot: ParkingSlot, _ lot: ParkingLot, _ kept: Polygon?
  ) -> Bool {
    let outline = Polygon(box.corners)
    if let kept, outline.intersects(kept) { return false }
    let around = Polygon(box.expanded(by: 0.1).corners)
    let solid = lot.obstacles.filter { $0.kind != .kerb && $0.kind != .wheelStop }
    if solid.contains(where: { $0.outline.intersects(around) }) { return false }
    let corners = slot.outline.corners
    let (mouth, inward) = (corners[0], (corners[1] - corners[0]).leftNormal.normalized)
    let sign = inward.dot(corners[3] - corners[0]) < 0 ? -1.0 : 1
    return box.corners.allSatisfy { sign * inward.dot($0 - mouth) > -LotScatter.reach }
  }
}

extension SeededGenerator {
  /// The first number of a generator in [low, high).
  fileprivate func uniformOnce(_ low: Double, _ high: Double) -> Double {
    var copy = self
    return copy.uniform(low, high)
  }
}
