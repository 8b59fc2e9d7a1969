import Geometry

/// Where a vehicle may be: the union of lanes or other areas.
public struct DrivableArea: Sendable, Hashable {
  /// The areas that together may be driven on.
  public let areas: [Polygon]
  private let grid: SpatialGrid

  /// Creates the union of some areas.
  public init(_ areas: [Polygon]) {
    self.areas = areas.filter { $0.corners.count >= 3 }
    grid = SpatialGrid(self.areas.map(\.bounds))
  }

  /// Creates the union of the lanes of a map that pass a test; all by default.
  public init(_ map: RoadMap, where include: (Lane) -> Bool = { _ in true }) {
    self.init(map.lanes.indices.filter { include(map.lanes[$0]) }.map { map.index.outlines[$0] })
  }

  /// Whether a point lies in any of the areas, boundaries included.
  public func contains(_ point: Vector2) -> Bool {
    var inside = false
    grid.forEach(at: point) { inside = inside || areas[$0].contains(point) }
    return inside
  }

  /// How far a point lies outside (m); zero inside, infinite where there is no area.
  public func distance(to point: Vector2) -> Double {
    if contains(point) { return 0 }
    guard point.isFinite, !areas.isEmpty else { return .infinity }
    var reach = 2.0
    // What is found within reach cannot be beaten by what is farther away.
    while reach < 1e9 {
      let near = grid.items(in: Bounds(low: point, high: point).expanded(by: reach))
      let best = near.map { areas[$0].boundaryDistance(to: point) }.min() ?? .infinity
      if best <= reach { return best }
      reach *= 4
    }
    return areas.map { $0.boundaryDistance(to: point) }.min() ?? .infinity
  }

  /// How far the worst corner of a footprint lies outside (m); zero where all are inside.
  public func distanceOutside(of box: OrientedBox) -> Double {
    let placed = box.placed
    return (0..<4).reduce(0) { max($0, distance(to: placed.corner($1))) }
  }

  /// Whether all corners of a footprint are inside, or outside by at most a tolerance (m).
  public func contains(_ box: OrientedBox, tolerance: Double = 0) -> Bool {
    distanceOutside(of: box) <= tolerance
  }
}
