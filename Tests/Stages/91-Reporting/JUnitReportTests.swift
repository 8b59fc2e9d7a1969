import Foundation
import Testing

@testable import Reporting

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("JUnit shows nothing unknown as success") struct JUnitReportTests {
  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var text = ""
    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) { elements.append((name, attributes)) }
    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private func read(_ results: RunResults) throws -> Reader {
    let parser = XMLParser(data: Data(JUnitReport(results).text.utf8))
    let reader = Reader()
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return reader
  }

  @Test func everyVerdictHasItsElement() throws {
    let known = ScenarioResult.KnownFailure(reason: "too near", until: "2027-03-01")
    let reader = try read(
      ReportSamples.results([
        ReportSamples.row("a/passed"), ReportSamples.row("a/failed", .failed),
        ReportSamples.row("a/known", .failed, known: known),
        ReportSamples.row("a/surprise", .passed, known: known),
        ReportSamples.row("b/refused", .refused), ReportSamples.row("b/unknown", .notEvaluated),
        ReportSamples.row("b/error", .error),
      ]))
    let counts = Dictionary(grouping: reader.elements, by: \.name).mapValues(\.count)
    #expect(counts["testsuite"] == 2)
    #expect(counts["testcase"] == 7)
    #expect(counts["failure"] == 4)
    #expect(counts["error"] == 2)
    #expect(counts["skipped"] == nil)
    let root = try #require(reader.elements.first { $0.name == "testsuites" }?.attributes)
    #expect(root["tests"] == "7" && root["failures"] == "4" && root["errors"] == "2")
    #expect(root["time"] == "140.000")
    let types = reader.elements.filter { $0.name == "failure" }.map { $0.attributes["type"] ?? "" }
    #expect(types.sorted() == ["failed", "known_failure", "refused", "unexpected_pass"])
  }

  @Test func hostileTextStaysText() throws {
    let hostile = "]]> <evil a=\"1\"> & \u{0} \u{1B}[31m 'x' \u{FFFF}"
    let reader = try read(
      ReportSamples.results([ReportSamples.row("a/\(hostile)", .failed, messages: [hostile])]))
    #expect(!reader.elements.contains { $0.name == "evil" })
    #expect(reader.text.contains("]]> <evil a=\"1\"> &"))
  }

  @Test func sameResultsSameBytes() {
    let results = ReportSamples.results([ReportSamples.row("a/x"), ReportSamples.row("a/y")])
    #expect(JUnitReport(results).text == JUnitReport(results).text)
  }
}
