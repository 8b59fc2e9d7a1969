import DrivingCore
import Dynamics
import Foundation

/// Why an input of the user's cannot be used: place, finding, expectation and advice in one line.
public struct InputFailure: Error, Sendable, Hashable {
  /// The line.
  public var message: String
}

/// The vehicles that come with the product, and the user's own.
public enum Vehicles {
  /// What the user chose, among all there is to choose from.
  public struct Choice: Sendable {
    /// Every vehicle, ordered by id, the user's own files included.
    public var all: [VehicleSpec]
    /// The chosen ids, the shortest vehicle first; empty where each scenario names its own.
    public var ids: [String]
  }

  /// The word for every vehicle of the catalogue.
  public static let everyone = "all"

  /// Understands `--vehicle`: an id, a vehicle file, several of them with commas, or `all`.
  /// - Throws: `InputFailure` with the name that is unknown or the file that is broken.
  public static func chosen(_ named: String?) throws(InputFailure) -> Choice {
    let names = (named ?? "").split(separator: ",").map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    let files = names.filter { $0.hasSuffix(".json") }
    let catalogue = try all(including: nil)
    var vehicles = catalogue
    var ids: [String] = []
    for name in names {
      if name == everyone {
        ids += catalogue.map(\.id)
      } else if files.contains(name) {
        let own = try read(name)
        vehicles.removeAll { $0.id == own.id }
        vehicles.append(own)
        ids.append(own.id)
      } else if catalogue.contains(where: { $0.id == name }) {
        ids.append(name)
      } else {
        throw InputFailure(message: unknown(name, catalogue))
      }
    }
    vehicles.sort { $0.id < $1.id }
    let chosen = vehicles.filter { ids.contains($0.id) }
    return Choice(all: vehicles, ids: byLength(chosen).map(\.id))
  }

  /// Ordered by length, then id.
  public static func byLength(_ vehicles: [VehicleSpec]) -> [VehicleSpec] {
    vehicles.sorted { ($0.body.length, $0.id) < ($1.body.length, $1.id) }
  }

  private static func unknown(_ name: String, _ catalogue: [VehicleSpec]) -> String {
    "--vehicle: found the unknown vehicle '\(name)'; expected all, a vehicle file (.json) or one of "
      + catalogue.map(\.id).joined(separator: ", ") + "; 'godseye list vehicles' describes them"
  }

  /// Every vehicle below `Assets/vehicles`, ordered by id, and the file that the user named, if it
  /// is a path to one.
  /// - Throws: `InputFailure` with the first file that is broken.
  public static func all(including named: String?) throws(InputFailure) -> [VehicleSpec] {
    guard let folder = ProductFiles.url("Assets/vehicles") else {
      throw InputFailure(
        message:
          "Assets/vehicles: found no such folder; expected it in $GODSEYE_HOME or above the program"
      )
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var paths = names.filter { $0.hasSuffix(".json") }.sorted().map { "\(folder.path)/\($0)" }
    if let named, named.hasSuffix(".json") { paths.append(named) }
    var vehicles: [VehicleSpec] = []
    for path in paths { vehicles.append(try read(path)) }
    return vehicles.sorted { $0.id < $1.id }
  }

  private static func read(_ path: String) throws(InputFailure) -> VehicleSpec {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputFailure(message: "\(path): cannot be read; expected a vehicle file")
    }
    do throws(VehicleFileFailure) {
      return try VehicleFile.decode(Array(data), path: path).spec
    } catch {
      throw InputFailure(message: error.description)
    }
  }
}
