/// What kind of polygon it is, and new polygons made of old ones.
extension Polygon {
  /// Whether no two sides meet except neighbours at their common corner. O(n²).
  public var isSimple: Bool {
    let count = corners.count
    guard count >= 3 else { return false }
    for first in 0..<count {
      let side = side(first)
      if side.start == side.end { return false }
      for second in (first + 1)..<max(count, first + 1) {
        let other = self.side(second)
        if second == first + 1 || (first == 0 && second == count - 1) {
          if foldsBack(side, other, sharedAtEnd: second == first + 1) { return false }
        } else if side.intersects(other) {
          return false
        }
      }
    }
    return true
  }

  /// Whether two neighbouring sides lie on each other.
  private func foldsBack(_ side: LineSegment, _ other: LineSegment, sharedAtEnd: Bool) -> Bool {
    let shared = sharedAtEnd ? side.end : side.start
    let a = (sharedAtEnd ? side.start : side.end) - shared
    let b = (sharedAtEnd ? other.end : other.start) - shared
    return a.cross(b) == 0 && a.dot(b) > 0
  }

  /// Whether the corners turn one way only, all round once.
  public var isConvex: Bool {
    guard isSimple else { return false }
    var (left, right) = (false, false)
    for index in corners.indices {
      let side = side(index)
      let next = self.side((index + 1) % corners.count)
      let turn = (side.end - side.start).cross(next.end - next.start)
      if turn > 0 { left = true }
      if turn < 0 { right = true }
    }
    return !(left && right)
  }

  /// The same area with its corners counter-clockwise.
  public var counterClockwise: Polygon { signedArea < 0 ? Polygon(corners.reversed()) : self }

  /// The part of this polygon inside a convex one (Sutherland and Hodgman 1974).
  ///
  /// Exact where this polygon is convex, too; pieces of a non-convex one stay joined by edges of
  /// no width, so that the area is right. No corners where nothing is left.
  public func clipped(to convex: Polygon) -> Polygon {
    let window = convex.counterClockwise
    var kept = corners
    for index in window.corners.indices {
      let edge = window.side(index)
      let along = edge.end - edge.start
      var next: [Vector2] = []
      for corner in kept.indices {
        let (a, b) = (kept[corner], kept[(corner + 1) % kept.count])
        let (fromA, fromB) = (along.cross(a - edge.start), along.cross(b - edge.start))
        if fromA >= 0 { next.append(a) }
        if (fromA > 0 && fromB < 0) || (fromA < 0 && fromB > 0) {
          next.append(a + (b - a) * (fromA / (fromA - fromB)))
        }
      }
      kept = next
    }
    return Polygon(kept.count < 3 ? [] : kept)
  }

  /// The smallest convex polygon round some points, counter-clockwise (Andrew's monotone chain).
  public static func convexHull(of points: [Vector2]) -> Polygon {
    let sorted = points.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    func chain(_ points: some Sequence<Vector2>) -> [Vector2] {
      var hull: [Vector2] = []
      for point in points {
        while hull.count >= 2,
          (hull[hull.count - 1] - hull[hull.count - 2]).cross(point - hull[hull.count - 2]) <= 0
        {
          hull.removeLast()
        }
        hull.append(point)
      }
      return hull
    }
    let (lower, upper) = (chain(sorted), chain(sorted.reversed()))
    return Polygon(Array(lower.dropLast() + upper.dropLast()))
  }
}
