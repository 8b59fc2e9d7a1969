import DrivingCore
import Foundation
import Geometry
import TestSupport
import Testing

@testable import Scenarios

@Suite("Built-in scenarios")
struct BuiltInSuiteTests {
  static let root = TestData.repository.appendingPathComponent("Scenarios").path

  @Test(
    "All are read, with unique ids, titles and comments", arguments: ScenarioFixtures.cars.map(\.id)
  )
  func read(vehicle: String) throws {
    var options = ScenarioFixtures.options
    options.root = Self.root
    options.vehicle = vehicle
    let result = ScenarioLoader.load(paths: [Self.root], options: options)
    #expect(result.failures.map(\.description) == [])
    #expect(result.skipped == [])
    let ids = result.scenarios.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.filter { $0.hasPrefix("highway/") }.count >= 80)
    #expect(ids.filter { $0.hasPrefix("parking/") }.count >= 6)
    #expect(ids.contains("highway/cut-in/gap-9m"))
    for scenario in result.scenarios {
      #expect(!scenario.title.isEmpty && scenario.title.count < 80)
      #expect(String(decoding: scenario.sourceBytes, as: UTF8.self).hasPrefix("# "))
      // Without a goal the ego has to hold out to the end.
      #expect(scenario.goal != nil || scenario.criteria.minimumDuration != nil)
    }
  }

  @Test("Highway scenarios name a family and tags, and cover every feature and every standard")
  func features() {
    let path = Self.root + "/highway"
    let scenarios = ScenarioLoader.load(paths: [path], options: ScenarioFixtures.options).scenarios
    let tags = Set(scenarios.flatMap(\.tags))
    for scenario in scenarios {
      #expect(scenario.family != nil && !scenario.tags.isEmpty, "\(scenario.id)")
      #expect(scenario.duration <= 90, "\(scenario.id)")
    }
    for tag in [
      "adaptive-cruise", "standstill-and-go", "cut-in", "cut-out", "overtaking", "merge",
      "interchange", "exit", "missed-exit", "speed-limit", "construction", "lane-drop",
      "large-vehicle", "stationary", "emergency-braking", "openpilot", "twin", "toll", "elevation",
      "debris", "pedestrian", "weave", "traffic", "R157", "R79", "R171",
    ] {
      #expect(tags.contains(tag), "no scenario for \(tag)")
    }
    for part in ["iso34502:", "iso34503:", "R157:annex5-"] {
      #expect(tags.contains { $0.hasPrefix(part) }, "\(part)")
    }
  }

  @Test("Reading twice gives equal scenarios")
  func repeats() {
    let first = ScenarioLoader.load(paths: [Self.root], options: ScenarioFixtures.options)
    let again = ScenarioLoader.load(paths: [Self.root], options: ScenarioFixtures.options)
    #expect(first.scenarios == again.scenarios)
  }
}
