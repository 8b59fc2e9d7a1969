import Foundation
import TestSupport
import Testing

@Suite("Runs end to end", .enabled(if: Program.isBuilt, "build the release program first"))
struct RunTests {
  private static func results(in folder: URL) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appendingPathComponent("results.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private static func rows(in folder: URL) throws -> [[String: Any]] {
    try #require(try results(in: folder)["scenarios"] as? [[String: Any]])
  }

  private static func run(_ arguments: [String], to folder: URL) throws -> Program.Outcome {
    try Program.run(["run"] + arguments + ["--out", folder.path])
  }

  @Test("the parking suite parks every car without contact")
  func parking() throws {
    let folder = try TemporaryFolder()
    let outcome = try Self.run(["Scenarios/parking"], to: folder.url)
    #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
    for row in try Self.rows(in: folder.url) { #expect(row["verdict"] as? String == "passed") }
  }

  @Test("the highway suite passes, known failures aside")
  func highway() throws {
    let folder = try TemporaryFolder()
    let outcome = try Self.run(["Scenarios/highway"], to: folder.url)
    #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
  }

  @Test("the output folder is whole, and its files do not depend on threads or order")
  func outputIsDeterministic() throws {
    let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
    let part = ["Scenarios/highway", "--shard", "1/9"]
    _ = try Self.run(part + ["--jobs", "1"], to: one.url)
    _ = try Self.run(part + ["--jobs", "2"], to: two.url)
    for name in ["results.json", "junit.xml", "summary.md", "report.html"] {
      let first = try Data(contentsOf: one.url(name))
      #expect(!first.isEmpty, "\(name)")
      #expect(try Data(contentsOf: two.url(name)) == first, "\(name)")
    }
  }

  @Test("a control planner that is blind fails where something stands in the way")
  func blindPlannerFails() throws {
    let folder = try TemporaryFolder()
    let planner = "exec: python3 Examples/controls/blind.py"
    let outcome = try Self.run(
      ["Scenarios/highway/stationary-obstacle.yaml", "--planner", planner], to: folder.url)
    #expect(outcome.status == 1, "\(outcome.output) \(outcome.errors)")
  }

  @Test("the Python example drives the free road")
  func exampleDrives() throws {
    let folder = try TemporaryFolder()
    let planner = "exec: python3 Examples/python/planner.py"
    let outcome = try Self.run(
      ["Scenarios/highway/free-driving.yaml", "--planner", planner], to: folder.url)
    #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
  }

  @Test(
    "a hostile planner fails its scenario with one line that says how, and leaves no process",
    arguments: [
      ("sleep 75319", "no answer"), ("false", "exit code 1"), ("yes", "expected"),
      (#"sh -c "tr '\\0' x < /dev/zero""#, "line end"), ("/no/such/planner", "exit code 127"),
    ])
  func hostilePlanners(command: String, words: String) throws {
    let folder = try TemporaryFolder()
    let outcome = try Self.run(
      [
        "Scenarios/highway/free-driving.yaml", "--planner", "exec: \(command)",
        "--planner-timeout", "0.5",
      ], to: folder.url)
    #expect(outcome.status == 1, "\(outcome.output) \(outcome.errors)")
    let row = try #require(try Self.rows(in: folder.url).first)
    let messages = try #require(row["messages"] as? [String])
    #expect(messages.joined().contains(words), "\(messages)")
    #expect(row["verdict"] as? String == "failed")
  }
}
