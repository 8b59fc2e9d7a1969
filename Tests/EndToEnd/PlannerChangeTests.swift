import Foundation
import TestSupport
import Testing

/// A planner is changed for the worse, for the better, and in looks only; the gate tells them apart.
@Suite("Planted planner changes", .enabled(if: Program.isBuilt, "build the release program first"))
struct PlannerChangeTests {
  /// What is replaced in the text of the example planner.
  private typealias Edit = (from: String, to: String)

  private static func drive(_ edits: [Edit], in folder: URL, name: String) throws -> String {
    let example = TestData.repository.appendingPathComponent("Examples/python/planner.py")
    var text = try String(contentsOf: example, encoding: .utf8)
    for edit in edits {
      #expect(text.contains(edit.from), "the example no longer says \(edit.from)")
      text = text.replacingOccurrences(of: edit.from, with: edit.to)
    }
    let planner = folder.appendingPathComponent("\(name).py")
    try Data(text.utf8).write(to: planner)
    let out = folder.appendingPathComponent(name)
    let outcome = try Program.run([
      "run", "Scenarios/highway/follow-slow-lead.yaml", "--out", out.path,
      "--planner", "exec: python3 \(planner.path)",
    ])
    #expect(outcome.status <= 1, "\(outcome.output) \(outcome.errors)")
    return out.path
  }

  private static func compare(_ base: String, _ candidate: String) throws -> Program.Outcome {
    try Program.run(["compare", base, candidate, "--details"])
  }

  @Test(
    "a regression ends with 1, an improvement and a pure refactoring with 0; stage and tick named")
  func planted() throws {
    let folder = try TemporaryFolder()
    let plain = try Self.drive([], in: folder.url, name: "plain")
    let blind = try Self.drive(
      [
        ("ahead = lead(route, ego, request[\"objects\"])", "ahead = None"),
        (
          "(request.get(\"decision\") or {}).get(\"target_speed_mps\") or "
            + "route[0].get(\"speed_limit_mps\") or 30.0", "33.0"
        ),
      ], in: folder.url, name: "blind")
    let tidied = try Self.drive(
      [
        ("def lead(", "def nearest_ahead("),
        ("lead(route, ego, request", "nearest_ahead(route, ego, request"),
        (
          "print(json.dumps(answer), flush=True)",
          "print(json.dumps(answer, sort_keys=True, separators=(\",\", \":\")), flush=True)"
        ),
      ], in: folder.url, name: "tidied")

    let regression = try Self.compare(plain, blind)
    #expect(regression.status == 1, "\(regression.output)")
    #expect(regression.output.contains("verdict: REGRESSION (new failure)"))
    #expect(regression.output.contains("planner_driven@1 broken"), "\(regression.output)")
    #expect(regression.output.contains("family highway: 1 worse"), "\(regression.output)")
    #expect(regression.output.contains("stage planning"), "\(regression.output)")
    #expect(regression.output.contains("first difference: t = "), "\(regression.output)")

    let improvement = try Self.compare(blind, plain)
    #expect(improvement.status == 0, "\(improvement.output)")
    #expect(improvement.output.contains("verdict: IMPROVEMENT"), "\(improvement.output)")

    let refactoring = try Self.compare(plain, tidied)
    #expect(refactoring.status == 0, "\(refactoring.output)")
    #expect(refactoring.output.contains("0 worse, 0 better, 1 same"), "\(refactoring.output)")
    #expect(refactoring.output.contains("identical"), "\(refactoring.output)")
  }
}
