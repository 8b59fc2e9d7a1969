import DrivingCore
import Foundation
import Geometry
import Roads
import TestSupport
import Testing

@testable import Scenarios

/// Files of the CommonRoad benchmark against what can be counted and measured in them otherwise.
@Suite("CommonRoad benchmark files", .enabled(if: TestData.has("commonroad")))
struct CommonRoadFilesTests {
  static let files = TestData.files("commonroad", ending: ".xml").map(\.path)

  static func options(_ ego: EgoChoice) -> ScenarioLoader.Options {
    let car = VehicleSpec(
      id: "commonroad-2", name: "BMW 320i",
      body: .init(
        length: 4.508, width: 1.61, height: 1.4, wheelbase: 2.578_812_7,
        rearOverhang: 4.508 / 2 - 1.422_717_1, track: 1.4),
      inertia: .init(mass: 1093, yaw: 1792, frontAxleToCentre: 1.156_195_6, centreHeight: 0.57),
      limits: .init(
        steeringAngle: 1.066, steeringRate: 0.4, minimumSpeed: -13.6, maximumSpeed: 50.8,
        switchingSpeed: 7.3, acceleration: 11.5),
      actuators: .ideal)
    var options = ScenarioLoader.Options(vehicles: [car])
    options.ego = ego
    return options
  }

  /// Every file, read once.
  static let planned = Dictionary(
    uniqueKeysWithValues: files.map {
      ($0, ScenarioLoader.load(paths: [$0], options: options(.planned)))
    })

  private static func count(_ part: String, in text: String) -> Int {
    text.components(separatedBy: part).count - 1
  }

  @Test("Everything that can be counted in the text arrives", arguments: files)
  func counts(path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let result = try #require(Self.planned[path])
    #expect(result.failures.map(\.description) == [])
    let problems = Self.count("<planningProblem ", in: text)
    #expect(result.scenarios.count == max(problems, 1))
    for scenario in result.scenarios {
      #expect((scenario.notEvaluated == nil) == (problems > 0))
      #expect(scenario.map.lanes.count == Self.count("<lanelet id=", in: text))
      let obstacles = ["<obstacle id=", "<staticObstacle id=", "<dynamicObstacle id="]
        .reduce(0) { $0 + Self.count($1, in: text) }
      let twins = scenario.expert == nil ? 0 : 1
      #expect(scenario.actors.count + twins == obstacles)
    }
  }

  @Test("Lanes have area, join their successors, and run beside their neighbours", arguments: files)
  func geometry(path: String) throws {
    let result = try #require(Self.planned[path])
    for lane in try #require(result.scenarios.first).map.lanes {
      #expect(lane.outline.signedArea > 0, "lane \(lane.id)")
      #expect(lane.left.points.count == lane.right.points.count)
    }
  }

  @Test("Recorded speeds agree with recorded positions", arguments: files)
  func speeds(path: String) throws {
    let result = try #require(Self.planned[path])
    for actor in try #require(result.scenarios.first).actors {
      guard case .recorded(let states) = actor.behaviour, states.count > 5 else { continue }
      var errors: [Double] = []
      for (a, b) in zip(states, states.dropFirst()) {
        let way = a.worldFromBox.position.distance(to: b.worldFromBox.position)
        let mean = (a.speed + b.speed).magnitude / 2
        errors.append((way / (b.time - a.time).seconds - mean).magnitude)
      }
      errors.sort()
      #expect(errors[errors.count / 2] < 2, "\(path) \(actor.start.id)")
    }
  }

  @Test("Recorded vehicles become dozens of egos with experts that start where they start")
  func recorded() throws {
    let result = ScenarioLoader.load(paths: Self.files, options: Self.options(.recorded(.all)))
    #expect(result.failures.map(\.description) == [])
    #expect(result.scenarios.count >= 36)
    let ids = result.scenarios.map(\.id)
    #expect(Set(ids).count == ids.count)
    for scenario in result.scenarios {
      let expert = try #require(scenario.expert)
      #expect(expert.first == scenario.start)
      #expect((expert.last?.time.seconds ?? 0) >= 2 - 1e-9)
      let body = scenario.vehicle.footprint(at: scenario.start.worldFromVehicle)
      #expect(DrivableArea(scenario.map).contains(body, tolerance: 0.3))
      for actor in scenario.actors {
        guard let box = actor.box(at: .zero) else { continue }
        #expect(!Polygon(box.corners).intersects(Polygon(body.corners)))
      }
      let end = try #require(expert.last)
      let centre = scenario.vehicle.footprint(at: end.worldFromVehicle).worldFromBox.position
      #expect(scenario.goal?.regions.first?.contains(centre) == true)
    }
  }
}
