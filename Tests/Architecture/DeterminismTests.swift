import Foundation
import Testing

/// The same input gives the same bits: nothing below the loop may ask the clock, the C library's
/// functions, a hidden generator, or the order of a hash table.
@Suite("Determinism")
struct DeterminismTests {
  static let files = SourceText.sources.filter { $0.number <= 90 && !$0.isGenerated }

  /// A line ending in this comment, with a reason, has been looked at.
  static let waiver = "// any order:"

  static let clocks = [
    "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "DispatchTime", "clock_gettime",
    "gettimeofday", "CFAbsoluteTimeGetCurrent", "systemUptime",
  ]
  static let generators = [
    "SystemRandomNumberGenerator", "arc4random", "drand48", "UUID()", ".hashValue", "rand()",
  ]
  static let drawing = [".random(", ".randomElement(", ".shuffled(", ".shuffle("]

  @Test("no clocks and no hidden generators")
  func noClocks() {
    for file in DeterminismTests.files {
      for (index, line) in file.code.enumerated() {
        for word in DeterminismTests.clocks + DeterminismTests.generators
        where line.contains(word) {
          Issue.record("\(file.place(index))\n\(word) differs from run to run")
        }
        let next = line + (index + 1 < file.code.count ? file.code[index + 1] : "")
        for word in DeterminismTests.drawing where line.contains(word) && !next.contains("using:") {
          Issue.record("\(file.place(index))\n\(word) needs a seeded generator: `using:`")
        }
      }
    }
  }

  static let libm: Set<String> = [
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "exp", "exp2", "expm1", "log", "log2",
    "log10", "log1p", "pow", "tanh", "sinh", "cosh", "hypot", "cbrt", "erf", "erfc", "tgamma",
    "lgamma", "sincos",
  ]

  @Test("no functions of the C library whose bits depend on the CPU")
  func noLibm() {
    for file in DeterminismTests.files where !file.path.hasPrefix("Sources/00-Geometry/Portable/") {
      for (index, line) in file.code.enumerated() {
        let called = DeterminismTests.calls(in: line).filter(DeterminismTests.libm.contains)
        if called.isEmpty || line.contains("func ") { continue }
        Issue.record(
          "\(file.place(index))\nuse Portable.\(called[0]): libm's bits depend on the CPU")
      }
    }
    #expect(DeterminismTests.calls(in: "a = sin(x) + Portable.cos(x)") == ["sin"])
    #expect(DeterminismTests.calls(in: "a = Foundation.exp(x) + arcsin(x)") == ["exp", "arcsin"])
  }

  /// The names of functions called in a line, but not of methods of anything of ours.
  static func calls(in line: String) -> [String] {
    var (found, word, before): ([String], [UInt8], [UInt8]) = ([], [], [])
    for byte in line.utf8 {
      let isLetter =
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte >= 0x30 && byte <= 0x39 || byte == 0x5F
      if isLetter {
        word.append(byte)
        continue
      }
      let owner = String(decoding: before, as: UTF8.self)
      if byte == UInt8(ascii: "("), !word.isEmpty, ["", "Foundation.", "Glibc."].contains(owner) {
        found.append(String(decoding: word, as: UTF8.self))
      }
      before = byte == UInt8(ascii: ".") ? before + word + [byte] : []
      word = []
    }
    return found
  }

  @Test("no walk through a set or dictionary without sorting it first")
  func noHashOrder() throws {
    for file in DeterminismTests.files {
      for name in try DeterminismTests.unordered(in: file) {
        let walk = try Regex(
          "(in (self\\.)?\(name)(\\.keys|\\.values)?\\s*(\\{|where|$))"
            + "|\\b\(name)\\.(keys\\.|values\\.)?(map|flatMap|compactMap|forEach|first|reduce)\\b")
        for (index, line) in file.code.enumerated() where line.contains(name) {
          if line.firstMatch(of: walk) == nil { continue }
          let next = index + 1 < file.code.count ? file.code[index + 1] : ""
          if (line + next).contains("sorted") { continue }
          if file.lines[index].contains(DeterminismTests.waiver) { continue }
          Issue.record(
            "\(file.place(index))\n\(name) has no order: sort it, or say \"\(DeterminismTests.waiver)\""
          )
        }
      }
    }
    let example = SourceText(
      path: "Sources/10-X/X.swift",
      text:
        "var a: Set<Int> = []\nlet b: [String: Int]\nlet c: [(x: Int, y: Int)] = []\nvar d = [Int: Int]()"
    )
    #expect(try DeterminismTests.unordered(in: example) == ["a", "b", "d"])
  }

  /// The names declared as sets or dictionaries in a file.
  static func unordered(in file: SourceText) throws -> [String] {
    let declared = try Regex(
      #"\b(?:var|let) (\w+)\s*(?::\s*(?:Set<|\[[\w.]+:)|=\s*(?:Set[<(]|\[[\w.]+:[^\]]+\]\(|Dictionary\())"#
    )
    var names: Set<String> = []
    for line in file.code where line.contains("Set") || line.contains(":") {
      guard line.contains("var ") || line.contains("let ") else { continue }
      if let match = line.firstMatch(of: declared), let name = match.output[1].substring {
        names.insert(String(name))
      }
    }
    return names.sorted()
  }

  @Test("no classes in the stages and below them: copying a stage is a checkpoint")
  func noClasses() throws {
    let shared = try Regex(
      "^\\s*(@\\w+ )*((public|private|fileprivate|final|open) )*(class|actor) \\w")
    let immutable = ["Sources/01-Roads/RoadMap.swift"]  // an index of `let`s, shared by copies
    for file in DeterminismTests.files where file.number <= 2 || (20...80).contains(file.number) {
      for (index, line) in file.code.enumerated() {
        guard line.contains("class ") || line.contains("actor ") else { continue }
        if line.firstMatch(of: shared) == nil { continue }
        if line.contains(" class func") || immutable.contains(file.path) { continue }
        Issue.record("\(file.place(index))\nuse a struct")
      }
    }
  }
}
