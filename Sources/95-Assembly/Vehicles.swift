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
