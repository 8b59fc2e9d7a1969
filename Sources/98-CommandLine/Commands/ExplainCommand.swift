import ArgumentParser
import Assembly
import DrivingCore
import Reporting
import Scenarios

/// `godseye explain`: what a metric or a scenario means.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a metric or a scenario: meaning, formula, source, limits.",
    discussion: """
      Examples:
        godseye explain nuplan.time_to_collision
        godseye explain parking.score
        godseye explain highway/cut-in/gap-9m
      """)

  @Argument(help: "A metric (with or without its version), a scenario or a key of scenario files.")
  var name: String

  func run() throws {
    if let page = Names.metricPage(name) {
      print(page)
      return
    }
    let suite = Suite(
      paths: try RunSession.builtInSuite(), vehicles: try Vehicles.all(including: nil),
      configuration: RunConfiguration())
    if let scenario = suite.scenarios.first(where: { $0.id == name }) {
      print(scenario.page)
      return
    }
    let rows = ScenarioReference.explain(name)
    if !rows.isEmpty {
      rows.forEach { print($0) }
      return
    }
    throw UserError(
      "found no metric or scenario '\(name)'; expected an id of 'godseye list metrics' or 'godseye "
        + "list scenarios'", code: .usage)
  }
}

extension Scenario {
  /// The page of a scenario.
  var page: String {
    let known = knownFailure.map { "\nknown     \($0.reason) (until \($0.until))" } ?? ""
    return """
      \(id)
      \(title)

      file      \(source)
      kind      \(kind.rawValue), at most \(duration) s, vehicle \(vehicle.id)
      others    \(actors.count)
      passes    \(criteria.inWords)\(known)
      """
  }
}

extension PassCriteria {
  /// The criteria in one line.
  var inWords: String {
    var parts: [String] = []
    if noAtFaultCollision { parts.append("no at-fault collision") }
    if insideDrivableArea { parts.append("inside the drivable area") }
    if goalReached { parts.append("goal reached") }
    if let minimumDuration { parts.append("at least \(minimumDuration) s") }
    parts += thresholds.map { threshold in
      let low = threshold.minimum.map { " >= \($0)" } ?? ""
      let high = threshold.maximum.map { " <= \($0)" } ?? ""
      return threshold.metric + low + high
    }
    return parts.joined(separator: ", ")
  }
}
