import DrivingCore

/// The table of scenarios and vehicles in few characters, for `summary.md`.
enum SummaryMatrix {
  /// The most cells of one class that are listed with their reasons.
  static let mostListed = 200

  static func lines(_ matrix: ResultMatrix) -> [String] {
    var lines = ["", "## Vehicles, the shortest first", ""]
    lines.append("| no. | vehicle | length | passed | refused | failed | not evaluated | score |")
    lines.append("|---:|---|---:|---:|---:|---:|---:|---:|")
    for (number, column) in matrix.vehicles.enumerated() {
      let total = column.totals
      let cells = [
        "\(number + 1)", SummaryMarkdown.plain(column.vehicle.id),
        "\(NumberText.fixed(column.vehicle.length, 2)) m", "\(total.passed)/\(total.cells)",
        "\(total.refused)", "\(total.failed)", "\(total.notEvaluated)",
        total.score.map { NumberText.fixed($0, 1) } ?? "",
      ]
      lines.append("| " + cells.joined(separator: " | ") + " |")
    }
    return lines + table(matrix)
      + list(matrix, [.failed, .expiredFailure, .unexpectedPass], "Failed")
      + list(matrix, [.knownFailure], "Known failures") + list(matrix, [.refused], "Refused")
      + list(matrix, [.notEvaluated, .error], "Not evaluated")
  }

  /// One character a cell, one column a vehicle, in the order of the table above.
  private static func table(_ matrix: ResultMatrix) -> [String] {
    let vehicles = matrix.vehicles.map(\.vehicle.id)
    let width = matrix.scenarios.map(\.scenario.count).max() ?? 0
    var lines = [
      "", "## Scenarios", "",
      "`+` passed, `-` refused, `X` failed, `?` not evaluated; columns as "
        + "numbered above.", "", "```",
    ]
    for line in matrix.scenarios {
      let signs = vehicles.map { id in
        line.cells.first { $0.vehicle == id }.map { sign($0.outcome) } ?? " "
      }
      let name = line.scenario.filter { $0 != "`" && !$0.isNewline }
      let pad = String(repeating: " ", count: max(width - name.count, 0))
      let score = line.totals.score.map { NumberText.fixed($0, 1) } ?? "-"
      lines.append(
        "\(name)\(pad)  \(signs.joined())  \(line.totals.passed)/\(line.totals.cells)  \(score)")
    }
    return lines + ["```"]
  }

  private static func sign(_ outcome: ScenarioOutcome) -> String {
    switch outcome {
    case .passed: "+"
    case .refused: "-"
    case .failed, .knownFailure, .expiredFailure: "X"
    case .unexpectedPass: "!"
    case .notEvaluated, .error: "?"
    }
  }

  private static func list(
    _ matrix: ResultMatrix, _ outcomes: [ScenarioOutcome], _ title: String
  ) -> [String] {
    let cells = matrix.scenarios.flatMap(\.cells).filter { outcomes.contains($0.outcome) }
    guard !cells.isEmpty else { return [] }
    var lines = ["", "## \(title): \(cells.count)", ""]
    lines += cells.prefix(mostListed).map {
      "- **\(SummaryMarkdown.plain($0.id))** \(SummaryMarkdown.plain($0.reason ?? ""))"
    }
    if cells.count > mostListed {
      lines.append("- and \(cells.count - mostListed) more, in results.json")
    }
    return lines
  }
}
