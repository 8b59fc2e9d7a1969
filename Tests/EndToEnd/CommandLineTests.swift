import Foundation
import TestSupport
import Testing

@Suite("The command line", .enabled(if: Program.isBuilt, "build the release program first"))
struct CommandLineTests {
  @Test("help and version go to standard output with exit code 0")
  func help() throws {
    for arguments in [["--help"], ["--version"], ["run", "--help"], ["help", "compare"]] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
      #expect(!outcome.output.isEmpty && outcome.errors.isEmpty)
    }
  }

  @Test(
    "wrong usage ends with 2 and a message on standard error",
    arguments: [
      ["fly"], ["run", "--percepts", "dreams"], ["run", "--no-such-flag"], ["compare", "one"],
      ["list", "dragons"], ["explain", "no.such.metric"], ["run", "--shard", "3/2"],
    ])
  func wrongUsage(arguments: [String]) throws {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 2, "\(arguments): \(outcome.output) \(outcome.errors)")
    #expect(!outcome.errors.isEmpty)
  }

  @Test("an empty folder is nothing to run: exit code 2")
  func emptySuite() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(["run", folder.url.path, "--out", folder.url("out").path])
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("no scenario to run"))
  }

  @Test(
    "a broken scenario file ends with 3 and one line with file, line and column",
    arguments: [
      ("colour: red\n", "1:1"), ("godseye: 1\nkind: highway\nwheels: 4\n", ":2:1:"), ("{{{", ":1"),
      ("", "empty"), ("a: &x 1\nb: *x\n", ":1:4:"), ("godseye: !!python/object 1\n", ":1:10:"),
    ])
  func brokenScenario(text: String, place: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "broken.yaml")
    let outcome = try Program.run(["run", file, "--out", folder.url("out").path])
    #expect(outcome.status == 3, "\(outcome.output) \(outcome.errors)")
    #expect(outcome.errors.contains("broken.yaml"), "\(outcome.errors)")
    #expect(outcome.errors.contains(place), "\(outcome.errors)")
  }

  @Test("every name that list prints can be explained or chosen")
  func listsAndExplains() throws {
    for subject in ["vehicles", "scenarios", "metrics", "reasoners", "planners", "styles"] {
      let outcome = try Program.run(["list", subject, "--format", "json"])
      #expect(outcome.status == 0)
      let rows = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: String]])
      #expect(!rows.isEmpty, "\(subject)")
    }
    let page = try Program.run(["explain", "nuplan.time_to_collision"])
    #expect(page.output.contains("formula") && page.output.contains("source"))
  }
}
