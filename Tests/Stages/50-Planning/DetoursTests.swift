import DrivingCore
import Geometry
import Roads
import Testing

@testable import Planning

private typealias Scenes = PlanningScenes

@Suite("Ways round what stands")
struct DetoursTests {
  /// Two lanes of 3.5 m, the left one with traffic the other way.
  private static let countryRoad: RoadMap = {
    var lanes = Scenes.straight(lanes: 2).lanes
    func reversed(_ line: Polyline) -> Polyline { Polyline(line.points.reversed()) }
    let (left, right) = (lanes[1].left, lanes[1].right)
    lanes[0].leftNeighbour = .init(id: 2, sameDirection: false)
    lanes[1] = Lane(
      id: 2, left: reversed(right), right: reversed(left),
      leftNeighbour: .init(id: 1, sameDirection: false), speedLimit: 33)
    return RoadMap(lanes: lanes)
  }()

  @Test("a parked car is passed, and the ego comes back to its lane")
  func passes() throws {
    let outcome = try Scenes.drive(Scenes.mission(Self.countryRoad, speed: 15), seconds: 12) { _ in
      [Scenes.car("parked", x: 80, y: 0, speed: 0)]
    }
    let last = try #require(outcome.states.last)
    #expect(outcome.clearance > 0.1)
    #expect(last.worldFromVehicle.position.x > 100)
    #expect(abs(last.worldFromVehicle.position.y) < 0.6)
  }

  @Test("nobody swings out into somebody who comes the other way")
  func waits() throws {
    let outcome = try Scenes.drive(Scenes.mission(Self.countryRoad, speed: 15), seconds: 8) { t in
      [
        Scenes.car("parked", x: 80, y: 0, speed: 0),
        TrackedObject(
          id: "oncoming", kind: .car,
          box: OrientedBox(
            worldFromBox: SE2(x: 170 - 15 * t, y: 3.5, heading: .pi), length: 4.6, width: 1.9),
          velocity: Vector2(-15, 0)),
      ]
    }
    #expect(outcome.clearance > 0)
  }

  @Test("a car that was seen moving is waited for before it counts as parked")
  func patience() {
    var detours = Detours()
    var offsets: [Int] = []
    for second in 0...8 {
      let time = SimulationTime(seconds: Double(second))
      let lead = Scenes.car("lead", x: 40, y: 0, speed: second < 2 ? 5 : 0)
      detours.watch([lead], at: time)
      offsets.append(Self.count(detours, [lead], at: time))
    }
    // Standing from 2 s on, passed from 6 s on.
    #expect(offsets == [0, 0, 0, 0, 0, 0, 2, 2, 2])
  }

  private static func count(
    _ detours: Detours, _ objects: [TrackedObject], at time: SimulationTime
  ) -> Int {
    let network = LaneNetwork(countryRoad)
    guard let line = ReferenceLine(lanes: [1], in: network),
      let motion = line.frame.toFrenet(
        CartesianMotion(
          pose: SE2(x: 0, y: 0, heading: 0), curvature: 0, speed: 10, acceleration: 0))
    else { return -1 }
    let corridor = Corridor(
      purpose: .keep, line: line, start: motion,
      others: ObjectPrediction(
        objects, along: line, near: motion.s, steps: SpeedProfile.steps, step: SpeedProfile.step,
        reach: 100),
      ceiling: SpeedCeiling(
        along: line, from: motion.s, reach: 100, cap: 15, factor: 1, lateral: 2, deceleration: 2,
        goal: nil), stop: nil, goal: nil, refusal: nil, startApart: [])
    return detours.offsets(
      in: corridor, objects: objects, vehicle: Scenes.car, reach: 100, at: time
    ).count
  }
}
