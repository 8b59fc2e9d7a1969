import Foundation
import TestSupport
import Testing

@testable import Scenarios

@Suite("Reference of the scenario format")
struct ScenarioReferenceTests {
  /// The table of the guide; set `GODSEYE_RECORD_GUIDE=1` to write it there.
  static var table: String {
    let head = "| key | value | default | meaning |\n|---|---|---|---|\n"
    return head
      + ScenarioReference.rows.map { row in
        let standard = row.isRequired ? "required" : row.standard
        return
          "| `\(row.path)` | \(row.type.replacing("|", with: "\\|")) | \(standard) | \(row.meaning) |"
      }.joined(separator: "\n")
  }

  @Test("The guide is rewritten on demand", .enabled(if: record))
  func rewrite() throws {
    let url = TestData.repository.appendingPathComponent("docs/guides/Scenarios.md")
    let guide = try String(contentsOf: url, encoding: .utf8)
    let start = try #require(guide.firstRange(of: "<!-- table -->\n"))
    let end = try #require(guide.firstRange(of: "<!-- end of table -->"))
    let text = guide[..<start.upperBound] + Self.table + "\n" + guide[end.lowerBound...]
    try Data(text.utf8).write(to: url)
  }

  static let record = ProcessInfo.processInfo.environment["GODSEYE_RECORD_GUIDE"] != nil

  @Test("Every key of the format stands in the guide, with its type and meaning")
  func guide() throws {
    let guide = try String(
      contentsOf: TestData.repository.appendingPathComponent("docs/guides/Scenarios.md"),
      encoding: .utf8)
    for row in ScenarioReference.rows {
      let line = "| `\(row.path)` | \(row.type.replacing("|", with: "\\|")) |"
      #expect(guide.contains(line), "missing: \(line)")
      #expect(guide.contains(row.meaning), "missing: \(row.meaning)")
    }
  }

  @Test("The first scenario of the guide is read")
  func firstScenario() throws {
    let guide = try String(
      contentsOf: TestData.repository.appendingPathComponent("docs/guides/Scenarios.md"),
      encoding: .utf8)
    let blocks = guide.components(separatedBy: "```yaml\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
    let whole = blocks.filter { $0.hasPrefix("godseye: 1") }
    #expect(!whole.isEmpty)
    for block in whole { #expect(try !ScenarioFixtures.decode(block).isEmpty) }
  }

  @Test("Keys are explained by path or by name")
  func explain() {
    #expect(ScenarioReference.explain("road.lanes").count == 1)
    #expect(
      ScenarioReference.explain("actors.gap_ahead_m").first?.contains("ahead of the ego") == true)
    #expect(ScenarioReference.explain("radius_m").count == 1)
    #expect(ScenarioReference.explain("nonsense").isEmpty)
  }

  @Test("Inspection tells place, ego, goal, others and criteria")
  func inspection() throws {
    let text =
      ScenarioFixtures.highway + """
        goal: {s_m: 400}
        actors: [{id: a, lane: 2, s_m: 90, speed_kph: 50}]
        """
    let scenario = try #require(ScenarioFixtures.decode(text).first)
    let lines = ScenarioInspection.lines(scenario)
    for part in ["2 lanes", "byd-seagull", "72 km/h", "1 scripted", "goal reached", "regions"] {
      #expect(lines.contains { $0.contains(part) }, "\(part) in \(lines)")
    }
    #expect(ScenarioInspection.problems(scenario).isEmpty)
  }
}
