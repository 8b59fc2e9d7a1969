import Foundation

extension PlannerContest {
  /// The tables for people.
  public var text: String {
    var lines = ["\(runs) runs in \(families.count) families, each by \(entries.count) planners"]
    if leftOut > 0 { lines.append("\(leftOut) runs left out: not evaluated for some planner") }
    lines += ["", planners, "", "score by family (collisions at fault)", table]
    for duel in duels where !duel.onlyFirstCollides.isEmpty {
      lines.append(
        "\(entries[0].planner) collides at fault and \(duel.rival) does not: "
          + duel.onlyFirstCollides.joined(separator: ", "))
    }
    return lines.joined(separator: "\n")
  }

  private var planners: String {
    let head = [
      "planner", "score", "passed", "at-fault", "\(entries.first?.planner ?? "")-this",
      "95 % interval", "better", "worse", "same",
    ]
    let rows = entries.indices.map { index -> [String] in
      let entry = entries[index]
      let own = [
        entry.planner, NumberText.fixed(entry.meanScore, 2), "\(entry.passed)",
        "\(entry.atFaultCollisions)",
      ]
      guard index > 0, index - 1 < duels.count else { return own + ["", "", "", "", ""] }
      let duel = duels[index - 1]
      return own + [
        NumberText.signed(duel.meanDifference, 2),
        "\(NumberText.signed(duel.low, 2)) to \(NumberText.signed(duel.high, 2))",
        "\(duel.better)", "\(duel.worse)", "\(duel.same)",
      ]
    }
    return PlannerContest.aligned([head] + rows)
  }

  private var table: String {
    let rows = families.map { family in
      [family.name, "\(family.runs)"]
        + zip(family.meanScores, family.atFaultCollisions).map { score, hits in
          NumberText.fixed(score, 1) + (hits > 0 ? " (\(hits))" : "")
        }
    }
    return PlannerContest.aligned([["family", "runs"] + entries.map(\.planner)] + rows)
  }

  private static func aligned(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.map { column in
        row[column] + String(repeating: " ", count: widths[column] - row[column].count)
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  /// The contest as JSON, keys sorted.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}
