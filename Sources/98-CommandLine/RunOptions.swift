import ArgumentParser
import Assembly
import DrivingCore
import Reporting
import Scenarios

/// The options that `run`, `replay` and `verify` share.
struct RunOptions: ParsableArguments {
  @Option(help: "What the planner sees: truth, or camera (lanes from rendered pictures).")
  var percepts: String?

  @Option(help: "Who decides: rules, or recorded:FILE (answers of a language model, replayed).")
  var reasoner = "rules"

  @Option(
    help: """
      Who plans: lattice (ours; hybrid A* when parking), exec:COMMAND, a rival or a control \
      ('godseye list planners').
      """)
  var planner = "lattice"

  @Option(
    help: "Who checks the plans: supervisor, or none; left out: none for rivals and controls.")
  var gate: String?

  @Option(
    help: """
      The car: an id of 'godseye list vehicles', or a vehicle file (.json). Several with commas, or \
      all: every scenario is run with every one of them, and the report shows the matrix.
      """)
  var vehicle: String?

  @Option(help: "How it drives: comfort, standard, sport, or a style file (.yaml).")
  var style: String?

  @Option(help: "The seed of everything random.")
  var seed: UInt64?

  @Option(
    help: "Seconds of wall-clock time an external planner may take for one answer; then it failed.")
  var plannerTimeout = ExternalPlanner.defaultGuard

  @Option(help: "How many scenarios run at once.")
  var jobs = 2

  @Option(help: "Only scenarios whose id contains this text.")
  var filter: String?

  @Option(help: "Only the scenario with this id.")
  var only: String?

  @Option(
    help: "Put the ego in the place of a recorded vehicle: recorded:ID, or recorded:all in turn.")
  var ego: String?

  @Option(help: "The part I/N of the scenarios, for several machines: 1/4.")
  var shard: String?

  @Option(help: "At most N members of each file's sweep, drawn from --seed (1 where absent).")
  var sample: Int?

  @Option(help: "Only scenarios with this tag, such as R157.")
  var tag: String?

  @Option(
    help: "Which recorded vehicles react to the ego instead of replaying: none, all, or ids.")
  var reactive = "none"

  /// The configuration that the options describe.
  func configuration() throws -> RunConfiguration {
    var configuration = RunConfiguration()
    configuration.percepts = try parse(percepts, as: "--percepts", or: .truth)
    configuration.reasoner = reasoner
    configuration.planner = planner
    configuration.gate = gate
    let chosen = try Vehicles.chosen(vehicle).ids
    configuration.vehicle = chosen.count == 1 ? chosen.first : nil
    configuration.matrix = chosen.count > 1 ? chosen : []
    configuration.style = style
    configuration.ownStyle = try style.map { name throws(InputFailure) in try Styles.chosen(name) }
    configuration.seed = seed
    configuration.answerGuard = plannerTimeout
    return configuration
  }

  /// The part of the suite that the options select.
  func selection() throws -> Suite.Selection {
    var selection = Suite.Selection()
    selection.filter = filter
    selection.only = only
    selection.tag = tag
    if let sample {
      guard (1...10_000).contains(sample) else {
        throw UserError("--sample: found \(sample); expected 1 to 10000", code: .usage)
      }
      selection.sample = sample
    }
    guard let reactive = ReactiveTraffic(argument: reactive) else {
      throw UserError("--reactive: found ''; expected none, all or ids with commas", code: .usage)
    }
    selection.reactive = reactive
    if let ego {
      guard let choice = EgoChoice(argument: ego) else {
        throw UserError(
          "--ego: found '\(ego)'; expected recorded:ID or recorded:all", code: .usage)
      }
      selection.ego = choice
    }
    if let shard {
      let parts = shard.split(separator: "/").compactMap { Int($0) }
      guard parts.count == 2, parts[1] >= 1, (1...parts[1]).contains(parts[0]) else {
        throw UserError(
          "--shard: found '\(shard)'; expected I/N with 1 <= I <= N, such as 1/4", code: .usage)
      }
      selection.shard = (parts[0], parts[1])
    }
    return selection
  }

  /// The options as arguments for a second process; threads aside.
  var arguments: [String] {
    let named: [(String, String?)] = [
      ("--percepts", percepts), ("--reasoner", reasoner), ("--planner", planner),
      ("--gate", gate), ("--vehicle", vehicle), ("--style", style),
      ("--seed", seed.map { "\($0)" }),
      ("--planner-timeout", "\(plannerTimeout)"), ("--filter", filter), ("--only", only),
      ("--ego", ego), ("--shard", shard), ("--sample", sample.map { "\($0)" }), ("--tag", tag),
      ("--reactive", reactive),
    ]
    return named.flatMap { name, value in value.map { [name, $0] } ?? [] }
  }

  /// The configuration as results state it.
  func described(
    _ configuration: RunConfiguration, among vehicles: [VehicleSpec]
  ) -> RunResults.Configuration {
    let columns = configuration.matrix.compactMap { id in vehicles.first { $0.id == id } }
    let isMatrix = !columns.isEmpty
    return RunResults.Configuration(
      percepts: configuration.percepts.rawValue, reasoner: configuration.reasoner,
      planner: configuration.planner,
      vehicle: isMatrix ? "\(columns.count) vehicles" : configuration.vehicle ?? "scenario",
      style: configuration.style ?? "scenario", seed: configuration.seed ?? 0,
      toolVersion: ProductVersion.text,
      vehicles: isMatrix
        ? columns.map {
          .init(id: $0.id, name: $0.name, length: $0.body.length, width: $0.body.width)
        } : nil)
  }

  private func parse(
    _ text: String?, as option: String, or standard: RunConfiguration.Percepts
  ) throws -> RunConfiguration.Percepts {
    guard let text else { return standard }
    guard let value = RunConfiguration.Percepts(rawValue: text) else {
      throw UserError("\(option): found '\(text)'; expected truth or camera", code: .usage)
    }
    return value
  }
}
