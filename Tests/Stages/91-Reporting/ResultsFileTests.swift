import Foundation
import Testing

@testable import Reporting

@Suite("Result files are read strictly") struct ResultsFileTests {
  private func reading(_ bytes: [UInt8]) throws -> (RunResults?, String) {
    let path = NSTemporaryDirectory() + "godseye-results-\(UUID().uuidString).json"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    do throws(ReportFailure) {
      return (try RunResults(contentsOf: path), "")
    } catch { return (nil, error.reason) }
  }

  private let results = ReportSamples.results([
    ReportSamples.row("a/x", .failed, known: .init(reason: "r", until: "2027-01-01")),
    ReportSamples.row("a/y", score: 1.0 / 3),
  ])

  @Test func whatIsWrittenIsReadBack() throws {
    let bytes = try results.json()
    let (read, _) = try reading(bytes)
    #expect(read == results)
    #expect(try read?.json() == bytes)
  }

  @Test func keysAreSortedAndEveryMetricKeyIsThere() throws {
    let text = String(decoding: try results.json(), as: UTF8.self)
    let keys = ["\"configuration\"", "\"scenarios\"", "\"schema\"", "\"summary\""]
    let places = keys.compactMap { text.range(of: "\n  \($0)")?.lowerBound }
    #expect(places.count == 4)
    #expect(places == places.sorted())
    for key in ["gate", "id", "margin", "reason", "unit", "valid", "value"] {
      #expect(text.contains("\"\(key)\" :"), "\(key)")
    }
  }

  @Test func everyTruncationIsAnErrorNotACrash() throws {
    let bytes = try results.json()
    for length in stride(from: 0, to: bytes.count - 2, by: 97) {
      let (read, reason) = try reading(Array(bytes.prefix(length)))
      #expect(read == nil && !reason.isEmpty, "length \(length)")
    }
  }

  @Test(arguments: [
    "", "null", "[]", "{\"schema\":\"godseye.results/2\"}", "\u{FEFF}", "{\"schema\":1e999}",
    String(repeating: "[", count: 100_000), "{\"summary\":{\"score\":NaN}}",
  ])
  func strangeFilesEndInAClearError(text: String) throws {
    let (read, reason) = try reading(Array(text.utf8))
    #expect(read == nil)
    #expect(reason.contains("expected godseye.results/1"))
  }

  @Test func aFileThatContradictsItselfIsRefused() throws {
    let text = String(decoding: try results.json(), as: UTF8.self)
    let (_, reason) = try reading(
      Array(text.replacingOccurrences(of: "\"passed\" : 1", with: "\"passed\" : 2").utf8))
    #expect(reason.contains("summary"))
    let (_, second) = try reading(
      Array(text.replacingOccurrences(of: "\"a/y\"", with: "\"a/x\"").utf8))
    #expect(second.contains("twice"))
  }

  @Test func exitCodesFollowTheContract() {
    let known = ScenarioResult.KnownFailure(reason: "r", until: "2027-01-01")
    func code(_ rows: ScenarioResult...) -> Int32 { ReportSamples.results(rows).exitCode.rawValue }
    #expect(code(ReportSamples.row("a")) == 0)
    #expect(code(ReportSamples.row("a", .failed)) == 1)
    #expect(code(ReportSamples.row("a", .failed, known: known)) == 0)
    #expect(code(ReportSamples.row("a", .failed, known: known, expired: true)) == 1)
    #expect(code(ReportSamples.row("a", .passed, known: known)) == 1)
    #expect(code() == 2)
    #expect(code(ReportSamples.row("a", .refused)) == 1)
    #expect(code(ReportSamples.row("a", .refused, known: known)) == 0)
    #expect(code(ReportSamples.row("a", .notEvaluated)) == 3)
    #expect(code(ReportSamples.row("a", .notEvaluated), ReportSamples.row("b", .failed)) == 1)
    #expect(code(ReportSamples.row("a", .error), ReportSamples.row("b", .failed)) == 4)
    #expect(ExitCode.worst(of: [.failed, .internalError, .nondeterminism]) == .nondeterminism)
  }
}
