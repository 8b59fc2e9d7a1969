import DrivingCore
import Geometry
import Roads

extension PaintedGround {
  /// Paints a map of lanes and a car park the way roads are usually painted.
  init(_ map: RoadMap, lot: ParkingLot?, conditions: RenderingConditions) {
    self.init()
    let surface = Float(conditions.surface)
    let asphalt = Ink.surface(
      Light(1.05, 1, 0.97, 0) * surface, grain: Float(conditions.grain))
    let white = Light(0.97, 1, 1.02, 0) * Float(conditions.paint)
    let paint = Ink.paint(white, wear: Float(conditions.wear))
    let lanes = map.lanes.filter { $0.left.points.count > 1 && $0.right.points.count > 1 }
    strips = lanes.flatMap { PaintedGround.shoulders(of: $0, asphalt) }
    strips += lanes.map { PaintedGround.surface(of: $0, asphalt) }
    strips += lanes.filter { !$0.isIntersection }.flatMap {
      PaintedGround.lines(of: $0, in: map, paint)
    }
    if let lot { add(lot, asphalt: asphalt, paint: paint) }
  }

  /// The asphalt goes on for a metre beyond the outer lines.
  private static func shoulders(of lane: Lane, _ ink: Ink) -> [GroundStrip] {
    var result: [GroundStrip] = []
    if lane.leftNeighbour == nil {
      let line = Guideline(lane.left.points)
      result += line.strips(from: 0, to: line.length, left: 1, right: 0, ink: ink)
    }
    if lane.rightNeighbour == nil {
      let line = Guideline(lane.right.points)
      result += line.strips(from: 0, to: line.length, left: 0, right: -1, ink: ink)
    }
    return result
  }

  /// Both borders walked at the same shares of their lengths.
  private static func surface(of lane: Lane, _ ink: Ink) -> GroundStrip {
    let (left, right) = (Guideline(lane.left.points), Guideline(lane.right.points))
    let pieces = max(Int(max(left.length, right.length) / 2), 1)
    let shares = (0...pieces).map { Double($0) / Double(pieces) }
    return GroundStrip(
      left: shares.map { left.point(at: $0 * left.length, offset: 0) },
      right: shares.map { right.point(at: $0 * right.length, offset: 0) }, ink: ink)
  }

  /// The line left of each lane, and the right one where no lane follows on that side.
  private static func lines(of lane: Lane, in map: RoadMap, _ ink: Ink) -> [GroundStrip] {
    var result: [GroundStrip] = []
    let left = lane.leftNeighbour
    if left == nil || left?.sameDirection == true || (left.map { lane.id < $0.id } ?? true) {
      let dash = left?.sameDirection == true ? DashPattern(paint: 6, gap: 12) : nil
      result += Guideline(lane.left.points).line(offset: 0, width: 0.15, dash: dash, ink: ink)
    }
    if lane.rightNeighbour == nil {
      result += Guideline(lane.right.points).line(offset: 0, width: 0.15, dash: nil, ink: ink)
    }
    return result
  }

  private mutating func add(_ lot: ParkingLot, asphalt: Ink, paint: Ink) {
    var corners = lot.drivable?.corners ?? []
    corners += lot.slots.flatMap(\.outline.corners)
    if let first = corners.first {
      let low = corners.reduce(first) { Vector2(min($0.x, $1.x), min($0.y, $1.y)) }
      let high = corners.reduce(first) { Vector2(max($0.x, $1.x), max($0.y, $1.y)) }
      strips.append(
        GroundStrip(
          left: [Vector2(low.x - 5, high.y + 5), Vector2(high.x + 5, high.y + 5)],
          right: [Vector2(low.x - 5, low.y - 5), Vector2(high.x + 5, low.y - 5)], ink: asphalt))
    }
    for slot in lot.slots where slot.outline.corners.count == 4 {
      let c = slot.outline.corners
      // The entrance, from corner 0 to 1, stays open.
      for (a, b) in [(c[1], c[2]), (c[2], c[3]), (c[3], c[0])] {
        strips += Guideline([a, b]).line(offset: 0, width: 0.1, dash: nil, ink: paint)
      }
    }
    ribbons += lot.obstacles.map { obstacle in
      let top = obstacle.kind == .kerb || obstacle.kind == .wheelStop ? 0.15 : 1.4
      let outline = obstacle.outline.corners
      return Ribbon(
        points: outline + outline.prefix(1), bottom: 0, top: top, light: Light(0.3, 0.3, 0.3, 0))
    }
  }
}
