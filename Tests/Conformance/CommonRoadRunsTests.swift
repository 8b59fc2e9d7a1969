import Foundation
import TestSupport
import Testing

/// Runs of benchmark files through the program, as a user makes them.
@Suite(
  "CommonRoad runs", .serialized,
  .enabled(if: TestData.has("commonroad") && Program.isBuilt, "needs the files and the program"))
struct CommonRoadRunsTests {
  private typealias Row = [String: Any]

  private static func run(
    _ files: [String], _ more: [String]
  ) throws -> (rows: [Row], output: String) {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(["run"] + files + more + ["--out", folder.url.path])
    let data = try Data(contentsOf: folder.url("results.json"))
    let results = try #require(try JSONSerialization.jsonObject(with: data) as? Row)
    return (try #require(results["scenarios"] as? [Row]), outcome.output + outcome.errors)
  }

  private static func metric(_ id: String, of row: Row) -> Row? {
    (row["metrics"] as? [Row])?.first { $0["id"] as? String == id }
  }

  @Test("Recorded vehicles are replaced without a contact at fault in 95 %, with nuPlan's score")
  func recorded() throws {
    let (rows, _) = try Self.run(CommonRoadFilesTests.files, ["--ego", "recorded:all"])
    #expect(rows.count >= 36)
    let blamed = rows.filter {
      Self.metric("no_at_fault_collision@1", of: $0)?["value"] as? Double != 1
    }
    #expect(Double(blamed.count) <= 0.05 * Double(rows.count))
    for row in rows {
      let id = row["id"] as? String ?? ""
      #expect(Self.metric("nuplan.score@1", of: row)?["valid"] as? Bool == true, "\(id)")
      guard row["verdict"] as? String == "failed" else { continue }
      let messages = row["messages"] as? [String] ?? []
      #expect((messages.first?.count ?? 0) > 40, "\(id): \(messages)")
      #expect(messages.contains { $0.hasPrefix("the recorded driver") }, "\(id): \(messages)")
    }
  }

  @Test("Planning problems have no expert and no nuPlan score; their solutions pass the checker")
  func planned() throws {
    let folder = try TemporaryFolder()
    let (rows, output) = try Self.run(
      CommonRoadFilesTests.files, ["--export-solutions", folder.url.path])
    for row in rows where row["verdict"] as? String != "not_evaluated" {
      let metric = try #require(Self.metric("nuplan.score@1", of: row))
      let title = row["title"] as? String ?? ""
      // Files that list the ego's own recording have an expert.
      let hasTwin = (row["messages"] as? [String] ?? []).contains { $0.contains("own recording") }
      #expect(metric["valid"] as? Bool == hasTwin, "\(title)")
    }
    #expect(output.contains("solutions in \(folder.url.path)"))
    guard let python = CheckerPython.path else { return }
    let checker = Process()
    checker.executableURL = URL(fileURLWithPath: python)
    let data = try #require(CommonRoadFilesTests.files.first)
    checker.arguments = [
      TestData.repository.appendingPathComponent("tools/check_solutions.py").path, folder.url.path,
      URL(fileURLWithPath: data).deletingLastPathComponent().path,
    ]
    checker.standardOutput = FileHandle.nullDevice
    try checker.run()
    checker.waitUntilExit()
    #expect(checker.terminationStatus == 0)
  }
}
