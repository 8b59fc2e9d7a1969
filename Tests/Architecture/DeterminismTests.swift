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

  @Test("no functions of the C library whose bits depend on the CPU")
  func noLibm() throws {
    let names =
      "sin|cos|tan|asin|acos|atan|atan2|exp|exp2|expm1|log|log2|log10|log1p|pow|tanh|sinh"
      + "|cosh|hypot|cbrt|erf|erfc|tgamma|lgamma|sincos"
    let bare = try Regex("(^|[^.\\w])((Foundation|Glibc)\\.)?(\(names))\\(")
    for file in DeterminismTests.files where !file.path.hasPrefix("Sources/00-Geometry/Portable/") {
      for (index, line) in file.code.enumerated() {
        if line.contains("func ") || line.firstMatch(of: bare) == nil { continue }
        Issue.record("\(file.place(index))\nuse Portable: libm's bits depend on the CPU")
      }
    }
  }

  @Test("no walk through a set or dictionary without sorting it first")
  func noHashOrder() throws {
    let declared = try Regex(
      #"\b(?:var|let) (\w+)\s*(?::\s*(?:Set<|\[[^\[\]]+:[^\[\]]+\]\s*(?:=|$|\{|\?))|=\s*(?:Set[<(]|\[[^\[\]]+:[^\[\]]+\]\(\)|Dictionary\())"#
    )
    for file in DeterminismTests.files {
      var names: Set<String> = []
      for line in file.code {
        if let match = line.firstMatch(of: declared), let name = match.output[1].substring {
          names.insert(String(name))
        }
      }
      for name in names.sorted() {
        let walk = try Regex(
          "(in (self\\.)?\(name)(\\.keys|\\.values)?\\s*(\\{|where|$))"
            + "|\\b\(name)\\.(keys\\.|values\\.)?(map|flatMap|compactMap|forEach|first|reduce)\\b")
        for (index, line) in file.code.enumerated() where line.firstMatch(of: walk) != nil {
          let next = index + 1 < file.code.count ? file.code[index + 1] : ""
          if (line + next).contains("sorted") { continue }
          if file.lines[index].contains(DeterminismTests.waiver) { continue }
          Issue.record(
            "\(file.place(index))\n\(name) has no order: sort it, or say \"\(DeterminismTests.waiver)\""
          )
        }
      }
    }
  }

  @Test("no classes in the stages and below them: copying a stage is a checkpoint")
  func noClasses() throws {
    let shared = try Regex(
      "^\\s*(@\\w+ )*((public|private|fileprivate|final|open) )*(class|actor) \\w")
    let immutable = ["Sources/01-Roads/RoadMap.swift"]  // an index of `let`s, shared by copies
    for file in DeterminismTests.files where file.number <= 2 || (20...80).contains(file.number) {
      for (index, line) in file.code.enumerated() where line.firstMatch(of: shared) != nil {
        if line.contains(" class func") || immutable.contains(file.path) { continue }
        Issue.record("\(file.place(index))\nuse a struct")
      }
    }
  }
}
