import Geometry

extension Polyline {
  /// How far along the chain its nearest point to another one lies (m).
  func arcLength(nearestTo point: Vector2) -> Double { nearestPiece(to: point).arcLength }

  /// The nearest point of the chain: how far along it lies (m), how far to its left the point is
  /// (m), and the direction of the piece.
  func nearestPiece(
    to point: Vector2
  ) -> (arcLength: Double, offset: Double, direction: Vector2) {
    var best = (arcLength: 0.0, offset: 0.0, direction: Vector2(1, 0))
    var (least, travelled) = (Double.infinity, 0.0)
    var index = 0
    while index + 1 < points.count {
      let (start, side) = (points[index], points[index + 1] - points[index])
      index += 1
      let length = side.length
      guard length > 0 else { continue }
      let direction = side * (1 / length)
      let along = min(max(direction.dot(point - start), 0), length)
      let squared = (start + direction * along - point).squaredLength
      if squared < least {
        least = squared
        let distance = squared.squareRoot()
        let isRight = direction.cross(point - start) < 0
        best = (travelled + along, isRight ? -distance : distance, direction)
      }
      travelled += length
    }
    return best
  }

  /// The length of the chain (m).
  var chainLength: Double {
    zip(points, points.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length }
  }

  /// The frame of a chain at a point, its first and last pieces prolonged without end.
  ///
  /// How far along (m), how far to the left (m), and the direction of the piece (rad).
  func extendedFrame(
    at point: Vector2
  ) -> (along: Double, offset: Double, direction: Double) {
    let nearest = nearestPiece(to: point)
    var (along, offset) = (nearest.arcLength, nearest.offset)
    let direction = nearest.direction
    // At an open end the nearest point is the end itself, however far away the point is.
    if along <= 0, let first = points.first {
      along = direction.dot(point - first)
      offset = direction.cross(point - first)
    } else if along >= chainLength, let last = points.last {
      along = chainLength + direction.dot(point - last)
      offset = direction.cross(point - last)
    }
    return (along, offset, Portable.atan2(direction.y, direction.x))
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
