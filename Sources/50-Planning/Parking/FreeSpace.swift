import DrivingCore
import Geometry
import Roads

/// Where the car fits: the solid things of a car park, and exact tests of its outline against them.
///
/// Everything is kept relative to an origin, so that maps far from zero lose no digits. Walls and
/// cars are met by the body, kerbs and wheel stops by the rectangle round the wheels.
struct FreeSpace: Sendable {
  /// One solid thing.
  struct Solid: Sendable {
    var name: String
    var outline: Polygon
    var bounds: Bounds
    /// Whether only wheels can touch it.
    var isLow: Bool
  }

  /// The point of the world that is (0, 0) here.
  let origin: Vector2
  /// The solid things, in a fixed order.
  private(set) var solids: [Solid] = []
  /// The car.
  let vehicle: VehicleSpec
  private let body: Outline
  private let wheels: Outline
  /// Whether there is anything that only wheels can touch.
  private(set) var hasLow = false
  private var field: DistanceField

  /// A rectangle fixed to the car: its middle ahead of the rear axle, and its half extents.
  private struct Outline: Sendable {
    var ahead: Double
    var halfLength: Double
    var halfWidth: Double
  }

  /// Gathers the solid things of a lot and of standing objects.
  init(lot: ParkingLot?, standing: [TrackedObject], vehicle: VehicleSpec, origin: Vector2) {
    self.origin = origin
    self.vehicle = vehicle
    let shape = vehicle.body
    body = Outline(
      ahead: shape.length / 2 - shape.rearOverhang, halfLength: shape.length / 2,
      halfWidth: shape.width / 2)
    wheels = Outline(
      ahead: shape.wheelbase / 2, halfLength: shape.wheelbase / 2 + vehicle.tyres.wheelRadius,
      halfWidth: (shape.track + FreeSpace.tyreWidth) / 2)
    field = DistanceField()
    for obstacle in lot?.obstacles ?? [] {
      let isLow = obstacle.kind == .kerb || obstacle.kind == .wheelStop
      add(obstacle.id, obstacle.outline.corners, isLow: isLow)
    }
    for object in standing where object.isUsable {
      add(object.id, object.box.corners, isLow: false)
    }
    if let edge = lot?.drivable, edge.corners.count >= 3 {
      for index in edge.corners.indices {
        let side = edge.side(index)
        add("edge of the area", [side.start, side.end], isLow: false)
      }
    }
    // Names break ties so that the order of the input does not matter.
    field = DistanceField(solids)
  }

  private mutating func add(_ name: String, _ corners: [Vector2], isLow: Bool) {
    guard corners.count >= 2, corners.allSatisfy(\.isFinite) else { return }
    let moved = corners.map { $0 - origin }
    hasLow = hasLow || isLow
    solids.append(
      Solid(
        name: name, outline: Polygon(moved), bounds: Bounds(around: moved), isLow: isLow))
  }

  /// The rectangle round everything solid; empty where there is nothing.
  var bounds: Bounds { solids.reduce(Bounds.empty) { $0.union($1.bounds) } }

  /// Whether the car fits at a pose of the rear axle with a margin all round (m), its front wheels
  /// turned as a curvature (1/m) asks.
  func fits(_ position: Vector2, _ forward: Vector2, curvature: Double, margin: Double) -> Bool {
    let front = turnedWheels(curvature)
    // Turned wheels may reach beyond the body.
    let wider = hasLow ? max(0, max(wheels.halfWidth, front.halfWidth) - body.halfWidth) : 0
    if field.isClear(position, forward, vehicle.body, margin: margin + wider) { return true }
    let hull = place(body, position, forward, margin)
    let low = place(wheels, position, forward, margin)
    let turned = place(front, position, forward, margin)
    let around = hull.bounds.expanded(by: wider * 1.42)
    for solid in solids where solid.bounds.intersects(around) {
      if solid.isLow {
        if low.intersects(solid.outline) || turned.intersects(solid.outline) { return false }
      } else if hull.intersects(solid.outline) {
        return false
      }
    }
    return true
  }

  /// A rectangle round both front wheels, turned as a curvature asks: their corners lie farther out
  /// than those of wheels that stand straight.
  private func turnedWheels(_ curvature: Double) -> Outline {
    let shape = vehicle.body
    let (radius, half) = (vehicle.tyres.wheelRadius, FreeSpace.tyreWidth / 2)
    // Sine and cosine of the angle whose tangent is curvature · wheelbase.
    let tangent = abs(curvature) * shape.wheelbase
    let cosine = 1 / (1 + tangent * tangent).squareRoot()
    return Outline(
      ahead: shape.wheelbase, halfLength: radius * cosine + half * tangent * cosine,
      halfWidth: shape.track / 2 + radius * tangent * cosine + half * cosine)
  }

  /// The distance to the nearest solid thing (m), and which it is; infinite in the open.
  func clearance(_ pose: SE2, within reach: Double = 3) -> (distance: Double, name: String) {
    var best = (distance: Double.infinity, name: "nothing")
    let forward = pose.forward
    let hull = place(body, pose.position, forward, 0)
    let low = place(wheels, pose.position, forward, 0)
    let around = hull.bounds.expanded(by: reach)
    for solid in solids where solid.bounds.intersects(around) {
      let distance = (solid.isLow ? low : hull).distance(to: solid.outline)
      if distance < best.distance { best = (distance, solid.name) }
    }
    return best
  }

  /// The distance from the front wheels, turned as a curvature asks, to the nearest low thing (m).
  ///
  /// A turned wheel reaches farther out than the body does: beside a kerb it is what touches first.
  func wheelClearance(_ pose: SE2, curvature: Double, within reach: Double) -> Double {
    let shape = vehicle.body
    let angle = Portable.atan(curvature * shape.wheelbase)
    var least = Double.infinity
    for side in [-1.0, 1] {
      let wheel =
        pose * SE2(x: shape.wheelbase, y: side * shape.track / 2, heading: angle)
      let box = PlacedBox(
        centre: wheel.position, forward: wheel.forward,
        halfLength: vehicle.tyres.wheelRadius, halfWidth: FreeSpace.tyreWidth / 2)
      let around = box.bounds.expanded(by: min(reach, 3))
      for solid in solids where solid.isLow && solid.bounds.intersects(around) {
        least = min(least, box.distance(to: solid.outline))
      }
    }
    return least
  }

  /// The width of a usual tyre (m), 205/55 R16.
  static let tyreWidth = 0.205

  /// A lower bound of the distance from a point to anything solid (m).
  func roughDistance(_ point: Vector2) -> Double { field.distance(at: point) }

  private func place(
    _ outline: Outline, _ position: Vector2, _ forward: Vector2, _ margin: Double
  ) -> PlacedBox {
    PlacedBox(
      centre: position + forward * outline.ahead, forward: forward,
      halfLength: outline.halfLength + margin, halfWidth: outline.halfWidth + margin)
  }
}

/// Distances to the nearest solid thing on a coarse grid: a quick "surely free".
struct DistanceField: Sendable {
  /// The size of a cell (m).
  static let cell = 0.4
  /// Distances beyond this are not needed (m).
  static let most = 4.0
  /// The most cells a field may have.
  static let mostCells = 250_000

  private var low = Vector2.zero
  private var columns = 0
  private var rows = 0
  private var size = DistanceField.cell
  private var values: [Float] = []

  /// A field of nothing: free everywhere.
  init() {}

  /// Measures from each cell's middle to the solids; cells far from a solid are not visited.
  init(_ solids: [FreeSpace.Solid]) {
    let bounds = solids.reduce(Bounds.empty) { $0.union($1.bounds) }.expanded(by: 4)
    guard !bounds.isEmpty, bounds.high.isFinite, bounds.low.isFinite else { return }
    let extent = bounds.high - bounds.low
    let area = (extent.x + 1) * (extent.y + 1)
    size = max(
      DistanceField.cell, (area / Double(DistanceField.mostCells)).squareRoot(),
      max(extent.x, extent.y) / 5_000)
    low = bounds.low
    columns = Int(extent.x / size) + 1
    rows = Int(extent.y / size) + 1
    values = Array(repeating: Float(DistanceField.most), count: columns * rows)
    for solid in solids { include(solid) }
  }

  private mutating func include(_ solid: FreeSpace.Solid) {
    let reach = solid.bounds.expanded(by: DistanceField.most)
    let (first, last) = (cell(reach.low), cell(reach.high))
    for row in max(0, first.row)...min(rows - 1, max(0, last.row)) {
      for column in max(0, first.column)...min(columns - 1, max(0, last.column)) {
        let centre = low + Vector2((Double(column) + 0.5) * size, (Double(row) + 0.5) * size)
        // The bounds are a cheap lower bound.
        let known = Double(values[row * columns + column])
        if solid.bounds.squaredDistance(to: centre) >= known * known { continue }
        let distance = solid.outline.distance(to: centre)
        if distance < known { values[row * columns + column] = Float(distance) }
      }
    }
  }

  private func cell(_ point: Vector2) -> (row: Int, column: Int) {
    (
      Int(((point.y - low.y) / size).rounded(.down)),
      Int(((point.x - low.x) / size).rounded(.down))
    )
  }

  /// A lower bound of the distance to anything solid (m); at most `most`.
  func distance(at point: Vector2) -> Double {
    guard columns > 0, abs(point.x - low.x) < 1e6, abs(point.y - low.y) < 1e6 else {
      return DistanceField.most
    }
    let place = cell(point)
    guard place.row >= 0, place.row < rows, place.column >= 0, place.column < columns else {
      return 0
    }
    // Half a diagonal, and the rounding of Float.
    return Double(values[place.row * columns + place.column]) - 0.708 * size
  }

  /// Whether discs that cover the body are surely free.
  func isClear(
    _ position: Vector2, _ forward: Vector2, _ body: VehicleSpec.Body, margin: Double
  ) -> Bool {
    if columns == 0 { return true }
    let quarter = body.length / 6
    let radius = (quarter * quarter + body.width * body.width / 4).squareRoot() + margin * 1.5
    for index in 0..<3 {
      let ahead = quarter * Double(2 * index + 1) - body.rearOverhang
      if distance(at: position + forward * ahead) < radius { return false }
    }
    return true
  }
}
