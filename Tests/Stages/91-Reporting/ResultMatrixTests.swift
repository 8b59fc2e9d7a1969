import DrivingCore
import Foundation
import Testing

@testable import Reporting

@Suite("The matrix of scenarios and vehicles") struct ResultMatrixTests {
  private static let vehicles = [("short", 3.8), ("long", 5.3)].map {
    ResultMatrix.Vehicle(id: $0.0, name: $0.0, length: $0.1, width: 1.8)
  }

  private static func cell(
    _ scenario: String, _ vehicle: String, _ verdict: ScenarioResult.Verdict = .passed,
    score: Double = 90
  ) -> ScenarioResult {
    var row = ReportSamples.row("\(scenario)@\(vehicle)", verdict, score: score)
    row.scenario = scenario
    row.source = "Scenarios/\(scenario.split(separator: "/")[0]).yaml"
    row.vehicle = vehicle
    if verdict != .passed { row.messages = ["because of <\(vehicle)>"] }
    return row
  }

  private static func results(_ rows: [ScenarioResult]) -> RunResults {
    var configuration = ReportSamples.results([]).configuration
    configuration.vehicles = vehicles
    return RunResults(configuration: configuration, scenarios: rows)
  }

  private static let sample = results([
    cell("b/2", "long", .failed), cell("b/2", "short"), cell("a/1", "long", .refused),
    cell("a/1", "short", score: 70), cell("a/3", "short", .notEvaluated), cell("a/3", "long"),
  ])

  @Test("lines by file and scenario, cells by length, counts of both that add up")
  func arrangement() throws {
    let matrix = try #require(Self.sample.matrix)
    #expect(matrix.scenarios.map(\.scenario) == ["a/1", "a/3", "b/2"])
    #expect(matrix.scenarios.allSatisfy { $0.cells.map(\.vehicle) == ["short", "long"] })
    #expect(matrix.vehicles.map(\.totals.passed) == [2, 1])
    #expect(matrix.vehicles.map(\.totals.refused) == [0, 1])
    #expect(matrix.scenarios.map(\.totals.passed) == [1, 1, 1])
    #expect(matrix.scenarios[0].totals.score == 70)
    #expect(matrix.scenarios[0].cells[1].reason == "because of <long>")
    #expect(matrix.files.map(\.lines.count) == [2, 1])
    #expect(ReportSamples.results([ReportSamples.row("a/x")]).matrix == nil)
  }

  @Test("a refusal fails a run with one vehicle; in a matrix failures do, refusals do not")
  func exitCodes() {
    #expect(ReportSamples.results([ReportSamples.row("a/1", .refused)]).exitCode == .failed)
    let refusals = [Self.cell("a/1", "short"), Self.cell("a/1", "long", .refused)]
    #expect(Self.results(refusals).exitCode == .passed)
    #expect(Self.results(refusals + [Self.cell("a/2", "long", .failed)]).exitCode == .failed)
    let unknown = refusals + [Self.cell("a/2", "long", .notEvaluated)]
    #expect(Self.results(unknown).exitCode == .badInput)
  }

  @Test("JUnit skips a refusal in a matrix, with its reason, and nothing else")
  func junit() {
    let text = JUnitReport(Self.sample).text
    #expect(text.contains("<skipped message=\"refused: because of &lt;long&gt;\">"))
    #expect(text.components(separatedBy: "<skipped").count == 2)
    #expect(text.contains("skipped=\"1\"") && text.contains("failures=\"1\""))
  }

  @Test("results.json holds the matrix and is read back; one that is not that of its rows is not")
  func file() throws {
    let path = NSTemporaryDirectory() + "godseye-matrix-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let bytes = try Self.sample.json()
    try AtomicFile.write(bytes, to: path)
    #expect(try RunResults(contentsOf: path) == Self.sample)
    let text = String(decoding: bytes, as: UTF8.self)
    let changed = text.replacingOccurrences(
      of: "\"outcome\" : \"refused\"", with: "\"outcome\" : \"passed\"")
    #expect(changed != text)
    try AtomicFile.write(Array(changed.utf8), to: path)
    #expect(throws: ReportFailure.self) { try RunResults(contentsOf: path) }
  }

  @Test("pages show every cell, link the runs and escape what came from outside")
  func pages() throws {
    let text = try HTMLReport(Self.sample).text
    for id in ["a/1@short", "a/1@long", "b/2@long"] { #expect(text.contains("href=\"#\(id)\"")) }
    #expect(text.contains("refused: because of &lt;long&gt;"))
    #expect(!text.contains("because of <long>"))
    #expect(ReportMatrix.anchor("a b/\u{e9}@c\"d") == "a%20b/%C3%A9@c%22d")
    let summary = SummaryMarkdown(Self.sample).text
    #expect(summary.contains("a/1  +-  1/2  70.0"), "\(summary)")
    #expect(summary.contains("## Refused: 1"))
  }

  @Test("compare pairs cells by id, and a matrix with a plain run by scenario and vehicle")
  func comparison() {
    let equal = Comparison(base: Self.sample, candidate: Self.sample)
    #expect(equal.verdict == .equal && equal.pairs.count == 6)
    var plain = ReportSamples.row("a/1", .failed)
    plain.vehicle = "short"
    let mixed = Comparison(base: ReportSamples.results([plain]), candidate: Self.sample)
    #expect(mixed.pairs.map(\.id) == ["a/1"] && mixed.pairs[0].candidate == .passed)
    #expect(mixed.lost.isEmpty && mixed.added.count == 5)
    plain.vehicle = "other"
    let apart = Comparison(base: ReportSamples.results([plain]), candidate: Self.sample)
    #expect(apart.pairs.isEmpty && apart.lost == ["a/1"])
  }
}
