import DrivingCore
import Foundation
import Reporting
import Scenarios
import Simulation

/// A set of scenarios and the files that could not be read.
public struct Suite: Sendable {
  /// The scenarios, ordered by path, then as their file orders them.
  public var scenarios: [Scenario]
  /// The files that could not be read.
  public var failures: [ScenarioFailure]

  /// What of a suite is to be run.
  public struct Selection: Sendable {
    /// Only ids that contain this text.
    public var filter: String?
    /// Only this id.
    public var only: String?
    /// Only every `count`-th scenario, starting with `index` (1-based).
    public var shard: (index: Int, count: Int)?
    /// Only scenarios with this tag.
    public var tag: String?
    /// At most so many members of each file's sweep.
    public var sample: Int?
    /// Whom the ego stands for in recorded scenarios.
    public var ego = EgoChoice.planned
    /// Which recorded vehicles react.
    public var reactive = ReactiveTraffic.none

    /// Everything.
    public init() {}
  }

  /// Reads the files and folders that the user named.
  public init(
    paths: [String], vehicles: [VehicleSpec], configuration: RunConfiguration,
    selection: Selection = Selection()
  ) {
    var options = ScenarioLoader.Options(vehicles: vehicles)
    options.vehicle = configuration.vehicle
    options.seed = configuration.seed
    options.ego = selection.ego
    options.reactive = selection.reactive
    options.sample = selection.sample
    if let home = ProductFiles.url("Scenarios") { options.root = home.path }
    var chosen: [Scenario]
    if configuration.matrix.isEmpty {
      let loaded = ScenarioLoader.load(paths: paths, options: options)
      (chosen, failures) = (loaded.scenarios, loaded.failures)
    } else {
      let matrix = ScenarioMatrix(
        paths: paths, vehicles: configuration.matrix, options: options)
      (chosen, failures) = (matrix.cells, matrix.failures)
    }
    if let filter = selection.filter { chosen = chosen.filter { $0.id.contains(filter) } }
    if let tag = selection.tag { chosen = chosen.filter { $0.tags.contains(tag) } }
    if let only = selection.only {
      chosen = chosen.filter { $0.id == only || ScenarioMatrix.scenario(of: $0) == only }
    }
    if let (index, count) = selection.shard {
      chosen = chosen.enumerated().filter { $0.offset % count == index - 1 }.map(\.element)
    }
    scenarios = chosen
  }
}
