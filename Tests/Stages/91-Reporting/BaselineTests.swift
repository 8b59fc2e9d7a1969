import Foundation
import Testing

@testable import Reporting

@Suite("A baseline moves only with a reason, and never gets less safe unseen")
struct BaselineTests {
  private let path = NSTemporaryDirectory() + "godseye-baseline-\(UUID().uuidString)/base.json"
  private let safe = ReportSamples.results([ReportSamples.row("a/x"), ReportSamples.row("a/y")])
  private let unsafe = ReportSamples.results([
    ReportSamples.row("a/x", .failed, contact: true), ReportSamples.row("a/y"),
  ])

  private func message(_ body: () throws(ReportFailure) -> Void) -> String {
    do throws(ReportFailure) {
      try body()
      return ""
    } catch { return error.reason }
  }

  @Test func theWholeLife() throws {
    defer {
      try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent)
    }
    #expect(
      message { () throws(ReportFailure) in
        try Baseline.update(at: path, to: safe, because: " \n")
      }.contains("--because"))
    #expect(try Baseline.update(at: path, to: safe, because: "first") == nil)
    #expect(
      message { () throws(ReportFailure) in
        try Baseline.update(at: path, to: unsafe, because: "faster")
      }.contains("found a safety regression in 1 scenario(s), first a/x: contact"))
    #expect(try Baseline(contentsOf: path).results == safe)
    let comparison = try Baseline.update(
      at: path, to: unsafe, because: "faster", acceptingSafetyRegression: true)
    #expect(comparison?.verdict == .regression)
    let moved = try Baseline(contentsOf: path)
    #expect(moved.moves.map(\.because) == ["first", "faster"])
    #expect(moved.moves.map(\.acceptsSafetyRegression) == [false, true])
    #expect(moved.results == unsafe)
    #expect(
      message { () throws(ReportFailure) in
        try Baseline.update(at: path, to: ReportSamples.results([]), because: "none left")
      }.contains("found no scenario"))
  }

  @Test func aBrokenBaselineIsNotOverwritten() throws {
    let folder = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
    #expect(
      message { () throws(ReportFailure) in
        try Baseline.update(at: path, to: safe, because: "again")
      }.contains("schema"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("{}".utf8))
  }
}
