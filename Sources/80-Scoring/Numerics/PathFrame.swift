import Geometry

extension Path {
  /// The frame of a path at a point, its first and last pieces prolonged without end.
  ///
  /// How far along (m), how far to the left (m), and the heading of the path there (rad).
  func extendedFrame(at point: Vector2) -> (along: Double, offset: Double, heading: Double) {
    let nearest = project(point)
    var (along, offset) = (nearest.arcLength, nearest.offset)
    // At an open end the nearest point is the end itself, however far away the point is.
    if along <= 0 || along >= length {
      let piece = along <= 0 ? 0 : points.count - 2
      let direction = (points[piece + 1] - points[piece]).normalized
      let end = along <= 0 ? points[0] : points[piece + 1]
      along = (along <= 0 ? 0 : length) + direction.dot(point - end)
      offset = direction.cross(point - end)
    }
    return (along, offset, heading(at: min(max(along, 0), length)))
  }
}

extension Polygon {
  /// Whether a point lies inside and not on the boundary, as `contains` of GEOS has it.
  func containsStrictly(_ point: Vector2) -> Bool {
    var inside = false
    for index in corners.indices {
      let (a, b) = (corners[index] - point, corners[(index + 1) % corners.count] - point)
      let cross = a.cross(b)
      if cross == 0 && a.dot(b) <= 0 { return false }
      if (a.y > 0) != (b.y > 0) && (cross > 0) == (b.y > a.y) { inside.toggle() }
    }
    return inside
  }
}
