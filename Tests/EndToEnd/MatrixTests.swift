import Foundation
import TestSupport
import Testing

@Suite("Scenarios and vehicles", .enabled(if: Program.isBuilt, "build the release program first"))
struct MatrixTests {
  private static let cars = "yangwang-u8,byd-seagull,byd-han-ev"

  /// A file whose slot is too small for some cars, and one that follows the car.
  private static func suite(in folder: TemporaryFolder) throws -> String {
    func text(_ size: String, _ slot: String) -> String {
      """
      godseye: 1
      title: Into slot \(slot)
      duration_s: 90
      parking:
        aisle: {length_m: 32, width_m: 7}
        rows:
          - {name: A, side: right, kind: perpendicular, first_x_m: 8, count: 3, \(size)}
      ego: {x_m: 3, y_m: 3}
      goal: {slot: \(slot)}
      """
    }
    _ = try folder.write(
      text("slot_length_m: 4.6, slot_width_m: 2.6", "A2"), to: "suite/fixed.yaml")
    _ = try folder.write(
      text("length_slack_m: 0.6, width_slack_m: 1", "A3"), to: "suite/roomy.yaml")
    return folder.url("suite").path
  }

  private static func results(_ folder: URL) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appendingPathComponent("results.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test(
    "two scenarios with three cars: six results, one that does not fit does not stop the others")
  func matrix() throws {
    let folder = try TemporaryFolder()
    let suite = try Self.suite(in: folder)
    let (one, two) = (folder.url("one"), folder.url("two"))
    let outcome = try Program.run(
      ["run", suite, "--vehicle", Self.cars, "--jobs", "1", "--out", one.path])
    #expect([0, 3].contains(outcome.status), "\(outcome.output) \(outcome.errors)")
    let rows = try #require(try Self.results(one)["scenarios"] as? [[String: Any]])
    #expect(rows.count == 6)
    for row in rows {
      let (id, verdict) = (row["id"] as? String ?? "", row["verdict"] as? String ?? "")
      let fits = !id.contains("fixed") || row["vehicle"] as? String == "byd-seagull"
      #expect((verdict == "passed") == fits, "\(id): \(verdict) \(row["messages"] ?? "")")
      #expect(fits || ["refused", "not_evaluated"].contains(verdict))
      #expect(id == "\(row["scenario"] ?? "")@\(row["vehicle"] ?? "")")
    }
    let matrix = try #require(try Self.results(one)["matrix"] as? [String: Any])
    let columns = try #require(matrix["vehicles"] as? [[String: Any]])
    let ids = columns.compactMap { ($0["vehicle"] as? [String: Any])?["id"] as? String }
    #expect(ids == ["byd-seagull", "byd-han-ev", "yangwang-u8"], "by length")
    // The same cells whatever the order of cars and the number of threads.
    _ = try Program.run(
      [
        "run", suite, "--vehicle", "byd-seagull,byd-han-ev,yangwang-u8", "--jobs", "2", "--out",
        two.path,
      ])
    for name in ["results.json", "report.html", "summary.md", "junit.xml"] {
      let text = try Data(contentsOf: one.appendingPathComponent(name))
      #expect(try Data(contentsOf: two.appendingPathComponent(name)) == text, "\(name)")
    }
    let logs = FileManager.default.enumerator(atPath: one.appendingPathComponent("runs").path)
    #expect(logs?.allObjects.contains { "\($0)".contains("roomy") } != true, "passed: no log")
    #expect(try Program.run(["compare", one.path, two.path]).status == 0)
  }

  @Test("a matrix cell is the run with that car alone, tick by tick")
  func identity() throws {
    let folder = try TemporaryFolder()
    let suite = try Self.suite(in: folder)
    let (many, alone) = (folder.url("many"), folder.url("alone"))
    let filter = ["--filter", "roomy"]
    _ = try Program.run(["run", suite, "--vehicle", Self.cars, "--out", many.path] + filter)
    _ = try Program.run(["run", suite, "--vehicle", "byd-han-ev", "--out", alone.path] + filter)
    let cells = try #require(try Self.results(many)["scenarios"] as? [[String: Any]])
    let single = try #require(try Self.results(alone)["scenarios"] as? [[String: Any]])
    let twin = try #require(cells.first { $0["vehicle"] as? String == "byd-han-ev" })
    #expect(single.count == 1 && single[0]["digest"] as? String == twin["digest"] as? String)
    #expect(single[0]["scenario"] == nil)
    // The other two cars have no partner in the plain run: added, and no regression.
    let compared = try Program.run(["compare", alone.path, many.path])
    #expect(compared.status == 0, "\(compared.output)")
    #expect(compared.output.contains("1 same"), "\(compared.output)")
  }

  @Test("verify takes several cars; an unknown car is told at once")
  func verify() throws {
    let folder = try TemporaryFolder()
    let suite = try Self.suite(in: folder)
    let verified = try Program.run(
      ["verify", suite, "--filter", "roomy", "--vehicle", "byd-seagull,byd-han-ev"])
    #expect(verified.status == 0, "\(verified.output) \(verified.errors)")
    #expect(verified.output.contains("2 scenarios, 3 ways each: identical"))
    let wrong = try Program.run(["run", suite, "--vehicle", "byd-seagull,byd-submarine"])
    #expect(wrong.status == 3)
    #expect(wrong.errors.contains("'byd-submarine'") && wrong.errors.contains("byd-han-ev"))
  }
}
