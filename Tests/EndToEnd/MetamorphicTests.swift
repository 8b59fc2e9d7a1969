import Foundation
import TestSupport
import Testing

@Suite("The same exam elsewhere", .enabled(if: Program.isBuilt, "build the release program first"))
struct MetamorphicTests {
  /// One of each kind: bend, cut-in, lane change, merge from a ramp, traffic that changes lanes.
  static let files = [
    "curve-s", "cut-in-and-brake", "overtake-speeds", "merge-empty", "works-shift",
    "lead-brakes-grid", "merge-let-in",
  ]

  @Test(
    "Moved by 10 km, turned by 37 degrees, mirrored, reordered or renamed: equal scores",
    arguments: files)
  func equal(name: String) throws {
    let outcome = try Program.run(["verify", "Scenarios/highway/\(name).yaml", "--metamorphic"])
    #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
    #expect(outcome.output.contains("equal scores"))
  }

  @Test("Shards of the suite, merged, are the suite")
  func shards() throws {
    let scratch = try TemporaryFolder()
    func rows(_ arguments: [String], _ name: String) throws -> [String: String] {
      let out = scratch.url(name).path
      _ = try Program.run(
        ["run", "Scenarios/highway", "--filter", "cut-", "--quiet", "--logs", "none", "--out", out]
          + arguments)
      let data = try Data(contentsOf: URL(fileURLWithPath: out + "/results.json"))
      let root = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      let rows = try #require(root?["scenarios"] as? [[String: Any]])
      return Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          (row["id"] as? String).flatMap { id in (row["digest"] as? String).map { (id, $0) } }
        })
    }
    let whole = try rows([], "whole")
    var merged = try rows(["--shard", "1/2"], "one")
    merged.merge(try rows(["--shard", "2/2"], "two")) { one, _ in one }
    #expect(!whole.isEmpty && merged == whole)
  }
}
