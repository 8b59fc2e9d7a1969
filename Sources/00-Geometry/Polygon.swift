/// A simple polygon: corners in order, the last joined to the first.
public struct Polygon: Hashable, Sendable, Codable {
  /// The corners (m); counter-clockwise where the area is positive.
  public var corners: [Vector2]

  /// Creates a polygon from its corners (m).
  public init(_ corners: [Vector2]) { self.corners = corners }

  /// The side from one corner to the next.
  public func side(_ index: Int) -> LineSegment {
    LineSegment(corners[index], corners[index + 1 == corners.count ? 0 : index + 1])
  }

  /// The area (m²), positive where the corners run counter-clockwise (shoelace formula).
  public var signedArea: Double {
    guard let origin = corners.first else { return 0 }
    var twice = 0.0
    // Relative to a corner: map coordinates of 1e6 m would cancel otherwise.
    for index in corners.indices {
      let side = side(index)
      twice += (side.start - origin).cross(side.end - origin)
    }
    return twice / 2
  }

  /// The area (m²), never negative.
  public var area: Double { abs(signedArea) }

  /// The length of the boundary (m).
  public var perimeter: Double {
    corners.indices.reduce(0) { $0 + corners[$1].distance(to: side($1).end) }
  }

  /// The centre of area; the mean of the corners where there is no area.
  public var centroid: Vector2 {
    guard let origin = corners.first else { return .zero }
    var (sum, twice) = (Vector2.zero, 0.0)
    for index in corners.indices {
      let (a, b) = (corners[index] - origin, side(index).end - origin)
      let cross = a.cross(b)
      twice += cross
      sum = sum + (a + b) * cross
    }
    if twice != 0 { return origin + sum * (1 / (3 * twice)) }
    return corners.reduce(.zero, +) * (1 / Double(corners.count))
  }

  /// The smallest axis-parallel rectangle round the corners.
  public var bounds: Bounds { Bounds(around: corners) }

  /// Whether a point lies inside or exactly on the boundary (crossing number).
  public func contains(_ point: Vector2) -> Bool {
    var inside = false
    var index = 0
    while index < corners.count {
      let side = side(index)
      index += 1
      let (a, b) = (side.start - point, side.end - point)
      let cross = a.cross(b)
      if cross == 0 && a.dot(b) <= 0 { return true }
      // Half-open in y, so that a ray through a corner counts once.
      if (a.y > 0) != (b.y > 0) && (cross > 0) == (b.y > a.y) { inside.toggle() }
    }
    return inside
  }

  /// The distance from a point to the boundary (m), inside or outside; infinite without corners.
  public func boundaryDistance(to point: Vector2) -> Double {
    var best = Double.infinity
    for index in corners.indices { best = min(best, side(index).squaredDistance(to: point)) }
    return best.squareRoot()
  }

  /// The distance from a point to the area (m); zero inside.
  public func distance(to point: Vector2) -> Double {
    contains(point) ? 0 : boundaryDistance(to: point)
  }

  /// Whether two areas share a point, touching included.
  public func intersects(_ other: Polygon) -> Bool {
    guard let first = corners.first, let otherFirst = other.corners.first,
      bounds.intersects(other.bounds)
    else { return false }
    if contains(otherFirst) || other.contains(first) { return true }
    return corners.indices.contains { index in
      let side = side(index)
      return other.corners.indices.contains { side.intersects(other.side($0)) }
    }
  }

  /// The distance between two areas (m); zero where they share a point.
  public func distance(to other: Polygon) -> Double {
    if intersects(other) { return 0 }
    var best = Double.infinity
    for index in corners.indices {
      let side = side(index)
      for otherIndex in other.corners.indices {
        best = min(best, side.squaredDistance(to: other.side(otherIndex)))
      }
    }
    return best.squareRoot()
  }
}
