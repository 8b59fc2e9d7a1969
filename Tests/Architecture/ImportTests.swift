import Foundation
import Testing

/// The walls of the house: who may know whom.
@Suite("Imports")
struct ImportTests {
  /// Module names by folder number, from the folders themselves.
  static let numbers: [String: Int] = Dictionary(
    SourceText.sources.map { ($0.folder.dropFirst(3).description, $0.number) },
    uniquingKeysWith: { first, _ in first })

  /// Libraries from outside the package a folder may use below 90; what for.
  static let foreign: [String: Set<String>] = [
    "04-Imaging": ["COpenCV", "Glibc"],  // the codecs are loaded by name
    "05-Scenarios": ["Foundation", "Yams", "FoundationXML"],  // reading files
    "06-DriveLogs": ["Foundation", "SwiftProtobuf", "CLZ4", "CZstd", "Glibc"],  // reading files
    "40-Reasoning": ["Foundation", "FoundationNetworking", "Glibc"],  // model files, endpoints
  ]

  /// The module an import line names, if it is one.
  static func module(_ line: String) -> String? {
    let words = line.split(separator: " ").map(String.init)
    guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
      words[..<position].allSatisfy({
        $0.hasPrefix("@") || ["public", "internal", "private", "package"].contains($0)
      })
    else { return nil }
    let kinds = ["struct", "enum", "class", "protocol", "func", "typealias", "var", "let"]
    let name = kinds.contains(words[position + 1]) ? words.last ?? "" : words[position + 1]
    return String(name.prefix { $0 != "." })
  }

  @Test("a folder imports only smaller numbers; stages meet only in the core; no Foundation below")
  func imports() {
    #expect(SourceText.sources.count > 50)
    for file in SourceText.sources where !file.isGenerated {
      for (index, line) in file.code.enumerated() {
        guard let module = ImportTests.module(line) else { continue }
        if let reason = ImportTests.objection(to: module, in: file) {
          Issue.record("\(file.place(index))\n\(reason)")
        }
      }
    }
  }

  /// Why a folder may not import a module; nil where it may.
  static func objection(to module: String, in file: SourceText) -> String? {
    guard let number = numbers[module] else {
      let isSystem = module.hasPrefix("C") && module.dropFirst().first?.isUppercase == true
      if file.number >= 90 && !isSystem { return nil }
      if foreign[file.folder]?.contains(module) == true { return nil }
      return "\(file.folder) may not use \(module)"
    }
    if number >= file.number { return "\(module) (\(number)) is not below \(file.number)" }
    let isStage = (10..<90).contains(file.number)
    if isStage && number > 4 { return "a stage imports 00-02 and 04-Imaging only" }
    if file.number < 95 && number >= 10 && number < 90 {
      return "only 95-Assembly imports stages"
    }
    return nil
  }

  @Test("the reader of import lines reads them")
  func readsImports() {
    #expect(ImportTests.module("import Geometry") == "Geometry")
    #expect(ImportTests.module("@testable import Roads") == "Roads")
    #expect(ImportTests.module("public import struct Foundation.Data") == "Foundation")
    #expect(ImportTests.module("let important = 3") == nil)
  }
}
