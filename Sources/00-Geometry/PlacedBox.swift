/// A box with its direction worked out, for hot loops: no trigonometry, no allocation.
public struct PlacedBox: Hashable, Sendable {
  /// The centre in the world (m).
  public var centre: Vector2
  /// The unit vector along the heading.
  public var forward: Vector2
  /// Half the extent along the heading (m).
  public var halfLength: Double
  /// Half the extent across the heading (m).
  public var halfWidth: Double

  /// Places a box.
  public init(_ box: OrientedBox) {
    self.init(
      centre: box.worldFromBox.position, forward: box.worldFromBox.forward,
      halfLength: box.length / 2, halfWidth: box.width / 2)
  }

  /// Creates a box from its centre, unit direction and half extents (m).
  public init(centre: Vector2, forward: Vector2, halfLength: Double, halfWidth: Double) {
    self.centre = centre
    self.forward = forward
    self.halfLength = halfLength
    self.halfWidth = halfWidth
  }

  /// One corner: 0 front left, 1 rear left, 2 rear right, 3 front right (taken modulo 4).
  public func corner(_ index: Int) -> Vector2 {
    let along = forward * (index & 3 == 0 || index & 3 == 3 ? halfLength : -halfLength)
    let across = forward.leftNormal * (index & 3 < 2 ? halfWidth : -halfWidth)
    return centre + along + across
  }

  /// The radius of the circle round the box (m).
  public var radius: Double { (halfLength * halfLength + halfWidth * halfWidth).squareRoot() }

  /// The smallest axis-parallel rectangle round the box.
  public var bounds: Bounds {
    let x = abs(forward.x) * halfLength + abs(forward.y) * halfWidth
    let y = abs(forward.y) * halfLength + abs(forward.x) * halfWidth
    let reach = Vector2(x, y)
    return Bounds(low: centre - reach, high: centre + reach)
  }

  /// A world point in the frame of the box: x along the heading, y to the left.
  public func local(_ point: Vector2) -> Vector2 {
    let offset = point - centre
    return Vector2(forward.dot(offset), forward.cross(offset))
  }

  /// Whether a point lies inside or on the edge.
  public func contains(_ point: Vector2) -> Bool {
    let inBox = local(point)
    return abs(inBox.x) <= halfLength && abs(inBox.y) <= halfWidth
  }

  /// The squared distance from a point (m²); zero inside.
  public func squaredDistance(to point: Vector2) -> Double {
    let inBox = local(point)
    let x = max(abs(inBox.x) - halfLength, 0)
    let y = max(abs(inBox.y) - halfWidth, 0)
    return x * x + y * y
  }

  /// The distance from a point (m); zero inside.
  public func distance(to point: Vector2) -> Double { squaredDistance(to: point).squareRoot() }

  /// How far the boxes are apart along the best of the four box axes (m); negative: they overlap.
  ///
  /// Positive values are a lower bound of the distance; negative ones are the least push that
  /// separates the boxes (separating axis theorem; Gottschalk, Lin, Manocha 1996).
  public func separation(from other: PlacedBox) -> Double {
    let offset = other.centre - centre
    let cosine = abs(forward.dot(other.forward))
    let sine = abs(forward.cross(other.forward))
    let along = abs(forward.dot(offset)) - halfLength
    let across = abs(forward.cross(offset)) - halfWidth
    let otherAlong = abs(other.forward.dot(offset)) - other.halfLength
    let otherAcross = abs(other.forward.cross(offset)) - other.halfWidth
    return max(
      max(
        along - (other.halfLength * cosine + other.halfWidth * sine),
        across - (other.halfLength * sine + other.halfWidth * cosine)),
      max(
        otherAlong - (halfLength * cosine + halfWidth * sine),
        otherAcross - (halfLength * sine + halfWidth * cosine)))
  }

  /// Whether two boxes share a point, touching included.
  ///
  /// The same answer as the sign of `separation`, but done at the first axis that separates.
  public func intersects(_ other: PlacedBox) -> Bool {
    let offset = other.centre - centre
    let cosine = abs(forward.dot(other.forward))
    let sine = abs(forward.cross(other.forward))
    let along = abs(forward.dot(offset)) - halfLength
    if along > other.halfLength * cosine + other.halfWidth * sine { return false }
    let across = abs(forward.cross(offset)) - halfWidth
    if across > other.halfLength * sine + other.halfWidth * cosine { return false }
    let otherAlong = abs(other.forward.dot(offset)) - other.halfLength
    if otherAlong > halfLength * cosine + halfWidth * sine { return false }
    let otherAcross = abs(other.forward.cross(offset)) - other.halfWidth
    return !(otherAcross > halfLength * sine + halfWidth * cosine)
  }

  /// The distance between two boxes (m); zero where they share a point.
  public func distance(to other: PlacedBox) -> Double {
    if intersects(other) { return 0 }
    var best = Double.infinity
    // Two convex shapes apart are nearest at a corner of one of them.
    for index in 0..<4 {
      best = min(
        best, squaredDistance(to: other.corner(index)), other.squaredDistance(to: corner(index)))
    }
    return best.squareRoot()
  }
}
