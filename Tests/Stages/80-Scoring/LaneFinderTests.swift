import Geometry
import Roads
import Testing

@testable import Scoring

@Suite("Lanes of a path")
struct LaneFinderTests {
  /// Lane 1 forks at x = 50 into 2, which bends right, and 3, which goes on straight to 4.
  private var fork: LaneFinder {
    func lane(
      _ id: Int, _ from: Vector2, _ to: Vector2, next: [Int] = [], before: [Int] = []
    ) -> Lane {
      let side = (to - from).normalized.leftNormal * 1.75
      return Lane(
        id: id, left: Polyline([from + side, to + side]),
        right: Polyline([from - side, to - side]), successors: next, predecessors: before)
    }
    return LaneFinder(
      RoadMap(lanes: [
        lane(1, Vector2(0, 0), Vector2(50, 0), next: [2, 3]),
        lane(2, Vector2(50, 0), Vector2(90, -20), before: [1]),
        lane(3, Vector2(50, 0), Vector2(100, 0), next: [4], before: [1]),
        lane(4, Vector2(100, 0), Vector2(150, 0), before: [3]),
      ]))
  }

  private func route(_ points: [Vector2], heading: Double = 0) -> [[Int]] {
    fork.route(of: points.map { SE2(position: $0, heading: heading) }).map { $0.map(\.id) }
  }

  @Test("At a fork the branch counts that the path goes on in")
  func branches() {
    let straight = route(stride(from: 10.0, to: 140, by: 2).map { Vector2($0, 0) })
    #expect(straight.allSatisfy { $0.count == 1 })
    #expect(
      straight.flatMap { $0 }.reduce(into: [Int]()) { if $0.last != $1 { $0.append($1) } } == [
        1, 3, 4,
      ])
    let bend = route(
      stride(from: 10.0, to: 80, by: 2).map { Vector2($0, $0 < 50 ? 0 : -($0 - 50) / 2) })
    #expect(bend.last == [2] && !bend.contains { $0.contains(3) })
  }

  @Test("Off the road there is no lane; a path that starts among several takes the best direction")
  func ends() {
    #expect(route([Vector2(20, 40), Vector2(22, 40)]) == [[], []])
    #expect(route([Vector2(52, -0.4)], heading: -0.45) == [[2]])
    #expect(route([Vector2(52, -0.4)], heading: 0) == [[3]])
    #expect(fork.route(of: []).isEmpty)
  }

  @Test("A vehicle across a joint of lanes is in one lane, across a lane marking it is not")
  func oneLane() {
    func box(_ x: Double, _ y: Double) -> OrientedBox {
      OrientedBox(worldFromBox: SE2(x: x, y: y, heading: 0), length: 4, width: 1.6)
    }
    #expect(fork.isInOneLane(box(20, 0)))
    #expect(fork.isInOneLane(box(100, 0)))
    #expect(!fork.isInOneLane(box(20, 1.5)))
    #expect(!fork.isInOneLane(box(20, 30)))
  }
}
