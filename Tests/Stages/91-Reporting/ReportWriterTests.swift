import Foundation
import Testing

@testable import Reporting

@Suite("The output folder is complete or has no results") struct ReportWriterTests {
  private let results = ReportSamples.results([ReportSamples.row("a/x"), ReportSamples.row("a/y")])

  @Test func allFilesAreThereAndTimesStandApart() throws {
    let folder = NSTemporaryDirectory() + "godseye-out-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ReportWriter.write(results, timings: ["a/x": 1.5], to: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == ReportWriter.files.sorted())
    let before = ReportWriter.files.map { FileManager.default.contents(atPath: "\(folder)/\($0)") }
    try ReportWriter.write(results, timings: ["a/x": 2.5], to: folder)
    let after = ReportWriter.files.map { FileManager.default.contents(atPath: "\(folder)/\($0)") }
    for (name, pair) in zip(ReportWriter.files, zip(before, after)) {
      #expect((pair.0 == pair.1) == (name != "timings.json"), "\(name)")
    }
  }

  /// A folder in a report's place stands for any file that cannot be written.
  @Test func aFileThatCannotBeWrittenLeavesNoResults() throws {
    let folder = NSTemporaryDirectory() + "godseye-out-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try ReportWriter.write(results, to: folder)
    try FileManager.default.removeItem(atPath: "\(folder)/summary.md")
    try FileManager.default.createDirectory(
      atPath: "\(folder)/summary.md/in-the-way", withIntermediateDirectories: true)
    do throws(ReportFailure) {
      try ReportWriter.write(results, to: folder)
      Issue.record("nothing was thrown")
    } catch {
      #expect(error.path.hasSuffix("summary.md"))
      #expect(error.reason.contains("expected a writable folder"))
    }
    #expect(!FileManager.default.fileExists(atPath: "\(folder)/results.json"))
  }

  @Test func aPathThroughAFileIsAClearError() {
    do throws(ReportFailure) {
      try ReportWriter.write(results, to: "/dev/null/out")
      Issue.record("nothing was thrown")
    } catch { #expect(error.reason.contains("cannot be written")) }
  }

  @Test func theSummaryIsPlainMarkdown() {
    let text = SummaryMarkdown(
      ReportSamples.results([
        ReportSamples.row("a/x|y", .failed, messages: ["<img> [link](http://x) @all | `code`"])
      ])
    ).text
    #expect(text.hasPrefix("# godseye: 0 passed, 1 FAILED, 0 not evaluated\n"))
    #expect(text.contains("a/x\\|y"))
    #expect(text.contains("\\<img\\>"))
  }

  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.001, 2, "0.00"), (1.005, 2, "1.00"), (-12.5, 0, "-13"), (0.04, 1, "0.0"),
    (99.95, 1, "100.0"), (1e20, 2, "1e+20"), (.nan, 1, "not a number"),
  ])
  func numbersReadWell(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals) == text)
  }
}
