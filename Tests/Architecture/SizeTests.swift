import Foundation
import Testing

/// Files and functions a reader can hold in mind.
@Suite("Sizes")
struct SizeTests {
  static let longestFile = 600
  static let longestFunction = 80

  /// Functions that may be longer, "path: name"; this list only shrinks.
  static let allowed: Set<String> = []

  @Test("no file is longer than 600 lines")
  func files() {
    for file in SourceText.sources where !file.isGenerated {
      let count = file.lines.count
      if count > SizeTests.longestFile {
        Issue.record("\(file.path): \(count) lines, more than \(SizeTests.longestFile): split it")
      }
    }
  }

  @Test("no function is longer than 80 lines")
  func functions() throws {
    var unused = SizeTests.allowed
    var longest = 0
    for file in SourceText.sources where !file.isGenerated {
      for function in try SizeTests.functions(in: file) {
        longest = max(longest, function.length)
        guard function.length > SizeTests.longestFunction else { continue }
        let name = "\(file.path): \(function.name)"
        if unused.remove(name) != nil { continue }
        Issue.record("\(file.place(function.line))\n\(name) has \(function.length) lines: split it")
      }
    }
    #expect(unused.isEmpty, "short enough now, take off the list: \(unused.sorted())")
    #expect(longest > 20, "the reader of functions finds none")
  }

  /// The functions of a file with the lines from their names to their closing braces.
  static func functions(
    in file: SourceText
  ) throws -> [(name: String, line: Int, length: Int)] {
    let start = try Regex(
      #"^\s*(?:[@\w]+(?:\(\w+\))? )*(?:func ([^\s(<]+)|(init)[?!]?[(<]|(subscript)[(<]|var (\w+)\s*:[^=]*\{$)"#
    )
    return file.code.indices.compactMap { line in
      let code = file.code[line]
      guard ["func ", "init", "subscript", "var "].contains(where: code.contains) else {
        return nil
      }
      guard let match = file.code[line].firstMatch(of: start) else { return nil }
      let name = (1...4).compactMap { match.output[$0].substring }.first ?? ""
      return end(of: line, in: file.code).map { (String(name), line, $0 - line + 1) }
    }
  }

  /// The line of the brace that closes a body; nil where there is none.
  static func end(of start: Int, in code: [String]) -> Int? {
    var (depth, parentheses) = (0, 0)
    for line in start..<code.count {
      for character in code[line].utf8 {
        switch character {
        case UInt8(ascii: "("), UInt8(ascii: "["): parentheses += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): parentheses -= 1
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"):
          depth -= 1
          // A brace that closes more than was opened ends a protocol: no body.
          if depth <= 0 && parentheses <= 0 { return depth == 0 ? line : nil }
        default: break
        }
      }
      let next = line + 1 < code.count ? code[line + 1] : ""
      if depth == 0 && parentheses == 0 && next.contains("func ") { return nil }
    }
    return nil
  }
}
