import DrivingCore

/// The part of the report that needs no script: verdict, configuration, counts, the table.
enum ReportPage {
  static func sections(_ results: RunResults) -> [Markup] {
    [brand, header(results), share(results), tiles(results)] + ReportMatrix.sections(results)
      + [
        table(results),
        .element("section", ["id": "detail"]),
        .element(
          "noscript", [:],
          [.element("p", ["class": "notice"], [.text("Pictures and curves need JavaScript.")])]),
        .element(
          "p", ["class": "foot"],
          [
            .text(
              "Made by godseye \(results.configuration.toolVersion). Lengths in metres, times "
                + "simulated. The same input gives the same report, byte for byte.")
          ]),
      ]
  }

  private static let brand = Markup.element(
    "div", ["class": "brand"],
    [
      .own(
        """
        <svg width="26" height="26" viewBox="0 0 26 26" fill="none" stroke="currentColor" \
        stroke-width="1.9" aria-hidden="true"><path d="M1.8 13C4.6 7.6 8.6 5 13 5s8.4 2.6 11.2 \
        8c-2.8 5.4-6.8 8-11.2 8S4.600 18.400 1.800 13Z"/><path d="M9.500 20 12.200 9h1.600l2.700 \
        11" stroke-width="1.500"/><path d="M13 11.500v1.800m0 2.200v2.400" stroke-width="1.300"/></svg>
        """),
      .text("godseye"), .element("span", ["class": "grow"]),
      .element(
        "button", ["class": "quiet", "id": "theme", "type": "button", "hidden": ""],
        [.text("Dark")]),
    ])

  private static func header(_ results: RunResults) -> Markup {
    let configuration = results.configuration
    let chips = [
      ("percepts", configuration.percepts), ("reasoner", configuration.reasoner),
      ("planner", configuration.planner), ("vehicle", configuration.vehicle),
      ("style", configuration.style),
      ("seed", configuration.seed == 0 ? "as stated" : "\(configuration.seed)"),
    ].map { name, value in
      Markup.element("li", [:], [.text("\(name) "), .element("b", [:], [.text(value)])])
    }
    return .element(
      "header", [:],
      [
        .element("h1", [:], [.text(headline(results))]),
        .element("p", ["class": "lead"], [.text(results.countsInWords)]),
        .element("ul", ["class": "chips"], chips),
      ])
  }

  private static func headline(_ results: RunResults) -> String {
    let (passed, all) = (results.summary.passed, results.summary.scenarios)
    guard all > 0 else { return "Nothing was run" }
    if let matrix = results.matrix {
      return "\(passed) of \(all) passed: \(matrix.scenarios.count) scenarios with "
        + "\(matrix.vehicles.count) vehicles"
    }
    if passed == all { return all == 1 ? "The scenario passed" : "All \(all) scenarios passed" }
    return "\(passed) of \(all) scenarios passed"
  }

  /// One bar, as long as the suite, divided by outcome.
  private static func share(_ results: RunResults) -> Markup {
    var x = 0.0
    let total = Double(max(results.scenarios.count, 1))
    let pieces = ScenarioOutcome.allCases.compactMap { outcome -> Markup? in
      let count = results.scenarios.count { $0.outcome == outcome }
      guard count > 0 else { return nil }
      let width = 1000 * Double(count) / total
      defer { x += width }
      return .element(
        "rect",
        [
          "class": outcome.rawValue, "x": NumberText.fixed(x, 1), "y": "0",
          "width": NumberText.fixed(max(width - 3, 2), 1), "height": "10",
        ], [.element("title", [:], [.text("\(count) \(outcome.words)")])])
    }
    return .element(
      "svg",
      [
        "class": "share", "viewBox": "0 0 1000 10", "preserveAspectRatio": "none", "role": "img",
        "aria-label": results.countsInWords,
      ], pieces)
  }

  private static func tiles(_ results: RunResults) -> Markup {
    let summary = results.summary
    let unplanned = summary.failed - summary.knownFailures
    var tiles = [
      tile("mean score", NumberText.fixed(summary.score, 1), ""),
      tile("passed", "\(summary.passed)", summary.passed > 0 ? "good" : ""),
      tile("failed", "\(unplanned)", unplanned > 0 ? "bad" : ""),
      tile("known failures", "\(summary.knownFailures)", summary.knownFailures > 0 ? "warn" : ""),
      tile("not evaluated", "\(summary.notEvaluated)", summary.notEvaluated > 0 ? "odd" : ""),
    ]
    if summary.refused > 0 { tiles.append(tile("refused", "\(summary.refused)", "warn")) }
    if summary.errors > 0 { tiles.append(tile("errors", "\(summary.errors)", "odd")) }
    let simulated = results.scenarios.reduce(0) { $0 + $1.duration }
    tiles.append(tile("simulated", "\(NumberText.fixed(simulated, 0)) s", ""))
    return .element("div", ["class": "tiles"], tiles)
  }

  private static func tile(_ name: String, _ value: String, _ mood: String) -> Markup {
    .element(
      "div", ["class": "tile \(mood)"],
      [.element("span", [:], [.text(name)]), .element("strong", [:], [.text(value)])])
  }

  private static func table(_ results: RunResults) -> Markup {
    let heads = [
      ("outcome", ""), ("scenario", ""), ("score", "number"), ("tightest gate", "number optional"),
      ("gate acted", "number optional"), ("simulated", "number optional"),
    ].map { name, kind in Markup.element("th", ["class": kind, "scope": "col"], [.text(name)]) }
    return .element(
      "section", ["class": "card list"],
      [
        tools(results),
        .element(
          "div", ["class": "scroll"],
          [
            .element(
              "table", [:],
              [
                .element("thead", [:], [.element("tr", [:], heads)]),
                .element("tbody", ["id": "rows"], results.scenarios.map(row)),
              ]),
            .element(
              "p", ["class": "empty", "id": "none", "hidden": ""], [.text("No scenario fits.")]),
          ]),
      ])
  }

  private static func tools(_ results: RunResults) -> Markup {
    let present = ScenarioOutcome.allCases.filter { outcome in
      results.scenarios.contains { $0.outcome == outcome }
    }
    let buttons =
      [("all", "All \(results.scenarios.count)")]
      + present.map { outcome in
        (outcome.rawValue, "\(outcome.words) \(results.scenarios.count { $0.outcome == outcome })")
      }
    return .element(
      "div", ["class": "tools", "id": "tools", "hidden": ""],
      [
        .element(
          "input",
          [
            "id": "filter", "type": "search", "placeholder": "Filter scenarios",
            "aria-label": "Filter scenarios",
          ], isVoid: true)
      ]
        + buttons.map { key, name in
          .element(
            "button",
            [
              "class": "quiet", "type": "button", "data-show": key,
              "aria-pressed": key == "all" ? "true" : "false",
            ], [.text(name)])
        })
  }

  private static func row(_ row: ScenarioResult) -> Markup {
    let rank = ScenarioOutcome.allCases.firstIndex(of: row.outcome) ?? 0
    let acted =
      row.interventions.clamped + row.interventions.replaced
      + row.interventions.minimumRisk
    let why = row.outcome == .passed ? row.title : row.headline
    let gate = row.tightestGate
    return .element(
      "tr", ["data-id": row.id, "data-outcome": row.outcome.rawValue],
      [
        .element(
          "td", ["data-sort": "\(rank)"],
          [.element("span", ["class": "mark \(row.outcome.rawValue)"], [.text(row.outcome.words)])]),
        .element(
          "td", [:],
          [
            .element("div", ["class": "id"], [.text(row.id)]),
            .element("div", ["class": "why"], [.text(why)]),
          ]),
        cell(NumberText.fixed(row.score, 1), row.score),
        cell(
          gate.map { "\($0.id.prefix { $0 != "@" }) \(NumberText.signed($0.margin))" } ?? "",
          gate?.margin ?? 1e9, "optional"),
        cell("\(acted)", Double(acted), "optional"),
        cell("\(NumberText.fixed(row.duration, 1)) s", row.duration, "optional"),
      ])
  }

  private static func cell(_ text: String, _ sort: Double, _ extra: String = "") -> Markup {
    .element(
      "td", ["class": "number \(extra)", "data-sort": NumberText.fixed(sort, 4)], [.text(text)])
  }
}
