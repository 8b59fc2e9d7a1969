import Foundation
import TestSupport
import Testing

/// The folders, the manifest and the tour say the same.
@Suite("Layout")
struct LayoutTests {
  static func names(in folder: String) -> [String] {
    let path = TestData.repository.appendingPathComponent(folder).path
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") }
  }

  static func text(_ path: String) -> String? {
    try? String(contentsOf: TestData.repository.appendingPathComponent(path), encoding: .utf8)
  }

  @Test("every folder of Sources has a number and a row in the manifest")
  func sourcesAreNumbered() throws {
    let manifest = try #require(LayoutTests.text("Package.swift"))
    let folders = LayoutTests.names(in: "Sources")
    #expect(folders.count > 15)
    for folder in folders {
      let isNumbered = Int(folder.prefix(2)) != nil && folder.dropFirst(2).hasPrefix("-")
      #expect(isNumbered, "Sources/\(folder) has no number")
      #expect(
        manifest.contains("\"\(folder)\"") || manifest.contains("Sources/\(folder)\""),
        "Sources/\(folder) is not in Package.swift")
    }
  }

  @Test("tests of stages lie in folders named like the stages'")
  func testFolders() {
    let sources = Set(LayoutTests.names(in: "Sources"))
    for folder in LayoutTests.names(in: "Tests/Stages") where !folder.hasSuffix(".swift") {
      #expect(sources.contains(folder), "Tests/Stages/\(folder) tests no folder of Sources")
    }
  }

  @Test("the tour names files that exist, each once, in numbered stops")
  func tour() throws {
    let text = try #require(LayoutTests.text("docs/tour.md"))
    let roots = "Sources|Tests|docs|Scenarios|Examples|Assets|Benchmarks"
    let name = try Regex("`((?:\(roots))/[^`*]*)`")
    let named = text.matches(of: name).compactMap { $0.output[1].substring.map(String.init) }
    #expect(named.count > 5)
    for path in named {
      let there = TestData.repository.appendingPathComponent(path).path
      #expect(FileManager.default.fileExists(atPath: there), "docs/tour.md: \(path) does not exist")
    }
    let files = named.filter { $0.hasSuffix(".swift") }
    for (index, file) in files.enumerated() {
      #expect(!files[..<index].contains(file), "docs/tour.md: \(file) comes twice")
    }
    let stop = try Regex("^(\\d+)\\. ")
    let stops = text.split(separator: "\n").compactMap { line in
      line.firstMatch(of: stop)?.output[1].substring.flatMap { Int($0) }
    }
    #expect(stops == Array(1...max(stops.count, 1)))
  }

  @Test("links between the documents lead somewhere")
  func links() throws {
    let folders = ["docs", "docs/guides", "docs/decisions", "."]
    let link = try Regex("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)")
    for folder in folders {
      for file in LayoutTests.names(in: folder) where file.hasSuffix(".md") {
        let text = LayoutTests.text("\(folder)/\(file)") ?? ""
        for match in text.matches(of: link) {
          guard let target = match.output[1].substring else { continue }
          let there = TestData.repository.appendingPathComponent(folder)
            .appendingPathComponent(String(target)).standardized.path
          #expect(
            FileManager.default.fileExists(atPath: there), "\(folder)/\(file): \(target) is missing"
          )
        }
      }
    }
  }
}
