import Foundation
import TestSupport
import Testing

/// Lanes against exact truth, at the length and number that debug tests cannot afford.
@Suite("Lane accuracy", .enabled(if: Program.isBuilt, "build the release program first"))
struct LaneAccuracyTests {
  private static func metrics(_ arguments: [String]) throws -> [String: Double] {
    let outcome = try Program.run(["evaluate", "--format", "json"] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
    return Dictionary(
      rows.compactMap { row in
        guard let id = row["id"] as? String, let value = row["value"] as? Double else { return nil }
        return (id, value)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Sixty frames: the first second is cautious on purpose, which is not what is tested here.
  @Test("ten clean drives: centimetres at 20 m, nothing missed, honest deviations")
  func clean() throws {
    let found = try Self.metrics(["--rendered", "10", "--frames", "60"])
    #expect(try #require(found["lane.lateral_error_20m_median@1"]) <= 0.03)
    #expect(try #require(found["lane.lateral_error_20m_p95@1"]) <= 0.10)
    #expect(try #require(found["lane.missed@1"]) == 0)
    let normalised = try #require(found["lane.normalised_error_squared_20m@1"])
    #expect(normalised >= 0.5 && normalised <= 2)
  }
}
