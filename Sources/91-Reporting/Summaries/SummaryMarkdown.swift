import DrivingCore

/// The results as a page of Markdown: for merge requests and for people in a hurry.
public struct SummaryMarkdown: Sendable {
  /// The text of `summary.md`.
  public let text: String

  /// Writes the results.
  public init(_ results: RunResults) {
    var lines = ["# godseye: \(results.countsInWords)", ""]
    let configuration = results.configuration
    lines.append(
      [
        "percepts \(configuration.percepts)", "reasoner \(configuration.reasoner)",
        "planner \(configuration.planner)", "vehicle \(configuration.vehicle)",
        "style \(configuration.style)", "godseye \(configuration.toolVersion)",
      ].map(SummaryMarkdown.plain).joined(separator: " · "))
    if let matrix = results.matrix {
      text = (lines + SummaryMatrix.lines(matrix)).joined(separator: "\n") + "\n"
      return
    }
    let worrying = results.scenarios.filter { $0.outcome != .passed }
    if !worrying.isEmpty {
      lines += ["", "## To look at", ""]
      lines += worrying.map {
        "- **\(SummaryMarkdown.plain($0.id))** \(SummaryMarkdown.plain($0.headline))"
      }
    }
    lines += ["", "## All scenarios", ""]
    lines.append("| scenario | outcome | score | tightest gate | gate interventions | simulated |")
    lines.append("|---|---|---:|---|---:|---:|")
    lines += results.scenarios.map(SummaryMarkdown.row)
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ row: ScenarioResult) -> String {
    let tightest = row.tightestGate.map { "\($0.id) \(NumberText.signed($0.margin, 2))" } ?? ""
    let interventions =
      row.interventions.clamped + row.interventions.replaced + row.interventions.minimumRisk
    let cells = [
      row.id, row.outcome.words, NumberText.fixed(row.score, 1), tightest, "\(interventions)",
      "\(NumberText.fixed(row.duration, 1)) s",
    ]
    return "| " + cells.map(plain).joined(separator: " | ") + " |"
  }

  /// Text that cannot be taken for a table border, a link, markup or a mention.
  static func plain(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "|", "*", "_", "`", "[", "]", "<", ">", "#", "\\", "!", "~":
        result += "\\\(character)"
      case "@": result += "@\u{200B}"
      default: result += character.value < 0x20 ? " " : String(character)
      }
    }
    return result
  }
}

extension RunResults {
  /// The counts in one line: "14 passed, 1 known failure, 0 not evaluated".
  public var countsInWords: String {
    let known = scenarios.count { $0.outcome == .knownFailure }
    var parts = ["\(summary.passed) passed"]
    let failed = summary.failed - known
    if failed > 0 { parts.append("\(failed) FAILED") }
    if summary.refused > 0 { parts.append("\(summary.refused) refused") }
    if known > 0 { parts.append("\(known) known failure\(known == 1 ? "" : "s")") }
    parts.append("\(summary.notEvaluated) not evaluated")
    if summary.errors > 0 {
      parts.append("\(summary.errors) ERROR\(summary.errors == 1 ? "" : "S")")
    }
    return parts.joined(separator: ", ")
  }
}
