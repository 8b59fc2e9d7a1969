import DrivingCore
import Foundation
import TestSupport
import Testing

@Suite(
  "Driver models drive cut-ins as the published ones do",
  .enabled(if: !TestData.files("oracles/r157", ending: ".csv").isEmpty))
struct CutInOracleTests {
  /// The rows of all files whose name begins so, by column.
  static func rows(_ kind: String) throws -> [[String: String]] {
    try TestData.files("oracles/r157", ending: ".csv")
      .filter { $0.lastPathComponent.hasPrefix(kind) }
      .flatMap { url -> [[String: String]] in
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        let head = (lines.first ?? "").split(separator: ",").map(String.init)
        return lines.dropFirst().map { line in
          let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
          return Dictionary(zip(head, cells), uniquingKeysWith: { first, _ in first })
        }
      }
  }

  static func run(_ row: [String: String]) throws -> CutInRun {
    func number(_ key: String) throws -> Double { try #require(row[key].flatMap(Double.init)) }
    let model = try #require(row["model"].flatMap(DriverModel.init(rawValue:)))
    return CutInRun(
      CutInScene(
        egoSpeed: try number("ego_kmh") / 3.6, objectSpeed: try number("object_kmh") / 3.6,
        lateralSpeed: try number("lateral_speed_mps"),
        frontDistance: try number("front_distance_m")),
      driver: model)
  }

  static func agrees(_ value: Double, _ text: String?) -> Bool {
    guard let expected = text.flatMap(Double.init) else { return false }
    return abs(value - expected) <= 1e-9
  }

  @Test("outcome, first unsafe step, least gap and final speed of every run") func grid() throws {
    let rows = try CutInOracleTests.rows("cut_in_grid")
    #expect(rows.count >= 960)
    for row in rows {
      var run = try CutInOracleTests.run(row)
      run.finish()
      let first = run.firstUnsafeStep.map { "\($0)" } ?? ""
      if run.outcome?.rawValue != row["outcome"] || first != row["first_unsafe_step"]
        || !CutInOracleTests.agrees(run.minimumGap, row["min_gap_m"])
        || !CutInOracleTests.agrees(run.finalSpeed, row["final_speed_mps"])
      {
        Issue.record("\(row): \(run.outcome as Any) \(first) \(run.minimumGap) \(run.finalSpeed)")
      }
    }
  }

  @Test("every step of the traces") func traces() throws {
    var run: CutInRun?
    var key = ""
    var steps = 0
    for row in try CutInOracleTests.rows("traces") {
      let columns = ["ego_kmh", "object_kmh", "lateral_speed_mps", "front_distance_m", "model"]
      let next = columns.map { row[$0] ?? "" }.joined(separator: " ")
      if next != key {
        run = try CutInOracleTests.run(row)
        key = next
      }
      let made = run?.step()
      let step = try #require(made, "\(key) is over before step \(row["step"] ?? "?")")
      let (now, judgement) = (step.situation, step.judgement)
      let values = [
        ("step", Double(step.index)), ("x_ego", now.egoX), ("v_ego", now.egoSpeed),
        ("x_object", now.objectX), ("y_object", now.objectY), ("gap", now.gap),
        ("lat", now.lateralGap), ("unsafe", judgement.isSafe ? 0 : 1),
        ("dec_after", step.deceleration), ("v_ego_next", step.nextSpeed),
      ]
      for (column, value) in values where !CutInOracleTests.agrees(value, row[column]) {
        Issue.record("\(key), \(column): \(value), expected \(row[column] ?? "nothing")")
      }
      for (column, value) in [("cfs", judgement.critical), ("pfs", judgement.proactive)] {
        let fits = value.map { CutInOracleTests.agrees($0, row[column]) } ?? (row[column] == "")
        #expect(fits, "\(key), \(column): \(value as Any), expected \(row[column] ?? "nothing")")
      }
      steps += 1
    }
    #expect(steps > 100)
  }
}
