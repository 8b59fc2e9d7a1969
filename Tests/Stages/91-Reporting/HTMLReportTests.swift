import DrivingCore
import Foundation
import Geometry
import Testing

@testable import Reporting

@Suite("The HTML report is self-contained and shows input as text only") struct HTMLReportTests {
  private static let chromium = "/usr/bin/chromium"
  private let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"

  private func report() throws -> (text: String, stories: [String: RunStory]) {
    let story = try #require(
      RunStory(
        ReportSamples.record(),
        frames: [ReportFrame(time: .zero, jpeg: [0xFF, 0xD8, 0xFF, 0xD9])],
        strokes: ReportSamples.strokes(beside: hostile)))
    let rows = [
      ReportSamples.row("a/x", .failed, contact: true, messages: [hostile]),
      ReportSamples.row("a/y"), ReportSamples.row(hostile, .error),
    ]
    let shelf = StoryShelf()
    shelf.add(story, of: rows[0])
    return (try HTMLReport(ReportSamples.results(rows), stories: shelf).text, ["a/x": story])
  }

  @Test func nothingOfTheInputBecomesMarkup() throws {
    let text = try report().text
    #expect(text.components(separatedBy: "<script").count == 3, "data block and program only")
    #expect(!text.contains("<img"))
    #expect(!text.contains("<b>&amp;</b>"))
    #expect(text.contains("&lt;/script&gt;"))
  }

  @Test func itNamesNoOtherPlace() throws {
    let text = try report().text
    for scheme in ["http://", "https://", "url(", "@import", "src=\""] {
      #expect(!text.contains(scheme), "\(scheme)")
    }
    #expect(text.contains("default-src &#39;none&#39;"))
  }

  @Test func thePolicyHoldsTheHashesOfScriptAndStyle() throws {
    let text = try report().text
    let script = try #require(
      text.components(separatedBy: "<script>").last?
        .components(separatedBy: "</script>").first)
    let style = try #require(
      text.components(separatedBy: "<style>").last?
        .components(separatedBy: "</style>").first)
    for part in [script, style] {
      var hash = SHA256()
      hash.update(Array(part.utf8))
      #expect(text.contains("sha256-" + Data(hash.digest).base64EncodedString()))
    }
  }

  @Test func base64IsThatOfRFC4648() {
    for length in 0..<50 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 91 &+ 7) }
      #expect(Base64.text(bytes) == Data(bytes).base64EncodedString())
    }
  }

  @Test func theStoryTellsWhatHappened() throws {
    let story = try #require(RunStory(ReportSamples.record()))
    #expect(story.n == 31)
    #expect(story.x.last == 6000)
    #expect(story.v.allSatisfy { $0 == 2000 })
    #expect(story.off.allSatisfy { $0 == 10 })
    // Front at 3.3 m, the other's rear at 30 m: 26.7 m at first, 5 m/s less.
    #expect(story.gap.first == 2670)
    #expect(story.gap.last == 1170)
    #expect(story.others.count == 1)
    let kinds = story.events.map { "\($0.kind) \($0.i)" }
    #expect(kinds == ["decision 0", "plan 0", "gate 20"])
    #expect(RunStory(RunRecord(mission: ReportSamples.record().mission)) == nil)
  }

  @Test func longRunsAreSampledMoreCoarsely() throws {
    let story = try #require(RunStory(ReportSamples.record(seconds: 400)))
    #expect(story.n <= RunStory.mostSamples + 1)
    #expect(story.dt == 267)
  }

  @Test func sameRunsGiveTheSameBytes() throws {
    #expect(try report().text == report().text)
  }

  @Test(
    "A browser opens it from disk without a word on its console",
    .enabled(if: FileManager.default.isExecutableFile(atPath: HTMLReportTests.chromium)))
  func aBrowserHasNothingToSay() throws {
    let folder = NSTemporaryDirectory() + "godseye-report-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(report().text.utf8).write(to: URL(fileURLWithPath: "\(folder)/report.html"))
    let browser = Process()
    browser.executableURL = URL(fileURLWithPath: HTMLReportTests.chromium)
    browser.arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--virtual-time-budget=2000", "--enable-logging=stderr", "--user-data-dir=\(folder)/profile",
      "--dump-dom", "file://\(folder)/report.html",
    ]
    let (page, log) = (Pipe(), folder + "/log")
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    browser.standardOutput = page
    browser.standardError = FileHandle(forWritingAtPath: log)
    try browser.run()
    let dom = String(decoding: page.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    browser.waitUntilExit()
    let words = String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    let console = words.split(separator: "\n").filter { $0.contains("CONSOLE") }
    #expect(console.isEmpty, "\(console)")
    #expect(dom.contains("Clearance to the nearest other"), "the script drew the first failure")
    #expect(dom.contains("The manoeuvre, stroke by stroke"))
    #expect(
      dom.components(separatedBy: "class=\"s-picture\"").count == 1 + 4, "two and two strokes")
    #expect(dom.contains("0.140 m") && dom.contains("front left corner to &lt;/script&gt;"))
  }
}
