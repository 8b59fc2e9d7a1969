import Geometry
import Testing

@Suite("Paths")
struct PathTests {
  static func circle(radius: Double, points: Int, turn: Double) -> Polyline {
    Polyline(
      (0...points).map { Vector2(direction: turn * Double($0) / Double(points)) * radius })
  }

  static func wobble(_ random: inout SeededGenerator, pieces: Int) -> Polyline {
    var (point, heading) = (Vector2(random.uniform(-9, 9), random.uniform(-9, 9)), 0.0)
    return Polyline(
      (0...pieces).map { _ in
        heading += random.uniform(-0.2, 0.2)
        point += Vector2(direction: heading) * random.uniform(0.2, 3)
        return point
      })
  }

  @Test("what has no length or no number is refused")
  func refusals() {
    #expect(Path(Polyline([])) == nil)
    #expect(Path(Polyline([.zero])) == nil)
    #expect(Path(Polyline([.zero, .zero])) == nil)
    #expect(Path(Polyline([.zero, Vector2(.nan, 1)])) == nil)
    #expect(Path(Polyline([.zero, Vector2(1, 0), Vector2(1, 0)]))?.length == 1)
  }

  @Test("heading and curvature of a circle's chords are the circle's")
  func circleShape() throws {
    let path = try #require(Path(PathTests.circle(radius: 50, points: 200, turn: 3)))
    for step in 0...20 {
      let s = path.length * Double(step) / 20
      #expect(abs(path.curvature(at: s) - 1.0 / 50) < 1e-5)
      #expect(abs(path.heading(at: s) - (.pi / 2 + s / 50)) < 1e-4)
    }
  }

  @Test("a point put beside the path is found there again")
  func projectionRoundTrip() throws {
    var random = SeededGenerator(seed: 31)
    for _ in 0..<40 {
      let path = try #require(Path(PathTests.wobble(&random, pieces: 60)))
      for _ in 0..<30 {
        let s = random.uniform(0, path.length)
        let index = path.piece(at: s)
        let along = (path.points[index + 1] - path.points[index]).normalized
        let side = random.uniform(-0.05, 0.05)
        let found = path.project(path.point(at: s) + along.leftNormal * side)
        #expect(abs(abs(found.offset) - abs(side)) < 0.02 * abs(side) + 1e-9)
        #expect(side * found.offset >= 0)
        #expect(abs(found.arcLength - s) < 0.02)
      }
    }
  }

  @Test("projection is the nearest of all pieces, and the window finds the same when it is wide")
  func projectionIsNearest() throws {
    var random = SeededGenerator(seed: 32)
    for _ in 0..<40 {
      let path = try #require(Path(PathTests.wobble(&random, pieces: 70)))
      for _ in 0..<20 {
        let point = Vector2(random.uniform(-20, 120), random.uniform(-40, 40))
        let found = path.project(point)
        let best = path.points.indices.dropLast().map {
          LineSegment(path.points[$0], path.points[$0 + 1]).distance(to: point)
        }.min()
        #expect(abs(abs(found.offset) - (best ?? 0)) < 1e-9)
        #expect(abs(path.point(at: found.arcLength).distance(to: point) - abs(found.offset)) < 1e-9)
        #expect(path.project(point, near: 0, window: 1e9) == found)
      }
    }
  }

  @Test("resampling keeps the ends and makes equal steps; parts and reversal keep lengths")
  func shapes() throws {
    var random = SeededGenerator(seed: 33)
    let path = try #require(Path(PathTests.wobble(&random, pieces: 50)))
    let even = path.resampled(step: 0.25)
    #expect(even.points.first == path.points.first && even.points.last == path.points.last)
    #expect(even.length <= path.length && even.length > 0.999 * path.length)
    let part = try #require(path.part(from: 3, to: 17.5))
    #expect(abs(part.length - 14.5) < 1e-9)
    #expect(part.point(at: 0).distance(to: path.point(at: 3)) < 1e-12)
    #expect(path.part(from: 5, to: 5) == nil)
    #expect(abs(path.reversed.length - path.length) < 1e-9)
    #expect(path.resampled(step: 0).points.count <= Path.mostPoints)
    #expect(path.resampled(step: .nan).points.count >= 2)
    #expect(path.point(at: .nan).x.isNaN)
  }

  @Test("a circle moved outwards is a wider circle")
  func offsets() throws {
    let path = try #require(Path(PathTests.circle(radius: 20, points: 400, turn: 2)))
    let wider = try #require(path.offset(by: -3))
    for point in wider.points { #expect(abs(point.length - 23) < 1e-3) }
  }
}
