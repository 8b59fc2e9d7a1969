import DrivingCore

/// The table of scenarios and vehicles, and the list of what did not pass in it.
enum ReportMatrix {
  static func sections(_ results: RunResults) -> [Markup] {
    guard let matrix = results.matrix, !matrix.scenarios.isEmpty else { return [] }
    return [
      .element(
        "section", ["class": "card matrix"],
        [
          .element("h3", [:], [.text("Scenarios and vehicles, the shortest vehicle first")]),
          legend,
          .element(
            "div", ["class": "across"],
            [.element("table", [:], [head(matrix), .element("tbody", [:], body(matrix))])]),
          problems(matrix, [.refused], "refused"),
          problems(matrix, [.failed, .expiredFailure, .unexpectedPass, .knownFailure], "failed"),
          problems(matrix, [.notEvaluated, .error], "not evaluated"),
        ])
    ]
  }

  private static let legend = Markup.element(
    "p", ["class": "keys"],
    [
      ("passed q4", "90"), ("passed q3", "80"), ("passed q2", "70"), ("passed q1", "60"),
      ("passed q0", "0"),
    ].map { .element("span", ["class": "cell \($0.0)"], [.text($0.1)]) }
      + [.text("passed, by score from")]
      + [
        ("refused", "–", "refused"), ("failed", "✕", "failed"),
        ("not_evaluated", "?", "not evaluated"),
      ].flatMap { key, sign, words in
        [.element("span", ["class": "cell \(key)"], [.text(sign)]), .text(words)]
      })

  private static func head(_ matrix: ResultMatrix) -> Markup {
    let vehicles = matrix.vehicles.map { column in
      let vehicle = column.vehicle
      let measures =
        "\(NumberText.fixed(vehicle.length, 2)) x \(NumberText.fixed(vehicle.width, 2)) m"
      return Markup.element(
        "th", ["class": "car", "scope": "col", "title": "\(vehicle.name), \(measures)"],
        [
          .element(
            "div", [:],
            [
              .text("\(vehicle.id) "),
              .element("small", [:], [.text(NumberText.fixed(vehicle.length, 2))]),
            ])
        ])
    }
    return .element(
      "thead", [:],
      [
        .element(
          "tr", [:],
          [.element("th", ["class": "what", "scope": "col"], [.text("length in m")])] + vehicles
            + [.element("th", ["class": "sum", "scope": "col"], [.text("passed")])]),
        totals("all scenarios", matrix.vehicles.map(\.totals), matrix.scenarios.map(\.totals)),
      ])
  }

  private static func body(_ matrix: ResultMatrix) -> [Markup] {
    let vehicles = matrix.vehicles.map(\.vehicle.id)
    return matrix.files.flatMap { file -> [Markup] in
      let count = vehicles.map { id in
        ResultMatrix.Totals(
          of: file.lines.flatMap { line in line.cells.filter { $0.vehicle == id } })
      }
      let name = file.source.split(separator: "/").last.map(String.init) ?? file.source
      let heading = totals(name, count, file.lines.map(\.totals), title: file.source, isFile: true)
      return [heading] + file.lines.map { line($0, vehicles) }
    }
  }

  /// A line of counts: for each vehicle how many passed, and what share of everything.
  private static func totals(
    _ name: String, _ columns: [ResultMatrix.Totals], _ lines: [ResultMatrix.Totals],
    title: String? = nil, isFile: Bool = false
  ) -> Markup {
    let (passed, all) = (lines.reduce(0) { $0 + $1.passed }, lines.reduce(0) { $0 + $1.cells })
    let cells = columns.map { total -> Markup in
      let mood = total.failed + total.notEvaluated > 0 ? "bad" : total.refused > 0 ? "warn" : ""
      return .element(
        "td", ["class": "count \(mood)", "title": words(total)], [.text("\(total.passed)")])
    }
    return .element(
      "tr", ["class": isFile ? "file" : "total"],
      [.element("th", ["class": "what", "scope": "row", "title": title], [.text(name)])] + cells
        + [.element("td", ["class": "sum"], [.text("\(passed)/\(all)")])])
  }

  private static func words(_ total: ResultMatrix.Totals) -> String {
    var parts = ["\(total.passed) of \(total.cells) passed"]
    if total.refused > 0 { parts.append("\(total.refused) refused") }
    if total.failed > 0 { parts.append("\(total.failed) failed") }
    if total.notEvaluated > 0 { parts.append("\(total.notEvaluated) not evaluated") }
    if let score = total.score { parts.append("mean score \(NumberText.fixed(score, 1))") }
    return parts.joined(separator: ", ")
  }

  private static func line(_ line: ResultMatrix.Line, _ vehicles: [String]) -> Markup {
    let name = line.scenario.split(separator: "/").last.map(String.init) ?? line.scenario
    var next = line.cells.startIndex
    let cells = vehicles.map { id -> Markup in
      guard next < line.cells.endIndex, line.cells[next].vehicle == id else {
        return .element("td", ["class": "cell"])
      }
      defer { next += 1 }
      return cell(line.cells[next])
    }
    return .element(
      "tr", [:],
      [.element("th", ["class": "what", "scope": "row", "title": line.title], [.text(name)])]
        + cells
        + [
          .element(
            "td", ["class": "sum", "title": words(line.totals)],
            [.text("\(line.totals.passed)/\(line.totals.cells)")])
        ])
  }

  private static func cell(_ cell: ResultMatrix.Cell) -> Markup {
    let isPassed = cell.outcome == .passed
    let level = [60.0, 70, 80, 90].count { cell.score >= $0 }
    let hint =
      isPassed
      ? "\(cell.vehicle): \(NumberText.fixed(cell.score, 1))"
      : "\(cell.vehicle): \(cell.outcome.words): \(cell.reason ?? "")"
    return .element(
      "td", ["class": isPassed ? "cell passed q\(level)" : "cell \(cell.outcome.rawValue)"],
      [
        .element(
          "a", ["href": "#\(anchor(cell.id))", "title": hint],
          [.text(isPassed ? NumberText.fixed(cell.score, 0) : sign(cell.outcome))])
      ])
  }

  private static func sign(_ outcome: ScenarioOutcome) -> String {
    switch outcome {
    case .passed: "✓"
    case .refused: "–"
    case .failed, .knownFailure, .expiredFailure: "✕"
    case .unexpectedPass, .error: "!"
    case .notEvaluated: "?"
    }
  }

  /// The cells of some outcomes with their reasons, folded away.
  private static func problems(
    _ matrix: ResultMatrix, _ outcomes: [ScenarioOutcome], _ words: String
  ) -> Markup {
    let cells = matrix.scenarios.flatMap(\.cells).filter { outcomes.contains($0.outcome) }
    guard !cells.isEmpty else { return Markup() }
    let lines = cells.map { cell in
      Markup.element(
        "li", [:],
        [
          .element("a", ["href": "#\(anchor(cell.id))"], [.text(cell.id)]),
          .text(" \(cell.reason ?? "")"),
        ])
    }
    return .element(
      "details", ["class": outcomes.first?.rawValue],
      [.element("summary", [:], [.text("\(cells.count) \(words)")]), .element("ol", [:], lines)])
  }

  /// An id as the part of an address behind `#` (RFC 3986: unreserved characters, `/` and `@`).
  static func anchor(_ id: String) -> String {
    let hexadecimal = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in id.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(byte)
      case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
        UInt8(ascii: "/"), UInt8(ascii: "@"):
        bytes.append(byte)
      default:
        bytes += [
          UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)],
        ]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
