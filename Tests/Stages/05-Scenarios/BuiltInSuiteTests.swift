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
    #expect(ids.filter { $0.hasPrefix("highway/") }.count >= 10)
    #expect(ids.filter { $0.hasPrefix("parking/") }.count >= 6)
    #expect(ids.contains("highway/cut-in/gap-9m"))
    for scenario in result.scenarios {
      #expect(!scenario.title.isEmpty && scenario.title.count < 80)
      #expect(String(decoding: scenario.sourceBytes, as: UTF8.self).hasPrefix("# "))
      #expect(scenario.goal != nil)
    }
  }

  @Test("Reading twice gives equal scenarios")
  func repeats() {
    let first = ScenarioLoader.load(paths: [Self.root], options: ScenarioFixtures.options)
    let again = ScenarioLoader.load(paths: [Self.root], options: ScenarioFixtures.options)
    #expect(first.scenarios == again.scenarios)
  }
}
