import Geometry
import Roads
import Testing

@testable import Scenarios

@Suite("Roads from templates")
struct RoadTemplateTests {
  private func road(_ keys: String) throws -> RoadTemplate {
    let file = SourceFile(path: "road.yaml", bytes: [UInt8](keys.utf8))
    return try RoadDecoder.decode(
      ScenarioReader(path: file.path, node: try YAMLTree.read(file)))
  }

  @Test("An arc ends where the circle says")
  func arc() throws {
    let length = 450 * Double.pi / 2
    let road = try road(
      "segments: [{shape: arc, length_m: \(length), radius_m: 450, turn: left}]")
    let end = try #require(road.course.poses(at: [length]).first)
    #expect(end.position.distance(to: Vector2(450, 450)) < 1e-9)
    #expect((end.heading - .pi / 2).magnitude < 1e-12)
  }

  @Test("A clothoid matches the Fresnel integrals of the handbook")
  func clothoid() throws {
    // With A² = length / curvature = 1/pi · 100², x = 100 C(1), y = 100 S(1)
    // (Abramowitz and Stegun, table 7.7: C(1) = 0.7798934, S(1) = 0.4382591).
    let radius = 100 / Double.pi
    let road = try road(
      "lanes: 1\nsegments: [{shape: clothoid, length_m: 100, end_radius_m: \(radius), turn: left}]")
    let end = try #require(road.course.poses(at: [100]).first)
    #expect(end.position.distance(to: Vector2(77.98934, 43.82591)) < 2e-5)
  }

  @Test("Right and left bends mirror each other")
  func mirrored() throws {
    func end(_ turn: String) throws -> SE2 {
      let road = try road(
        "segments: [{shape: clothoid, length_m: 80, end_radius_m: 200, turn: \(turn)}, "
          + "{shape: arc, length_m: 100, radius_m: 200, turn: \(turn)}]")
      return try #require(road.course.poses(at: [180]).first)
    }
    let (left, right) = (try end("left"), try end("right"))
    #expect(left.position.x == right.position.x && left.position.y == -right.position.y)
    #expect(left.heading == -right.heading)
  }

  @Test("Lanes lie side by side, keep their width and join their neighbours")
  func lanes() throws {
    let map = try road(
      """
      lanes: 2
      oncoming_lanes: 1
      shoulder_width_m: 2
      speed_limit_kph: 90
      extra_lanes: [{kind: on_ramp, from_m: 100, to_m: 200}]
      segments:
        - {shape: straight, length_m: 150}
        - {shape: arc, length_m: 150, radius_m: 300, turn: right, speed_limit_kph: 72}
      """
    ).map()
    #expect(
      map.lanes.map(\.id) == [
        101, 102, 160, 171, 201, 202, 250, 260, 271, 301, 302, 350, 360, 371, 401, 402, 460, 471,
      ])
    for lane in map.lanes where lane.kind != .shoulder {
      for (left, right) in zip(lane.left.points, lane.right.points) {
        #expect((left.distance(to: right) - 3.5).magnitude < 1e-9)
      }
      for next in lane.successors {
        let gap = try #require(map[next]?.centre.points.first).distance(
          to: try #require(lane.centre.points.last))
        #expect(gap < 1e-9)
        #expect(map[next]?.predecessors == [lane.id])
      }
      #expect(lane.outline.signedArea > 0)
    }
    #expect(map[250]?.kind == .onRamp)
    #expect(map[250]?.leftNeighbour == .init(id: 201, sameDirection: true))
    #expect(map[201]?.rightNeighbour == .init(id: 250, sameDirection: true))
    #expect(map[350]?.successors == [])
    #expect(map[202]?.leftNeighbour == .init(id: 271, sameDirection: false))
    #expect(map[271]?.successors == [171] && map[471]?.predecessors == [])
    #expect(map[101]?.speedLimit == 25 && map[401]?.speedLimit == 20)
  }
}
