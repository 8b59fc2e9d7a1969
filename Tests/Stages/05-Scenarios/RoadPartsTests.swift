import DrivingCore
import Geometry
import Roads
import Testing

@testable import Scenarios

@Suite("Parts of roads: ramps, branches, works, tolls")
struct RoadPartsTests {
  private static let straight = "segments: [{shape: straight, length_m: 1000}]\n"

  private func road(_ keys: String) throws -> RoadTemplate {
    let file = SourceFile(path: "road.yaml", bytes: [UInt8]((keys + "\n" + Self.straight).utf8))
    return try RoadDecoder.decode(
      ScenarioReader(path: file.path, node: try YAMLTree.read(file)))
  }

  private func message(_ keys: String) -> String {
    do {
      _ = try road(keys)
      return "accepted"
    } catch { return "\(error)" }
  }

  /// Every lane that follows another begins where that one ends, and runs on without a kink.
  private func expectJoined(_ map: RoadMap, _ note: String) {
    for lane in map.lanes {
      for id in lane.successors {
        guard let next = map[id], let end = lane.centre.points.last,
          let start = next.centre.points.first
        else { continue }
        #expect(end.distance(to: start) < 0.02, "\(note): \(lane.id) to \(id)")
        if let a = map.path(of: lane.id), let b = map.path(of: id) {
          let kink = Angle.difference(from: a.heading(at: a.length), to: b.heading(at: 0))
          #expect(kink.magnitude < 0.06, "\(note): \(lane.id) to \(id) turns by \(kink)")
        }
      }
    }
  }

  static let all = [
    "extra_lanes: [{kind: on_ramp, from_m: 300, to_m: 500, ramp_m: 200, taper_m: 50}]",
    "extra_lanes: [{kind: off_ramp, from_m: 300, to_m: 500, ramp_m: 200, taper_m: 50}]",
    "extra_lanes: [{kind: weave, from_m: 300, to_m: 500, ramp_m: 200}]",
    "extra_lanes: [{kind: on_ramp, side: left, from_m: 300, to_m: 500, ramp_m: 200}]",
    "lanes: 3\nlane_drops: [{lane: 3, at_m: 300, taper_m: 80}, {lane: 1, at_m: 600}]",
    "lanes: 3\nsplit: {at_m: 500, lanes: 2}", "lanes: 3\njoin: {at_m: 500, lanes: 1}",
    "lanes: 4\njoin: {at_m: 300, lanes: 2}\nsplit: {at_m: 600, lanes: 1, angle_deg: 8}",
    "lanes: 3\nworks: [{from_m: 300, to_m: 400, closed_lanes: [2, 3], shift_m: 1}]",
    "works: [{from_m: 300, to_m: 400, lane_width_m: 2.6, shift_m: -2, taper_m: 100}]",
    "tolls: [{at_m: 300, length_m: 40}]", "shoulder_width_m: 3\nlane_drops: [{lane: 1, at_m: 300}]",
  ]

  @Test("Lanes join without gaps or kinks, whatever the parts", arguments: all)
  func joined(keys: String) throws { expectJoined(try road(keys).map(), keys) }

  @Test("Actors stand in the middle of the lanes of the map, heading along", arguments: all)
  func poses(keys: String) throws {
    let road = try road(keys)
    let map = road.map()
    var placed = 0
    for lane in 0...(road.lanes + 1) {
      for station in stride(from: 3.0, to: 1000, by: 31.3) {
        guard let pose = road.pose(lane: lane, station: station) else { continue }
        placed += 1
        let match = try #require(map.lane(at: pose), "\(keys): lane \(lane) at \(station)")
        #expect(match.d.magnitude < 0.03 && match.headingDifference.magnitude < 0.02, "\(keys)")
      }
    }
    #expect(placed > 30)
  }

  @Test("A ramp bends away to its angle and goes straight on, at its own limit")
  func ramp() throws {
    let road = try road(
      "extra_lanes: [{kind: off_ramp, from_m: 300, to_m: 500, ramp_m: 300, ramp_angle_deg: 6, "
        + "ramp_speed_limit_kph: 54}]\nspeed_limit_kph: 90")
    let pose = try #require(road.pose(lane: 0, station: 700))
    // Slope tan(6°) over 200 m, less half of the bend of 60 m.
    let away = Portable.sin(Angle.radians(degrees: 6)) / Portable.cos(Angle.radians(degrees: 6))
    #expect((pose.position.y - (-3.5 - away * (200 - 30))).magnitude < 1e-9)
    #expect((pose.heading + Angle.radians(degrees: 6)).magnitude < 1e-9)
    let map = road.map()
    let ramp = try #require(map.lane(at: pose).flatMap { map[$0.lane] })
    #expect(ramp.speedLimit.map { ($0 - 15).magnitude < 1e-9 } == true && ramp.kind == .offRamp)
    #expect(ramp.leftNeighbour == nil)
    #expect(road.pose(lane: 0, station: 801) == nil)
  }

  @Test("A fork cuts the neighbours apart, and only there")
  func fork() throws {
    let road = try road("lanes: 3\nsplit: {at_m: 500, lanes: 1}")
    let map = road.map()
    func lane(_ number: Int, _ station: Double) throws -> Lane {
      let pose = try #require(road.pose(lane: number, station: station))
      return try #require(map.lane(at: pose).flatMap { map[$0.lane] })
    }
    #expect(try lane(1, 400).leftNeighbour != nil && lane(1, 600).leftNeighbour == nil)
    #expect(try lane(2, 600).rightNeighbour == nil && lane(2, 600).leftNeighbour != nil)
    let (left, right) = (try lane(2, 900).right.points, try lane(1, 900).left.points)
    let gap = try #require(left.last).distance(to: #require(right.last))
    #expect(gap > 30)
  }

  @Test("Closed lanes are gone, wedges are paved, barriers stand clear of the open lanes")
  func works() throws {
    let road = try road(
      "lanes: 3\nworks: [{from_m: 400, to_m: 500, taper_m: 80, closed_lanes: [1], shift_m: 0.5, "
        + "lane_width_m: 3, speed_limit_kph: 60}]\nspeed_limit_kph: 100")
    let map = road.map()
    #expect(road.exists(lane: 1, at: 300) && !road.exists(lane: 1, at: 450))
    #expect(road.exists(lane: 1, at: 600))
    let open = try #require(road.pose(lane: 2, station: 450))
    // Lanes 2 and 3 keep their middle at 5.25 m, less half a narrow lane, plus the shift.
    #expect((open.position.y - (5.25 - 1.5 + 0.5)).magnitude < 1e-9)
    let lane = try #require(map.lane(at: open).flatMap { map[$0.lane] })
    #expect(lane.speedLimit.map { ($0 - 60 / 3.6).magnitude < 1e-9 } == true)
    #expect((lane.width(atFraction: 0.5) - 3).magnitude < 1e-6)
    #expect(
      DrivableArea(map).contains(Vector2(330, 0)) && !DrivableArea(map).contains(Vector2(450, 0)))
    let barrier = try #require(road.furniture().first)
    #expect(barrier.start.kind == .barrier && barrier.behaviour == .parked)
    let outline = Polygon(barrier.start.box.corners)
    #expect(!map.lanes.contains { $0.kind == .driving && $0.outline.intersects(outline) })
  }

  @Test("Between the islands of a toll plaza nobody changes lanes")
  func toll() throws {
    let road = try road("lanes: 3\ntolls: [{at_m: 400, length_m: 40, speed_limit_kph: 36}]")
    let map = road.map()
    #expect(road.furniture().map(\.start.id) == ["toll-1-island-1", "toll-1-island-2"])
    let pose = try #require(road.pose(lane: 2, station: 420))
    let lane = try #require(map.lane(at: pose).flatMap { map[$0.lane] })
    #expect(lane.leftNeighbour == nil && lane.rightNeighbour == nil && lane.speedLimit == 10)
  }

  @Test("Slopes go with the direction of the lane")
  func grade() throws {
    let file = SourceFile(
      path: "road.yaml",
      bytes: [UInt8](
        """
        oncoming_lanes: 1
        segments:
          - {shape: straight, length_m: 100}
          - {shape: straight, length_m: 100, grade_percent: 6}
        """.utf8))
    let map = try RoadDecoder.decode(
      ScenarioReader(path: file.path, node: try YAMLTree.read(file))
    ).map()
    #expect(map.lanes.compactMap(\.grade).sorted() == [-0.06, 0.06, 0.06])
  }

  @Test(
    "Roads that cannot be are refused with the reason",
    arguments: [
      ("extra_lanes: [{kind: driving, from_m: 300, to_m: 500, ramp_m: 50}]", "at a driving lane"),
      ("extra_lanes: [{kind: on_ramp, from_m: 100, to_m: 500, ramp_m: 200}]", "clear of others"),
      ("extra_lanes: [{kind: on_ramp, from_m: 300, to_m: 300}]", "at least 1 m"),
      ("oncoming_lanes: 1\nextra_lanes: [{side: left, from_m: 300, to_m: 400}]", "oncoming"),
      (
        "extra_lanes: [{kind: on_ramp, from_m: 300, to_m: 400, ramp_speed_limit_kph: 0}]",
        "limit of 0"
      ),
      ("lane_drops: [{lane: 1, at_m: 300}, {lane: 2, at_m: 400}]", "the end of lane 2"),
      ("lanes: 3\nlane_drops: [{lane: 2, at_m: 300}]", "rightmost or leftmost"),
      ("lane_drops: [{lane: 2, at_m: 0}]", "ends at 0 m"),
      ("split: {at_m: 500, lanes: 2}", "2 lanes that leave a road of 2"),
      ("split: {at_m: 2000}", "a branch at 2000 m"),
      ("lanes: 3\nsplit: {at_m: 300}\njoin: {at_m: 500}", "a split before the join"),
      ("works: [{from_m: 300, to_m: 400, closed_lanes: [1, 2]}]", "closed lanes [1, 2]"),
      ("lanes: 3\nworks: [{from_m: 300, to_m: 400, closed_lanes: [2]}]", "closed lanes [2]"),
      ("works: [{from_m: 300, to_m: 400, lane_width_m: 2}]", "lanes of 2 m"),
      ("works: [{from_m: 300, to_m: 400, taper_m: 0, shift_m: 2}]", "at once"),
      ("works: [{from_m: 300, to_m: 200}]", "at least 2 m"),
      ("works: [{from_m: 300, to_m: 400, speed_limit_kph: 0}]", "limit of 0"),
      ("tolls: [{at_m: 990, length_m: 40}]", "990 to 1030 m"),
      ("tolls: [{at_m: 300}]\nworks: [{from_m: 320, to_m: 400}]", "meets another part"),
      ("tolls: [{at_m: 300, speed_limit_kph: -1}]", "speed limit"),
    ])
  func refused(keys: String, found: String) {
    let message = message(keys)
    #expect(message.contains(found) && message.hasPrefix("road.yaml:"), "\(message)")
  }
}
