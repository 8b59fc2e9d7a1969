import Foundation
import TestSupport

/// A file of the repository with its lines, once as written and once as code only.
struct SourceText: Sendable {
  /// The path below the repository, such as `Sources/01-Roads/Lane.swift`.
  var path: String
  var lines: [String]
  /// The same lines with comments and the insides of strings blanked.
  var code: [String]

  /// The folder below `Sources`, such as `01-Roads`.
  var folder: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
  /// The number of that folder.
  var number: Int { Int(folder.prefix(2)) ?? -1 }
  var isGenerated: Bool { path.contains("/Generated/") }

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = SourceText.codeOnly(text).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// All Swift files below a folder of the repository, in order of their paths.
  static func files(below folder: String) -> [SourceText] {
    let root = TestData.repository
    let start = root.appendingPathComponent(folder)
    let found = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String }
    return (found ?? []).filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
      guard let text = try? String(contentsOf: start.appendingPathComponent(name), encoding: .utf8)
      else { return nil }
      return SourceText(path: "\(folder)/\(name)", text: text)
    }
  }

  /// The Swift files of the product.
  static let sources = files(below: "Sources")

  /// "path:line: line", as an editor jumps to it.
  func place(_ index: Int) -> String {
    "\(path):\(index + 1): \(lines[index].trimmingCharacters(in: .whitespaces))"
  }

  /// Blanks comments and the insides of string literals; lines stay where they are.
  static func codeOnly(_ text: String) -> String {
    var bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let rest = bytes[index...]
      if rest.starts(with: "//".utf8) {
        blank(&bytes, &index, until: "\n", inclusive: false)
      } else if rest.starts(with: "/*".utf8) {
        blank(&bytes, &index, until: "*/", inclusive: true)
      } else if rest.starts(with: "#\"".utf8) {
        index += 2
        blank(&bytes, &index, until: "\"#", inclusive: true)
      } else if rest.starts(with: "\"\"\"".utf8) {
        index += 3
        blank(&bytes, &index, until: "\"\"\"", inclusive: true)
      } else if bytes[index] == UInt8(ascii: "\"") {
        index += 1
        blankString(&bytes, &index)
      } else {
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func blank(
    _ bytes: inout [UInt8], _ index: inout Int, until end: String, inclusive: Bool
  ) {
    while index < bytes.count, !bytes[index...].starts(with: end.utf8) {
      if bytes[index] != UInt8(ascii: "\n") { bytes[index] = UInt8(ascii: " ") }
      index += 1
    }
    if inclusive { index = min(index + end.utf8.count, bytes.count) }
  }

  /// Blanks to the closing quote; quotes inside `\(...)` do not close.
  private static func blankString(_ bytes: inout [UInt8], _ index: inout Int) {
    var depth = 0
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
        if bytes[index + 1] == UInt8(ascii: "(") { depth += 1 }
        bytes[index] = UInt8(ascii: " ")
        bytes[index + 1] = UInt8(ascii: " ")
        index += 2
        continue
      }
      if byte == UInt8(ascii: "\""), depth == 0 {
        index += 1
        return
      }
      if depth > 0 && byte == UInt8(ascii: "(") { depth += 1 }
      if depth > 0 && byte == UInt8(ascii: ")") { depth -= 1 }
      bytes[index] = UInt8(ascii: " ")
      index += 1
    }
  }
}
