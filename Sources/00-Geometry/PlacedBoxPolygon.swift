/// Tests of a box against general polygons, convex or not.
extension PlacedBox {
  /// Whether a segment shares a point with the box (Liang and Barsky 1984, in the box's frame).
  public func intersects(_ segment: LineSegment) -> Bool {
    let (a, b) = (local(segment.start), local(segment.end))
    var (enter, leave) = (0.0, 1.0)
    return clip(a.x, b.x - a.x, halfLength, &enter, &leave)
      && clip(a.y, b.y - a.y, halfWidth, &enter, &leave)
  }

  /// Narrows the parameters to those with |start + t * step| <= reach; false where none is left.
  private func clip(
    _ start: Double, _ step: Double, _ reach: Double, _ enter: inout Double,
    _ leave: inout Double
  ) -> Bool {
    if step == 0 { return abs(start) <= reach }
    let (first, second) = ((-reach - start) / step, (reach - start) / step)
    enter = max(enter, min(first, second))
    leave = min(leave, max(first, second))
    return enter <= leave
  }

  /// Whether the box shares a point with the area of a polygon.
  public func intersects(_ polygon: Polygon) -> Bool {
    var index = 0
    while index < polygon.corners.count {
      if intersects(polygon.side(index)) { return true }
      index += 1
    }
    return polygon.contains(centre)
  }

  /// Whether all of the box lies in the area of a polygon.
  public func isInside(_ polygon: Polygon) -> Bool {
    guard polygon.contains(centre) else { return false }
    let inner = PlacedBox(
      centre: centre, forward: forward, halfLength: max(0, halfLength - 1e-9),
      halfWidth: max(0, halfWidth - 1e-9))
    var index = 0
    while index < polygon.corners.count {
      if inner.intersects(polygon.side(index)) { return false }
      index += 1
    }
    return true
  }

  /// The distance to a segment (m); zero where they share a point.
  public func squaredDistance(to segment: LineSegment) -> Double {
    if intersects(segment) { return 0 }
    var best = min(squaredDistance(to: segment.start), squaredDistance(to: segment.end))
    for index in 0..<4 { best = min(best, segment.squaredDistance(to: corner(index))) }
    return best
  }

  /// The distance to the area of a polygon (m); zero where they share a point.
  public func distance(to polygon: Polygon) -> Double {
    if polygon.contains(centre) { return 0 }
    var best = Double.infinity
    var index = 0
    while index < polygon.corners.count {
      best = min(best, squaredDistance(to: polygon.side(index)))
      if best == 0 { return 0 }
      index += 1
    }
    return best.squareRoot()
  }
}
