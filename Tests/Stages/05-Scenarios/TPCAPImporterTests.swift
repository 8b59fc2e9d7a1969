import DrivingCore
import Foundation
import Geometry
import Roads
import TestSupport
import Testing

@testable import Scenarios

@Suite("TPCAP cases")
struct TPCAPImporterTests {
  private func read(_ text: String) throws(ScenarioFailure) -> Scenario {
    try TPCAPImporter(
      file: SourceFile(path: "case.csv", bytes: [UInt8](text.utf8)), id: "case",
      options: ScenarioFixtures.options
    ).scenario()
  }

  @Test("Numbers land where the format says")
  func small() throws {
    let scenario = try read("1,2,7,4,5,0.25,1,3,10,10,12,10,11,12\n")
    #expect(scenario.start.worldFromVehicle.position == Vector2(1, 2))
    #expect((scenario.start.worldFromVehicle.heading - (7 - 2 * .pi)).magnitude < 1e-12)
    #expect(scenario.goal?.pose == SE2(x: 4, y: 5, heading: 0.25))
    #expect(
      scenario.lot?.obstacles.map(\.outline.corners) == [
        [Vector2(10, 10), Vector2(12, 10), Vector2(11, 12)]
      ])
    #expect(scenario.worldOffset == .zero)
  }

  @Test("Coordinates of 1e9 m keep their differences and can be restored")
  func far() throws {
    let scenario = try read(
      "4500000001.25,8700000002.5,0,4500000005.25,8700000002.5,0,1,3,"
        + "4500000010,8700000010,4500000012,8700000010,4500000011,8700000012")
    #expect(scenario.worldOffset == Vector2(4_500_000_001, 8_700_000_003))
    #expect(scenario.start.worldFromVehicle.position == Vector2(0.25, -0.5))
    let goal = try #require(scenario.goal?.pose)
    #expect(goal.position - scenario.start.worldFromVehicle.position == Vector2(4, 0))
    #expect(goal.position + scenario.worldOffset == Vector2(4_500_000_005.25, 8_700_000_002.5))
    #expect(scenario.notes.contains { $0.contains("shifted") })
  }

  @Test(
    "Broken cases are refused",
    arguments: [
      ("1,2,3", "3 numbers"), ("1,2,3,4,5,6,2,4", "case.csv:1:15: the end of the file"),
      ("1,2,3,4,5,6,1,3,0,0,1,0,1", "13 numbers; 14 for 1 obstacles"),
      ("1,2,3,4,5,6,1,3,0,0,1,0,1,1,9", "15 numbers"), ("1,2,x,4,5,6,0", "case.csv:1:5: 'x'"),
      ("1,2,nan,4,5,6,0", "'nan'"), ("1,2,inf,4,5,6,0", "'inf'"), ("1,2,1e300,4,5,6,0", "'1e300'"),
      ("1,2,3,4,5,6,1.5", "'1.5'; expected"), ("1,2,3,4,5,6,1e9", "'1e9'"),
      ("1,2,3,4,5,6,1,2,0,0,1,1", "3 to 10000"), ("1,2,,4,5,6,0", "case.csv:1:5: ''"),
    ])
  func refused(text: String, found: String) {
    do throws(ScenarioFailure) {
      _ = try read(text)
      Issue.record("accepted")
    } catch {
      let wanted = found.replacing("; expected", with: "")
      #expect(error.description.contains(wanted), "\(error)")
    }
  }

  @Test("Every case of the benchmark is read", .enabled(if: TestData.has("tpcap")))
  func benchmark() throws {
    let folder = try #require(TestData.url("tpcap")).path
    let result = ScenarioLoader.load(paths: [folder], options: ScenarioFixtures.options)
    #expect(result.failures.map(\.description) == [])
    #expect(result.scenarios.count == TestData.files("tpcap", ending: ".csv").count)
    for scenario in result.scenarios {
      let start = scenario.start.worldFromVehicle.position
      let goal = try #require(scenario.goal?.pose).position
      #expect(start.length < 10_000 && goal.distance(to: start) < 1000)
      #expect(scenario.lot?.obstacles.allSatisfy { $0.outline.signedArea >= 0 } == true)
    }
  }
}
