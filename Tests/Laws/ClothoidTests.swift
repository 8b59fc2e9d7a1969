import Geometry
import Testing

@Suite("Clothoids")
struct ClothoidTests {
  /// From mpmath 1.3 with 30 digits.
  static let table: [(x: Double, cosine: Double, sine: Double)] = [
    (0.25, 0.24975915035654318346, 0.0081756002357777557781),
    (1, 0.77989340037682282947, 0.43825914739035476608),
    (2, 0.4882534060753407545, 0.3434156783636982422),
    (3.5, 0.53257243502800084533, 0.4152480119724375239),
    (10, 0.49989869420551572361, 0.4681699785848822404),
    (31.5, 0.50386404897266116757, 0.49066288968973982896),
    (40, 0.49999841685744546488, 0.49204225379027309718),
    (100, 0.49999989867881789756, 0.49681690114783755327),
  ]

  @Test("Fresnel's integrals agree with thirty-digit arithmetic, and are odd")
  func fresnel() {
    for row in ClothoidTests.table {
      let value = Fresnel.integrals(row.x)
      #expect(abs(value.cosine - row.cosine) < 1e-13, "\(row.x)")
      #expect(abs(value.sine - row.sine) < 1e-13, "\(row.x)")
      let mirrored = Fresnel.integrals(-row.x)
      #expect(mirrored.cosine == -value.cosine && mirrored.sine == -value.sine)
    }
  }

  @Test("the end pose is Fresnel's to 1e-12 of the length, for any start, bend and sharpness")
  func endIsFresnels() {
    var random = SeededGenerator(seed: 71)
    for _ in 0..<300 {
      let curve = Clothoid(
        start: SE2(x: 3, y: -2, heading: random.uniform(-3, 3)),
        curvature: random.uniform(-0.2, 0.2),
        curvatureRate: random.uniform(0.0005, 0.02) * (random.uniform() < 0.5 ? -1 : 1),
        length: random.uniform(0.1, 100))
      let expected = ClothoidTests.closedForm(curve)
      #expect(curve.end.position.distance(to: expected) < 1e-12 * max(curve.length, 30), "\(curve)")
    }
  }

  /// The end through Fresnel's integrals: complete the square in the heading.
  static func closedForm(_ curve: Clothoid) -> Vector2 {
    let rate = abs(curve.curvatureRate)
    let mirror = curve.curvatureRate < 0 ? -1.0 : 1.0
    let bend = curve.curvature * mirror
    let scale = (Double.pi / rate).squareRoot()
    let (from, to) = (bend / rate / scale, (curve.length + bend / rate) / scale)
    let (a, b) = (Fresnel.integrals(from), Fresnel.integrals(to))
    let heading = -bend * bend / (2 * rate)
    let local = Vector2(scale * (b.cosine - a.cosine), scale * (b.sine - a.sine))
      .rotated(by: heading)
    return curve.start * Vector2(local.x, local.y * mirror)
  }

  @Test("parts join to the whole, and running backwards undoes running forwards")
  func parts() {
    var random = SeededGenerator(seed: 72)
    for _ in 0..<200 {
      let curve = Clothoid(
        start: SE2(x: 0, y: 0, heading: random.uniform(-3, 3)),
        curvature: random.uniform(-0.1, 0.1), curvatureRate: random.uniform(-0.01, 0.01),
        length: 60)
      let cut = random.uniform(0, 60)
      let second = curve.part(from: cut, to: 60)
      #expect(second.end.position.distance(to: curve.end.position) < 1e-11)
      #expect(abs(second.end.heading - curve.end.heading) < 1e-12)
      let back = Clothoid(
        start: curve.end, curvature: curve.curvature(at: 60), curvatureRate: curve.curvatureRate,
        length: -60)
      #expect(back.end.position.distance(to: curve.start.position) < 1e-11)
    }
  }

  @Test("without sharpness it is a circle, without curvature a line; the tangent is the heading")
  func specialCases() {
    let circle = Clothoid(start: .identity, curvature: 0.1, curvatureRate: 0, length: 5 * .pi)
    #expect(circle.end.position.distance(to: Vector2(10, 10)) < 1e-13)
    let line = Clothoid(start: .identity, curvature: 0, curvatureRate: 0, length: 7)
    #expect(line.end.position.distance(to: Vector2(7, 0)) < 1e-14)
    let curve = Clothoid(start: .identity, curvature: -0.05, curvatureRate: 0.004, length: 50)
    let h = 1e-4
    for s in [1, 10, 30, 49.0] {
      let tangent = (curve.pose(at: s + h).position - curve.pose(at: s - h).position) * (0.5 / h)
      #expect(tangent.distance(to: Vector2(direction: curve.heading(at: s))) < 1e-7)
    }
    #expect(
      Clothoid(start: .identity, curvature: .nan, curvatureRate: 0, length: 1).end.position.x.isNaN)
    #expect(curve.sampled(step: 0).points.count == 2)
  }
}
