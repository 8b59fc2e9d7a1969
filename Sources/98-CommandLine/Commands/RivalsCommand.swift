import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Reporting
import Scenarios

/// `godseye rivals`: several planners on the same scenarios, compared run by run.
struct RivalsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rivals",
    abstract: "Runs scenarios with several planners and compares them run by run.",
    discussion: """
      The first planner is compared with each other one: the mean difference of the scores, its 95 %
      interval by drawing whole families (a family is a scenario file with all its instances, or a
      recording with all its vehicles), collisions at fault, and a table by family.

      Rivals drive as published, without our safety gate, unless --gate supervisor is given.
      --recorded runs every recorded vehicle of CommonRoad files with the ego in its place, once with
      the others replayed blindly and once with the others reacting.

      Examples:
        godseye rivals Scenarios/highway
        godseye rivals Scenarios/highway --recorded ~/commonroad --out Reports/rivals
        godseye rivals Scenarios/highway --planners lattice,parked,blind,full-throttle,wrong-way
      """)

  @Argument(help: "Scenario files or folders; none: Scenarios/highway.")
  var paths: [String] = []

  @Option(help: "Planners with commas; the first is compared with the others.")
  var planners = "lattice,idm,idm-mobil,pdm-closed,pdm-lanes"

  @Option(help: "CommonRoad files or a folder of them, with the ego in everyone's place.")
  var recorded: [String] = []

  @Option(help: "Who checks the plans of all planners: supervisor or none.")
  var gate: String?

  @Option(help: "Only scenarios whose id contains this text.")
  var filter: String?

  @Option(help: "How it drives: a style's name or file.")
  var style: String?

  @Option(help: "The seed of everything random, of the drawn families, too.")
  var seed: UInt64?

  @Option(help: "How many runs are made at once.")
  var jobs = 2

  @Option(help: "A folder for the results of each planner, for 'godseye compare'.")
  var out: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let names = planners.split(separator: ",").map(String.init)
    guard names.count >= 2 else {
      throw UserError(
        "--planners: found '\(planners)'; expected at least two names with commas", code: .usage)
    }
    let scenarios = try scenarios()
    guard !scenarios.isEmpty else {
      throw UserError(
        "found no highway scenario in \(paths.joined(separator: ", ")); expected some",
        code: .usage)
    }
    let rows = try drive(scenarios, names)
    let contest = PlannerContest(
      zip(names, rows).map { (name: $0, rows: $1) }, seed: seed ?? 1)
    if let out { try write(names, rows, to: out) }
    if json {
      print(String(decoding: try contest.json(), as: UTF8.self))
    } else {
      print(contest.text)
    }
  }

  /// The suite, then the recordings, blind and reacting; ids tell them apart.
  private func scenarios() throws -> [Scenario] {
    let vehicles = try Vehicles.chosen(nil).all
    let configuration = try configuration("lattice")
    func read(_ paths: [String], _ selection: Suite.Selection) -> [Scenario] {
      let suite = Suite(
        paths: paths, vehicles: vehicles, configuration: configuration,
        selection: selection)
      suite.failures.forEach { Terminal.error($0.description) }
      return suite.scenarios.filter { $0.kind == .highway }
    }
    var selection = Suite.Selection()
    selection.filter = filter
    var found: [Scenario] = []
    let named = paths.isEmpty && recorded.isEmpty ? try highway() : paths
    if !named.isEmpty { found += read(named, selection) }
    guard !recorded.isEmpty else { return found }
    selection.ego = .recorded(.all)
    found += read(recorded, selection)
    selection.reactive = .all
    found += read(recorded, selection).map { scenario in
      var scenario = scenario
      scenario.id += "/reactive"
      return scenario
    }
    return found
  }

  private func highway() throws -> [String] {
    try RunSession.builtInSuite().filter { $0.hasSuffix("/highway") }
  }

  private func configuration(_ planner: String) throws(InputFailure) -> RunConfiguration {
    var configuration = RunConfiguration()
    configuration.planner = planner
    configuration.gate = gate
    configuration.style = style
    configuration.ownStyle = try style.map { name throws(InputFailure) in try Styles.chosen(name) }
    configuration.seed = seed
    return configuration
  }

  /// The rows of each planner, in the order of the scenarios.
  private func drive(_ scenarios: [Scenario], _ names: [String]) throws -> [[ScenarioResult]] {
    let runners = try names.map {
      ScenarioRunner(configuration: try configuration($0), today: Today.text)
    }
    let count = scenarios.count
    let results = Parallel.map(count: count * names.count, jobs: jobs) { index in
      runners[index / count].run(scenarios[index % count]).result
    }
    return names.indices.map { Array(results[($0 * count)..<(($0 + 1) * count)]) }
  }

  private func write(_ names: [String], _ rows: [[ScenarioResult]], to folder: String) throws {
    for (name, rows) in zip(names, rows) {
      let label = String(name.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "_" })
      let path = "\(folder)/\(label)"
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path), withIntermediateDirectories: true)
      let results = RunResults(
        configuration: .init(
          percepts: "truth", reasoner: "rules", planner: name, vehicle: "scenario",
          style: style ?? "scenario", seed: seed ?? 0, toolVersion: ProductVersion.text),
        scenarios: rows)
      try AtomicFile.write(Array(try results.json()), to: "\(path)/results.json")
    }
  }
}
