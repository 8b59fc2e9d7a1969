import Foundation
import TestSupport
import Testing

/// Planners that nobody may let pass: a score that does is worthless.
@Suite("Control planners", .enabled(if: Program.isBuilt, "build the release program first"))
struct ControlPlannerTests {
  private static func rows(
    _ planner: String, _ filter: String
  ) throws -> (status: Int32, messages: [String: [String]], verdicts: [String: String]) {
    let folder = try TemporaryFolder()
    let outcome = try Program.run([
      "run", "Scenarios/highway", "--filter", filter, "--planner",
      "exec: python3 Examples/controls/\(planner).py", "--out", folder.url.path,
    ])
    let data = try Data(contentsOf: folder.url("results.json"))
    let results = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var (messages, verdicts) = ([String: [String]](), [String: String]())
    for row in try #require(results["scenarios"] as? [[String: Any]]) {
      let id = try #require(row["id"] as? String)
      messages[id] = row["messages"] as? [String]
      verdicts[id] = row["verdict"] as? String
    }
    return (outcome.status, messages, verdicts)
  }

  @Test(
    "each fails where it must, by the criterion it breaks",
    arguments: [
      ("parked", "free-driving", "goal not reached"),
      ("blind", "curve-r450", "left the drivable area"),
      ("full_throttle", "speed-limit-drop", "nuplan.speed_limit"),
      ("wrong_way", "free-driving", "not driven by the planner"),
    ])
  func fails(planner: String, scenario: String, criterion: String) throws {
    let found = try Self.rows(planner, scenario)
    #expect(found.status == 1)
    #expect(!found.verdicts.isEmpty)
    for (id, verdict) in found.verdicts {
      #expect(verdict == "failed", "\(planner) in \(id)")
      let told = (found.messages[id] ?? []).contains { $0.hasPrefix(criterion) }
      #expect(told, "\(planner) in \(id): \(found.messages[id] ?? [])")
    }
  }
}
