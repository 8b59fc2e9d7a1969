import DrivingCore
import Geometry
import Roads
import Testing

@testable import Assembly

@Suite("Routes")
struct RouteFinderTests {
  /// A lane 3.5 m wide along some points.
  private static func lane(
    _ id: LaneID, _ points: [Vector2], to successors: [LaneID] = [], from before: [LaneID] = []
  ) -> Lane {
    let normals = points.indices.map { index -> Vector2 in
      let (a, b) = (points[max(index - 1, 0)], points[min(index + 1, points.count - 1)])
      let step = b - a
      return step.leftNormal * (1 / step.length)
    }
    func beside(_ offset: Double) -> Polyline {
      Polyline(zip(points, normals).map { $0 + $1 * offset })
    }
    return Lane(
      id: id, left: beside(1.75), right: beside(-1.75), successors: successors,
      predecessors: before)
  }

  /// Lane 1 leads to a junction: straight on over 2 to 4, or in a left turn over 3 to 5; 6 crosses.
  private static let junction = RoadMap(lanes: [
    lane(1, [Vector2(-60, 0), Vector2(0, 0)], to: [2, 3]),
    lane(2, [Vector2(0, 0), Vector2(20, 0)], to: [4], from: [1]),
    lane(
      3,
      (0...10).map { step in
        let angle = Double(step) * Double.pi / 20
        return Vector2(12 * Portable.sin(angle), 12 - 12 * Portable.cos(angle))
      }, to: [5], from: [1]),
    lane(4, [Vector2(20, 0), Vector2(80, 0)], from: [2]),
    lane(5, [Vector2(12, 12), Vector2(12, 80)], from: [3]),
    lane(6, [Vector2(70, 40), Vector2(70, -40)]),
  ])

  private static func mission(_ start: SE2, goal: Vector2) -> Mission {
    let corners = [Vector2(-3, -2), Vector2(3, -2), Vector2(3, 2), Vector2(-3, 2)]
    return Mission(
      kind: .highway, vehicle: .test, start: VehicleState(worldFromVehicle: start, speed: 8),
      goal: Goal(regions: [Polygon(corners.map { $0 + goal })]), map: junction)
  }

  @Test("the goal's place decides at a fork")
  func fork() {
    let start = SE2(x: -40, y: 0.2, heading: 0)
    #expect(RouteFinder.route(for: Self.mission(start, goal: Vector2(40, 0))) == [1, 2, 4])
    #expect(RouteFinder.route(for: Self.mission(start, goal: Vector2(12, 50))) == [1, 3, 5])
  }

  @Test("in a junction the lane that the heading fits is taken")
  func heading() {
    // Over lane 2 as well as over lane 3, but turned to the left.
    let start = SE2(x: 5, y: 1.2, heading: 0.42)
    #expect(RouteFinder.route(for: Self.mission(start, goal: Vector2(12, 50))) == [3, 5])
  }

  @Test("a lane that only crosses the goal is no way to it")
  func crossing() {
    let start = SE2(x: -40, y: 0, heading: 0)
    let recording = stride(from: -40.0, through: 70, by: 5).map {
      VehicleState(worldFromVehicle: SE2(x: $0, y: 0, heading: 0), speed: 8)
    }
    let mission = Self.mission(start, goal: Vector2(70, 0))
    #expect(RouteFinder.route(for: mission, recording: recording) == [1, 2, 4])
  }

  @Test("where no goal can be reached the lane is followed")
  func nowhere() {
    let start = SE2(x: -40, y: 0, heading: 0)
    #expect(RouteFinder.route(for: Self.mission(start, goal: Vector2(500, 500))).first == 1)
  }
}
