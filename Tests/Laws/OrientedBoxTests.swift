import Geometry
import Testing

@Suite("Oriented boxes")
struct OrientedBoxTests {
  static func box(_ random: inout SeededGenerator) -> OrientedBox {
    OrientedBox(
      worldFromBox: SE2(
        x: random.uniform(-6, 6), y: random.uniform(-6, 6), heading: random.uniform(-7, 7)),
      length: random.uniform(0.2, 6), width: random.uniform(0.2, 3))
  }

  @Test("box tests agree with those of general polygons")
  func agreesWithPolygons() {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<1500 {
      let (a, b) = (OrientedBoxTests.box(&random), OrientedBoxTests.box(&random))
      let exact = a.polygon.distance(to: b.polygon)
      #expect(abs(a.distance(to: b) - exact) < 1e-9, "\(a) \(b)")
      #expect(a.intersects(b) == (exact == 0))
      #expect(a.intersects(b) == b.intersects(a))
      #expect(a.intersects(b.polygon) == (exact == 0))
      #expect(abs(a.distance(to: b.polygon) - exact) < 1e-9)
      let separation = a.placed.separation(from: b.placed)
      #expect(separation <= exact + 1e-9)
      #expect((separation > 0) != a.intersects(b))
      let point = b.worldFromBox.position
      #expect(a.contains(point) == a.polygon.contains(point))
      #expect(abs(a.distance(to: point) - a.polygon.distance(to: point)) < 1e-9)
    }
  }

  @Test("pushed apart by the overlap, boxes just touch")
  func overlapIsTheLeastPush() {
    var random = SeededGenerator(seed: 22)
    for _ in 0..<500 {
      let (a, b) = (OrientedBoxTests.box(&random), OrientedBoxTests.box(&random))
      let overlap = -a.placed.separation(from: b.placed)
      guard overlap > 0 else { continue }
      var least = Double.infinity
      for heading in [a.worldFromBox.heading, b.worldFromBox.heading] {
        for quarter in 0..<4 {
          var moved = b
          let way = Vector2(direction: heading + .pi / 2 * Double(quarter))
          moved.worldFromBox.position += way * (overlap + 1e-6)
          if !a.intersects(moved) { least = overlap }
          moved.worldFromBox.position -= way * 2e-6
          #expect(a.intersects(moved))
        }
      }
      #expect(least == overlap)
    }
  }

  @Test("corners run counter-clockwise from the front left, in a frame x forward, y left")
  func cornerOrder() {
    let box = OrientedBox(worldFromBox: SE2(x: 10, y: 5, heading: .pi / 2), length: 4, width: 2)
    let expected = [Vector2(9, 7), Vector2(9, 3), Vector2(11, 3), Vector2(11, 7)]
    for index in 0..<4 { #expect(box.corner(index).distance(to: expected[index]) < 1e-12) }
    #expect(abs(box.polygon.signedArea - 8) < 1e-12)
    #expect(box.bounds.low.distance(to: Vector2(9, 3)) < 1e-12)
  }

  @Test("a box lies inside a polygon exactly where all its outline does")
  func insidePolygon() {
    let ell = Polygon([
      Vector2(0, 0), Vector2(9, 0), Vector2(9, 3), Vector2(3, 3), Vector2(3, 9), Vector2(0, 9),
    ])
    func box(_ x: Double, _ y: Double, _ heading: Double) -> PlacedBox {
      OrientedBox(worldFromBox: SE2(x: x, y: y, heading: heading), length: 4, width: 2).placed
    }
    #expect(box(4, 1.5, 0).isInside(ell))
    #expect(box(2, 1, 0).isInside(ell))
    #expect(!box(2.5, 2.5, 0).isInside(ell))
    #expect(box(1.5, 6, .pi / 2).isInside(ell))
    #expect(!box(20, 20, 0).isInside(ell))
  }
}
