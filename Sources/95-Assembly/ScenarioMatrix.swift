import DrivingCore
import Scenarios

/// Every scenario with every one of several vehicles: one cell each.
///
/// A cell is a scenario of its own, `parking/parallel/slack-0.8@byd-seagull`. Where a scenario cannot
/// be made for one vehicle (the car does not fit, or starts off the road) its cell says so and the
/// other cells are run.
struct ScenarioMatrix {
  /// The cells: scenarios in the order of their files, each with the vehicles as they were given.
  private(set) var cells: [Scenario] = []
  /// The files that give no scenario with any vehicle.
  private(set) var failures: [ScenarioFailure] = []

  /// What stands between a scenario's id and the vehicle's.
  static let mark = "@"

  /// Reads the files once for each vehicle: sizes may follow the vehicle.
  init(paths: [String], vehicles: [String], options: ScenarioLoader.Options) {
    let columns = vehicles.map { id in
      var options = options
      options.vehicle = id
      return ScenarioLoader.load(paths: paths, options: options)
    }
    let specs = vehicles.compactMap { id in options.vehicles.first { $0.id == id } }
    var rows: [Scenario] = []
    var known: Set<String> = []
    for scenario in columns.flatMap(\.scenarios) where known.insert(scenario.id).inserted {
      rows.append(scenario)
    }
    rows.sort { ($0.source, $0.id) < ($1.source, $1.id) }
    for row in rows {
      for (vehicle, column) in zip(specs, columns) {
        cells.append(ScenarioMatrix.cell(row, vehicle, column))
      }
    }
    failures = ScenarioMatrix.common(columns.map(\.failures), where: rows)
  }

  /// The scenario's own id, without the vehicle's.
  static func scenario(of cell: Scenario) -> String {
    let ending = mark + cell.vehicle.id
    return cell.id.hasSuffix(ending) ? String(cell.id.dropLast(ending.count)) : cell.id
  }

  /// A scenario with a vehicle; one that cannot be made says why.
  private static func cell(
    _ row: Scenario, _ vehicle: VehicleSpec, _ column: ScenarioLoader.Result
  ) -> Scenario {
    var cell: Scenario
    if let made = column.scenarios.first(where: { $0.id == row.id }) {
      cell = made
    } else {
      cell = row
      cell.vehicle = vehicle
      let failure = column.failures.first { $0.path == row.source }
      cell.notEvaluated =
        failure.map { "not possible with \(vehicle.id): \($0.description)" }
        ?? "the file has no such scenario for \(vehicle.id)"
    }
    cell.id = row.id + mark + vehicle.id
    return cell
  }

  /// The failures of files from which no vehicle got a scenario, each once.
  private static func common(
    _ columns: [[ScenarioFailure]], where rows: [Scenario]
  ) -> [ScenarioFailure] {
    let readable = Set(rows.map(\.source))
    var found: [ScenarioFailure] = []
    for failure in columns.joined()
    where !readable.contains(failure.path) && !found.contains(where: { $0.path == failure.path }) {
      found.append(failure)
    }
    return found
  }
}
