import Foundation
import Geometry
import Roads
import Testing

@Suite("Road maps")
struct RoadMapTests {
  static func lane(
    _ id: LaneID, from: Double, to: Double, y: Double, next: [LaneID] = [], before: [LaneID] = [],
    left: LaneID? = nil, right: LaneID? = nil, limit: Double? = nil
  ) -> Lane {
    func line(_ y: Double) -> Polyline {
      Polyline((0...10).map { Vector2(from + (to - from) * Double($0) / 10, y) })
    }
    let side = from < to ? 1.75 : -1.75
    return Lane(
      id: id, left: line(y + side), right: line(y - side), successors: next, predecessors: before,
      leftNeighbour: left.map { Lane.Neighbour(id: $0, sameDirection: true) },
      rightNeighbour: right.map { Lane.Neighbour(id: $0, sameDirection: true) },
      speedLimit: limit)
  }

  /// Two lanes eastwards in two stretches, and one westwards beside them.
  static let map = RoadMap(lanes: [
    lane(4, from: 100, to: 250, y: 3.5, before: [2], right: 3, limit: 30),
    lane(1, from: 0, to: 100, y: 0, next: [3], left: 2, limit: 20),
    lane(2, from: 0, to: 100, y: 3.5, next: [4], right: 1, limit: 20),
    lane(3, from: 100, to: 250, y: 0, before: [1], left: 4, limit: 30),
    lane(9, from: 250, to: 0, y: 7),
  ])

  @Test("lanes are found by point, and by pose with the right direction")
  func matching() {
    let map = RoadMapTests.map
    #expect(map.lanes.map(\.id) == [1, 2, 3, 4, 9])
    #expect(map.lanes(containing: Vector2(50, 0.5)) == [1])
    #expect(map.lanes(containing: Vector2(100, 0)) == [1, 3])
    #expect(map.lanes(containing: Vector2(50, 1.75)) == [1, 2])
    #expect(map.lanes(containing: Vector2(50, 30)).isEmpty)
    #expect(map.lane(at: SE2(x: 60, y: 5.3, heading: 0))?.lane == 2)
    let west = map.lane(at: SE2(x: 60, y: 5.2, heading: .pi))
    #expect(west?.lane == 9 && abs(west?.s ?? 0) - 190 < 1e-9)
    #expect(abs((west?.d ?? 0) - 1.8) < 1e-9)
    #expect(map.lane(at: SE2(x: 60, y: 50, heading: 0)) == nil)
    #expect(RoadMap.empty.lane(at: .identity) == nil)
  }

  @Test("the index gives what a search through all lanes gives")
  func indexIsExact() {
    var random = SeededGenerator(seed: 101)
    let map = RoadMapTests.map
    for _ in 0..<500 {
      let point = Vector2(random.uniform(-10, 260), random.uniform(-5, 12))
      let all = map.lanes.filter { $0.outline.contains(point) }.map(\.id)
      #expect(map.lanes(containing: point) == all)
      let area = DrivableArea(map)
      let distance = map.lanes.map { $0.outline.distance(to: point) }.min() ?? 0
      #expect(abs(area.distance(to: point) - distance) < 1e-12)
      #expect(area.contains(point) == !all.isEmpty)
    }
  }

  @Test("a route goes straight where it can and changes lanes where it must")
  func routes() throws {
    let map = RoadMapTests.map
    let straight = try #require(map.route(from: [1], to: [3]))
    #expect(straight.sections == [[1], [3]])
    let changing = try #require(map.route(from: [1], to: [4]))
    #expect(changing.laneChanges == 1 && changing.lanes.first == 1 && changing.lanes.last == 4)
    #expect(map.route(from: [1], to: [9]) == nil)
    #expect(map.route(from: [77], to: [1]) == nil)
    #expect(map.route(from: [1], to: [1])?.sections == [[1]])
    let path = try #require(map.path(along: changing))
    #expect(path.points.first?.distance(to: Vector2(0, 0)) ?? 9 < 1e-9)
    #expect(path.points.last?.distance(to: Vector2(250, 3.5)) ?? 9 < 1e-9)
    #expect(path.headings.allSatisfy { abs($0) < 0.2 })
    let region = Polygon([Vector2(240, 3), Vector2(248, 3), Vector2(248, 4), Vector2(240, 4)])
    let toRegion = try #require(map.route(from: SE2(x: 5, y: 3.4, heading: 0), to: region))
    #expect(toRegion.sections == [[2], [4]])
    let limits = map.speedLimits(along: straight)
    #expect(limits.map(\.limit) == [20, 30] && limits[1].start == 100 && limits[1].end == 250)
  }

  @Test("chains reach as far as asked, and rings end")
  func chains() throws {
    let map = RoadMapTests.map
    #expect(map.chain(from: 1, at: 50, ahead: 20) == [1])
    #expect(map.chain(from: 1, at: 50, ahead: 60) == [1, 3])
    #expect(map.chain(from: 3, at: 10, ahead: 5, behind: 20) == [1, 3])
    #expect(map.chain(from: 55, ahead: 5).isEmpty)
    let path = try #require(map.path(through: [1, 3]))
    #expect(abs(path.length - 250) < 1e-9)
    let ring = RoadMap(lanes: [
      RoadMapTests.lane(1, from: 0, to: 10, y: 0, next: [2], before: [2]),
      RoadMapTests.lane(2, from: 10, to: 0, y: 5, next: [1], before: [1]),
    ])
    #expect(ring.chain(from: 1, ahead: 1e9, behind: 1e9) == [1, 2])
  }

  @Test("footprints outside the drivable area are measured at their worst corner")
  func footprints() {
    let area = DrivableArea(RoadMapTests.map)
    let inside = OrientedBox(worldFromBox: SE2(x: 50, y: 0, heading: 0), length: 4, width: 2)
    #expect(area.contains(inside))
    let out = OrientedBox(worldFromBox: SE2(x: 50, y: -1.05, heading: 0), length: 4, width: 2)
    #expect(abs(area.distanceOutside(of: out) - 0.3) < 1e-12)
    #expect(area.contains(out, tolerance: 0.301) && !area.contains(out, tolerance: 0.299))
    #expect(DrivableArea([]).distance(to: .zero) == .infinity)
    let far = area.distance(to: Vector2(0, 1e7))
    #expect(abs(far - (1e7 - 8.75)) < 1e-3)
  }

  @Test("written as JSON a map holds its lanes only, and comes back equal")
  func coding() throws {
    let data = try JSONEncoder().encode(RoadMapTests.map)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect(object?.keys.map { $0 } == ["lanes"])
    #expect(try JSONDecoder().decode(RoadMap.self, from: data) == RoadMapTests.map)
  }

  @Test("of two lanes with one id the first is kept, whatever the order round them")
  func duplicates() {
    let (a, b) = (
      RoadMapTests.lane(5, from: 0, to: 10, y: 0), RoadMapTests.lane(5, from: 0, to: 10, y: 9)
    )
    #expect(RoadMap(lanes: [a, b]).lanes == [a] && RoadMap(lanes: [b, a]).lanes == [b])
  }
}
