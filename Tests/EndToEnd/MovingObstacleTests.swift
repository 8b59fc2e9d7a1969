import Foundation
import TestSupport
import Testing

/// People, cars and trolleys in the way: nobody is touched, and that is the car's doing.
@Suite("Moving obstacles", .enabled(if: Program.isBuilt, "build the release program first"))
struct MovingObstacleTests {
  private struct Run {
    var verdict: String
    var clearance: Double
    var time: Double
    var stops: Double
  }

  /// All variations where `GODSEYE_ALL_VARIATIONS` is set; a sixth of them otherwise.
  private static var part: [String] {
    ProcessInfo.processInfo.environment["GODSEYE_ALL_VARIATIONS"] == nil ? ["--shard", "2/6"] : []
  }

  private static func runs(_ options: [String]) throws -> [String: Run] {
    let folder = try TemporaryFolder()
    _ = try Program.run(
      ["run", "Scenarios/parking-moving", "--out", folder.url.path] + part + options)
    let data = try Data(contentsOf: folder.url("results.json"))
    let results = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var runs: [String: Run] = [:]
    for row in try #require(results["scenarios"] as? [[String: Any]]) {
      var values: [String: Double] = [:]
      for metric in row["metrics"] as? [[String: Any]] ?? [] {
        guard let id = metric["id"] as? String else { continue }
        values[id] = metric["value"] as? Double
      }
      runs[try #require(row["id"] as? String)] = Run(
        verdict: row["verdict"] as? String ?? "",
        clearance: values["parking.minimum_clearance@1"] ?? .nan,
        time: values["parking.time@1"] ?? .nan,
        stops: values["parking.stops_for_others@1"] ?? .nan)
    }
    return runs
  }

  @Test("No contact in any variation, and the car had to do something for it")
  func noContact() throws {
    let ours = try Self.runs([])
    let blind = try Self.runs(["--planner", "blind"])
    #expect(ours.count >= 35 && ours.keys.sorted() == blind.keys.sorted())
    for (id, run) in ours {
      #expect(run.clearance > 0, "\(id) touches")
      #expect(run.verdict == "passed", "\(id): \(run.verdict)")
    }
    // The control drives the same way and sees nobody.
    let hit = blind.values.count { $0.clearance == 0 }
    #expect(hit * 4 >= blind.count, "the control touched somebody in only \(hit) variations")
    let reacted = ours.count { abs($0.value.time - (blind[$0.key]?.time ?? .nan)) > 0.3 }
    #expect(reacted * 3 >= ours.count * 2, "reacted in \(reacted) of \(ours.count)")
    #expect(ours.values.count { $0.stops > 0 } * 3 >= ours.count)
  }
}
