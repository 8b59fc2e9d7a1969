import Geometry
import Testing

@Suite("Polygons")
struct PolygonTests {
  /// A star-shaped polygon round a centre: simple, mostly not convex.
  static func star(_ random: inout SeededGenerator, at centre: Vector2, corners: Int) -> Polygon {
    Polygon(
      (0..<corners).map { index in
        let angle = 2 * Double.pi * Double(index) / Double(corners)
        return centre + Vector2(direction: angle) * random.uniform(1, 5)
      })
  }

  @Test("area, centroid and clipping agree with known shapes")
  func knownShapes() {
    let ell = Polygon([
      Vector2(0, 0), Vector2(4, 0), Vector2(4, 1), Vector2(1, 1), Vector2(1, 3), Vector2(0, 3),
    ])
    #expect(ell.signedArea == 6)
    #expect(Polygon(ell.corners.reversed()).signedArea == -6)
    #expect(ell.isSimple && !ell.isConvex)
    #expect(ell.centroid.distance(to: Vector2(1.5, 1)) < 1e-12)
    let window = Polygon([Vector2(0.5, 0.5), Vector2(2, 0.5), Vector2(2, 2), Vector2(0.5, 2)])
    #expect(abs(ell.clipped(to: window).area - 1.25) < 1e-12)
    #expect(!Polygon([Vector2(0, 0), Vector2(2, 2), Vector2(2, 0), Vector2(0, 2)]).isSimple)
    #expect(!Polygon([Vector2(0, 0), Vector2(1, 0)]).isSimple)
  }

  @Test("a point is inside exactly where the angles to the corners add up to a turn")
  func insideByWindingAngle() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<60 {
      let shape = PolygonTests.star(&random, at: Vector2(1e5, -2e5), corners: 9)
      for _ in 0..<20 {
        let point = Vector2(1e5 + random.uniform(-5, 5), -2e5 + random.uniform(-5, 5))
        var turn = 0.0
        for index in shape.corners.indices {
          let side = shape.side(index)
          let (a, b) = (side.start - point, side.end - point)
          turn += Portable.atan2(a.cross(b), a.dot(b))
        }
        #expect(shape.contains(point) == (abs(turn) > 3), "\(point) \(shape)")
      }
      for corner in shape.corners { #expect(shape.contains(corner)) }
    }
  }

  @Test("distance is symmetric, zero exactly where areas meet, and right to dense samples")
  func distanceLaws() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<60 {
      let a = PolygonTests.star(&random, at: .zero, corners: 7)
      let there = Vector2(random.uniform(-9, 9), random.uniform(-9, 9))
      let b = PolygonTests.star(&random, at: there, corners: 8)
      let distance = a.distance(to: b)
      #expect(abs(distance - b.distance(to: a)) < 1e-12)
      #expect((distance == 0) == a.intersects(b))
      #expect(a.intersects(b) == b.intersects(a))
      var sampled = Double.infinity
      for index in a.corners.indices {
        for step in 0..<60 {
          let point = a.side(index).point(at: Double(step) / 60)
          sampled = min(sampled, b.distance(to: point))
        }
      }
      if distance > 0 { #expect(sampled >= distance - 1e-12 && sampled < distance + 0.1) }
    }
  }

  @Test("clipping by a half and by the other half keeps the area; the result lies in both")
  func clippingKeepsArea() {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<60 {
      let shape = PolygonTests.star(&random, at: .zero, corners: 9)
      let direction = Vector2(direction: random.uniform(-4, 4))
      let normal = direction.leftNormal
      func half(_ sign: Double) -> Polygon {
        Polygon(
          [
            direction * -50, direction * 50, direction * 50 + normal * (50 * sign),
            direction * -50 + normal * (50 * sign),
          ])
      }
      let (left, right) = (shape.clipped(to: half(1)), shape.clipped(to: half(-1)))
      #expect(abs(left.area + right.area - shape.area) < 1e-9)
      for corner in left.corners {
        #expect(shape.distance(to: corner) < 1e-9 && normal.dot(corner) > -1e-9)
      }
    }
  }

  @Test("a hull is convex and holds every point")
  func hullHoldsAll() {
    var random = SeededGenerator(seed: 14)
    for _ in 0..<40 {
      let points = (0..<30).map { _ in Vector2(random.normal(), random.normal()) }
      let hull = Polygon.convexHull(of: points)
      #expect(hull.isConvex && hull.signedArea > 0)
      for point in points { #expect(hull.distance(to: point) < 1e-12) }
    }
    #expect(Polygon.convexHull(of: []).corners.isEmpty)
  }
}
