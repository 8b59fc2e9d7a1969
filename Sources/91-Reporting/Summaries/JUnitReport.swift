import DrivingCore

/// The results as JUnit XML, for continuous integration.
///
/// Times are simulated durations. What could not be evaluated is an error, never "skipped", which
/// many systems show as success. A known failure is a failure that says so. A refusal is a failure,
/// in a matrix of vehicles "skipped" with the bound it exhausted, as the exit code has it.
public struct JUnitReport: Sendable {
  /// The text of `junit.xml`.
  public let text: String

  /// Writes the results.
  public init(_ results: RunResults) {
    var families: [(name: String, rows: [ScenarioResult])] = []
    for row in results.scenarios {
      if let index = families.firstIndex(where: { $0.name == row.family }) {
        families[index].rows.append(row)
      } else {
        families.append((row.family, [row]))
      }
    }
    let suites = families.map { JUnitReport.suite($0.name, $0.rows, results.configuration) }
    let root = Markup.element(
      "testsuites", JUnitReport.counts("godseye", results.scenarios),
      [.own("\n")] + suites)
    text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.text + "\n"
  }

  private static func counts(
    _ name: String, _ rows: [ScenarioResult]
  ) -> KeyValuePairs<StaticString, String?> {
    let time = rows.reduce(0) { $0 + $1.duration }
    return [
      "name": name, "tests": "\(rows.count)",
      "failures": "\(rows.count { isFailure($0) })", "errors": "\(rows.count { isError($0) })",
      "skipped": "\(rows.count { isSkipped($0) })", "time": NumberText.fixed(time, 3),
    ]
  }

  private static func isError(_ row: ScenarioResult) -> Bool {
    row.verdict == .error || row.verdict == .notEvaluated
  }

  private static func isFailure(_ row: ScenarioResult) -> Bool {
    row.verdict == .failed || row.countsAsFailure
      || (row.verdict == .refused && row.scenario == nil)
  }

  private static func isSkipped(_ row: ScenarioResult) -> Bool {
    row.verdict == .refused && !isFailure(row)
  }

  private static func suite(
    _ name: String, _ rows: [ScenarioResult], _ configuration: RunResults.Configuration
  ) -> Markup {
    let properties = Markup.element(
      "properties", [:],
      [
        ("percepts", configuration.percepts), ("reasoner", configuration.reasoner),
        ("planner", configuration.planner), ("tool_version", configuration.toolVersion),
      ].map { .element("property", ["name": $0.0, "value": $0.1], isVoid: true) })
    return .element(
      "testsuite", counts(name.isEmpty ? "scenarios" : name, rows),
      [.own("\n"), properties, .own("\n")] + rows.flatMap { [testCase($0), .own("\n")] })
  }

  private static func testCase(_ row: ScenarioResult) -> Markup {
    let name = row.id.split(separator: "/").last.map(String.init) ?? row.id
    let family = row.family.isEmpty ? "scenarios" : row.family
    var children: [Markup] = []
    if isError(row) || isFailure(row) { children.append(problem(row)) }
    if isSkipped(row) { children.append(.element("skipped", ["message": row.headline])) }
    children.append(.element("system-out", [:], [.text(details(row))]))
    return .element(
      "testcase",
      [
        "classname": family.split(separator: "/").joined(separator: "."), "name": name,
        "file": row.source, "time": NumberText.fixed(row.duration, 3),
      ], children)
  }

  private static func problem(_ row: ScenarioResult) -> Markup {
    let message = row.headline
    let body = Markup.text(row.messages.joined(separator: "\n"))
    if isError(row) {
      return .element("error", ["type": row.verdict.rawValue, "message": message], [body])
    }
    return .element("failure", ["type": row.outcome.rawValue, "message": message], [body])
  }

  private static func details(_ row: ScenarioResult) -> String {
    let gates = row.metrics.filter(\.isGate).map { gate in
      let value = gate.value.map { NumberText.short($0, unit: gate.unit) } ?? "not valid"
      let margin = gate.margin.map { ", margin \(NumberText.signed($0, 3))" } ?? ""
      return "gate \(gate.id): \(value)\(margin)"
    }
    let score = "score \(NumberText.fixed(row.score, 1)) (raw \(NumberText.fixed(row.rawScore, 1)))"
    return ([score, "digest \(row.digest)"] + gates).joined(separator: "\n")
  }
}
