import DrivingCore
import Foundation

/// Finds and reads scenario files of every format; one bad file does not stop the others.
public enum ScenarioLoader {
  /// What the files do not say.
  public struct Options: Sendable {
    /// The cars that a scenario may name.
    public var vehicles: [VehicleSpec]
    /// The car to use whatever the file says; nil where the file decides.
    public var vehicle: String?
    /// The car where neither the user nor the file names one.
    public var defaultVehicle: String
    /// The car of CommonRoad files: the benchmark's BMW.
    public var commonRoadVehicle = "commonroad-2"
    /// The car of TPCAP files.
    public var tpcapVehicle = "tpcap"
    /// The seed to use whatever the file says.
    public var seed: UInt64?
    /// Whom the ego stands for in recorded scenarios.
    public var ego = EgoChoice.planned
    /// Which recorded vehicles react to the ego and to each other; the others replay blindly.
    public var reactive = ReactiveTraffic.none
    /// At most so many members of each file's sweep, drawn from the seed; nil takes all.
    public var sample: Int?
    /// Ids are paths below this folder, where a file lies in it.
    public var root: String

    /// Creates options.
    public init(
      vehicles: [VehicleSpec], vehicle: String? = nil, defaultVehicle: String = "byd-seagull",
      seed: UInt64? = nil, root: String = "Scenarios"
    ) {
      self.vehicles = vehicles
      self.vehicle = vehicle
      self.defaultVehicle = defaultVehicle
      self.seed = seed
      self.root = root
    }
  }

  /// What was read and what could not be.
  public struct Result: Sendable {
    /// The scenarios, ordered by path, then as their file orders them.
    public var scenarios: [Scenario] = []
    /// The files that could not be read, ordered by path.
    public var failures: [ScenarioFailure] = []
    /// Files of the folders that are something else, with the reason, ordered by path.
    public var skipped: [String] = []
  }

  /// Reads files and folders; each file is read once, whatever the number of times it is named.
  public static func load(paths: [String], options: Options) -> Result {
    var result = Result()
    var files: [(path: String, isNamed: Bool)] = []
    for path in paths {
      do throws(ScenarioFailure) {
        files += try ScenarioFiles.list(path)
      } catch {
        result.failures.append(error)
      }
    }
    // Bytes order paths the same in every language setting.
    files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    var last: String?
    for file in files where file.path != last {
      last = file.path
      read(file.path, isNamed: file.isNamed, options: options, into: &result)
    }
    if case .recorded(let wanted) = options.ego, result.scenarios.isEmpty, result.failures.isEmpty {
      result.failures.append(nobody(wanted, paths: paths))
    }
    result.failures.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    result.scenarios = unique(result.scenarios)
    return result
  }

  private static func read(
    _ path: String, isNamed: Bool, options: Options, into result: inout Result
  ) {
    do throws(ScenarioFailure) {
      guard let format = ScenarioFiles.format(of: path) else {
        throw ScenarioFailure(
          path: path, found: "a file of another kind",
          expected: "a scenario: .yaml, CommonRoad .xml or TPCAP .csv",
          advice: "rename it, or name another file")
      }
      let file = try SourceFile.read(path, limit: format.sizeLimit)
      if !isNamed, let reason = ScenarioFiles.isSomethingElse(file, format) {
        result.skipped.append("\(path): \(reason)")
        return
      }
      if options.ego != .planned, format != .commonRoad {
        result.skipped.append("\(path): no recorded vehicles in this format")
        return
      }
      let id = ScenarioFiles.id(path, root: options.root)
      switch format {
      case .own:
        result.scenarios += try ScenarioDecoder(file: file, baseID: id, options: options)
          .scenarios()
      case .commonRoad:
        let found = try CommonRoadImporter(file: file, id: id, options: options).scenarios()
        if found.isEmpty { result.skipped.append("\(path): no recorded vehicle to replace") }
        result.scenarios += found
      case .tpcap:
        result.scenarios.append(try TPCAPImporter(file: file, id: id, options: options).scenario())
      }
    } catch {
      result.failures.append(error)
    }
  }

  private static func nobody(_ wanted: RecordedVehicles, paths: [String]) -> ScenarioFailure {
    let who =
      if case .id(let id) = wanted { "recorded vehicle '\(id)'" } else { "recorded vehicle" }
    return ScenarioFailure(
      path: paths.joined(separator: " "), found: "no \(who) to replace",
      expected: "a vehicle recorded on the road, in motion, for at least "
        + "\(StrictNumber.text(RecordedEgo.minimumDuration)) s",
      advice: "see 'godseye inspect' for who is in the file")
  }

  /// Two files of one name in different folders get their ids told apart by their paths.
  private static func unique(_ scenarios: [Scenario]) -> [Scenario] {
    var seen: Set<String> = []
    return scenarios.map { scenario in
      var scenario = scenario
      let base = scenario.id
      var number = 2
      while !seen.insert(scenario.id).inserted {
        scenario.id = "\(base)~\(number)"
        number += 1
      }
      return scenario
    }
  }
}
