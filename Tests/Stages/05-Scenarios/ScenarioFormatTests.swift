import DrivingCore
import Geometry
import Roads
import Testing

@testable import Scenarios

@Suite("Scenario format: what is read")
struct ScenarioFormatTests {
  @Test("The smallest highway scenario has its stated place, speed and defaults")
  func smallest() throws {
    let scenario = try #require(ScenarioFixtures.decode(ScenarioFixtures.highway).first)
    #expect(scenario.id == "test")
    #expect(scenario.kind == .highway)
    #expect(scenario.vehicle.id == "byd-seagull")
    #expect((scenario.start.speed - 20).magnitude < 1e-12)
    let centre = scenario.vehicle.footprint(at: scenario.start.worldFromVehicle).worldFromBox
    #expect((centre.position.x - 50).magnitude < 1e-9)
    #expect(scenario.goal == nil)
    #expect(!scenario.criteria.goalReached)
    #expect(scenario.criteria.minimumDuration == 60)
    #expect(scenario.map.lanes.map(\.id) == [101, 102])
  }

  @Test("Speeds in km/h and m/s mean the same")
  func units() throws {
    let other = ScenarioFixtures.highway.replacing("speed_kph: 72", with: "speed_mps: 20")
    #expect(
      try ScenarioFixtures.decode(other).first?.start
        == ScenarioFixtures.decode(ScenarioFixtures.highway).first?.start)
  }

  @Test("Gaps are bumper to bumper, whatever the car", arguments: ["byd-seagull", "byd-atto-3"])
  func gaps(vehicle: String) throws {
    var options = ScenarioFixtures.options
    options.vehicle = vehicle
    let text =
      ScenarioFixtures.highway + """
        actors:
          - {id: ahead, lane: 1, gap_ahead_m: 30, speed_kph: 50}
          - {id: behind, lane: 1, gap_behind_m: 12, speed_kph: 50, length_m: 8}
        """
    let scenario = try #require(ScenarioFixtures.decode(text, options: options).first)
    let ego = scenario.vehicle.footprint(at: scenario.start.worldFromVehicle)
    let boxes = scenario.actors.map(\.start.box)
    func middle(_ box: OrientedBox) -> Double { box.worldFromBox.position.x }
    #expect(
      (middle(boxes[0]) - middle(ego) - (boxes[0].length + ego.length) / 2 - 30).magnitude < 1e-9)
    #expect(
      (middle(ego) - middle(boxes[1]) - (boxes[1].length + ego.length) / 2 - 12).magnitude < 1e-9)
  }

  @Test("Behaviours: constant speed, parked, following, scripted")
  func behaviours() throws {
    let text =
      ScenarioFixtures.highway + """
        actors:
          - {id: a, lane: 2, s_m: 20, speed_kph: 50}
          - {id: b, lane: 2, s_m: 60}
          - {id: c, lane: 2, s_m: 100, speed_mps: 10, follow: {headway_s: 2, politeness: 0.3}}
          - id: d
            lane: 2
            s_m: 140
            speed_mps: 10
            script:
              - {when: {time_s: 2}, change_speed: {to_mps: 5}}
              - {when: {gap_to_ego_m: 9}, change_lane: {lanes: -1, duration_s: 3}}
        """
    let actors = try #require(ScenarioFixtures.decode(text).first).actors
    #expect(actors.map(\.start.id) == ["a", "b", "c", "d"])
    #expect(actors[0].behaviour == .scripted([]))
    #expect(actors[1].behaviour == .parked)
    #expect(
      actors[2].behaviour
        == .following(.init(desiredSpeed: 10, headway: 2, politeness: 0.3)))
    #expect(
      actors[3].behaviour
        == .scripted([
          .init(trigger: .init(time: 2), action: .changeSpeed(target: 5, rate: 2)),
          .init(trigger: .init(gapToEgo: 9), action: .changeLane(offset: -3.5, duration: 3)),
        ]))
  }

  @Test("Criteria, known failure, goal and tags arrive")
  func criteria() throws {
    let text =
      ScenarioFixtures.highway + """
        tags: [b, a]
        goal: {s_m: 400, lanes: [2], by_s: 30, maximum_speed_kph: 36}
        criteria:
          drivable_area: false
          metrics:
            - {id: nuplan.comfort, at_least: 1}
        known_failure: {reason: planner too timid, until: 2027-03-01}
        """
    let scenario = try #require(ScenarioFixtures.decode(text).first)
    #expect(scenario.tags == ["a", "b"])
    #expect(scenario.goal?.time == Goal.Interval(0, 30))
    #expect(scenario.goal?.speed == Goal.Interval(0, 10))
    #expect(scenario.goal?.regions.first?.contains(Vector2(410, 3.5)) == true)
    #expect(scenario.goal?.regions.first?.contains(Vector2(410, 0)) == false)
    #expect(scenario.criteria.goalReached && !scenario.criteria.insideDrivableArea)
    #expect(scenario.criteria.thresholds == [.init(metric: "nuplan.comfort", minimum: 1)])
    #expect(scenario.knownFailure?.hasExpired(on: "2027-03-01") == false)
    #expect(scenario.knownFailure?.hasExpired(on: "2027-03-02") == true)
  }

  @Test("Traffic depends on the seed and on nothing else")
  func traffic() throws {
    let text =
      ScenarioFixtures.highway.replacing("length_m: 500", with: "length_m: 3000") + """
        traffic: {count: 20, spacing_m: 40, jitter_m: 8, speed_kph: 80, speed_jitter_kph: 5}
        """
    let first = try #require(ScenarioFixtures.decode(text).first)
    let again = try #require(ScenarioFixtures.decode(text).first)
    let other = try #require(ScenarioFixtures.decode(text + "\nseed: 2").first)
    #expect(first.actors == again.actors)
    #expect(first.actors != other.actors)
    #expect(first.actors.count == 20)
  }
}
