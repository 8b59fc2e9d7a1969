import Foundation
import TestSupport
import Testing

@Suite(
  "The first scenario of the README",
  .enabled(if: Program.isBuilt, "build the release program first"))
struct FirstScenarioTests {
  @Test("It works as written: inspected, run, and stable")
  func works() throws {
    let readme = try String(
      contentsOf: TestData.repository.appendingPathComponent("README.md"), encoding: .utf8)
    let block = try #require(
      readme.components(separatedBy: "```yaml\n").dropFirst().first?
        .components(separatedBy: "```").first)
    let folder = try TemporaryFolder()
    let file = try folder.write(block, to: "my-first.yaml")
    let inspected = try Program.run(["inspect", file])
    #expect(inspected.status == 0 && inspected.output.contains("my-first/gap-40m"))
    let run = try Program.run(["run", file, "--out", folder.url("out").path])
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let page = folder.url("out").appendingPathComponent("report.html")
    #expect(FileManager.default.fileExists(atPath: page.path))
    let stability = try Program.run(["stability", file, "--runs", "2"])
    #expect(stability.status == 0 && stability.output.contains("3 scenarios, 0 on a knife edge"))
  }
}

@Suite(
  "Large sweeps and bad roads", .enabled(if: Program.isBuilt, "build the release program first"))
struct BadRoadTests {
  private static let head = """
    godseye: 1
    title: Test ${a}
    duration_s: 1
    sweep:
      a: {from: 1, to: 1e9, step: 1}
    road: {lanes: 1, segments: [{shape: straight, length_m: 500}]}
    ego: {lane: 1, s_m: 50, speed_kph: 50}

    """

  @Test("A sweep of 1e9 members is an error at once, and a sample of it runs")
  func sweep() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.head, to: "big.yaml")
    let started = Date()
    let refused = try Program.run(["run", file, "--out", folder.url("out").path])
    #expect(refused.status == 3 && refused.errors.contains("big.yaml:5:3: a sweep of 1000000000"))
    #expect(refused.errors.contains("--sample"))
    let some = try Program.run(
      ["run", file, "--sample", "3", "--seed", "5", "--out", folder.url("out").path])
    #expect(some.status == 0 && some.output.contains("3"), "\(some.output) \(some.errors)")
    #expect(Date().timeIntervalSince(started) < 60)
  }

  @Test(
    "What cannot be driven is refused at load with its place, or not evaluated with its reason",
    arguments: [
      ("road: {lanes: 1, segments: [{shape: straight, length_m: 0}]}", ":4:", "length_m"),
      (
        "road: {lanes: 1, speed_limit_kph: 0, segments: [{shape: straight, length_m: 500}]}", ":4:",
        "speed limit of 0"
      ),
      (
        "road: {lanes: 2, segments: [{shape: straight, length_m: 500}]}\ntraffic: {density_per_km: 150, speed_kph: 90}",
        ":5:", "beyond the capacity"
      ),
      (
        "road: {lanes: 1, segments: [{shape: straight, length_m: 500}]}\nactors: [{id: a, lane: 1, s_m: 51}]",
        "", "starts in contact with the ego"
      ),
      (
        "road: {lanes: 2, lane_drops: [{lane: 1, at_m: 30}], segments: [{shape: straight, length_m: 500}]}",
        ":5:", "no lane 1 at 50 m"
      ),
      (
        "road: {lanes: 1, oncoming_lanes: 1, segments: [{shape: straight, length_m: 500}]}\ngoal: {s_m: 20, length_m: 10}",
        "", "behind the ego"
      ),
    ])
  func refused(keys: String, place: String, found: String) throws {
    let folder = try TemporaryFolder()
    let text =
      "godseye: 1\ntitle: Test\nduration_s: 1\n\(keys)\nego: {lane: 1, s_m: 50, speed_kph: 50}\n"
    let file = try folder.write(text, to: "bad.yaml")
    let outcome = try Program.run(["run", file, "--out", folder.url("out").path])
    #expect(outcome.status == 3, "\(outcome.output) \(outcome.errors)")
    #expect(
      outcome.errors.contains(found) && outcome.errors.contains("bad.yaml\(place)"),
      "\(outcome.errors)")
  }
}
