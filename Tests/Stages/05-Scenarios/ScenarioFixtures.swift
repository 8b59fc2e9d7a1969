import DrivingCore
import Foundation
import Geometry
import TestSupport
import Testing

@testable import Scenarios

/// Cars and files for the tests of scenarios.
enum ScenarioFixtures {
  static func car(_ id: String, length: Double, width: Double, wheelbase: Double) -> VehicleSpec {
    VehicleSpec(
      id: id, name: id,
      body: .init(
        length: length, width: width, height: 1.5, wheelbase: wheelbase,
        rearOverhang: (length - wheelbase) * 0.45, track: width - 0.2),
      inertia: .init(mass: 1200, yaw: 1800, frontAxleToCentre: wheelbase / 2, centreHeight: 0.55),
      limits: .init(
        steeringAngle: 0.6, steeringRate: 0.5, minimumSpeed: -5, maximumSpeed: 60,
        switchingSpeed: 7, acceleration: 9),
      actuators: .ideal)
  }

  static let cars = [
    car("byd-seagull", length: 3.78, width: 1.715, wheelbase: 2.5),
    car("byd-atto-3", length: 4.455, width: 1.875, wheelbase: 2.72),
    car("commonroad-2", length: 4.508, width: 1.61, wheelbase: 2.578),
    car("tpcap", length: 4.689, width: 1.942, wheelbase: 2.8),
  ]
  static let options = ScenarioLoader.Options(vehicles: cars)

  /// Decodes text as a file `test.yaml`.
  static func decode(_ text: String, options: ScenarioLoader.Options = options)
    throws(ScenarioFailure) -> [Scenario]
  {
    let file = SourceFile(path: "test.yaml", bytes: [UInt8](text.utf8))
    return try ScenarioDecoder(file: file, baseID: "test", options: options).scenarios()
  }

  /// The message for a text that must be refused.
  static func message(_ text: String) -> String {
    do throws(ScenarioFailure) {
      _ = try decode(text)
      return "accepted"
    } catch { return error.description }
  }

  /// A folder that is gone after the test.
  static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/scenarios-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  /// The smallest highway scenario.
  static let highway = """
    godseye: 1
    title: Test
    road:
      lanes: 2
      segments:
        - {shape: straight, length_m: 500}
    ego: {lane: 1, s_m: 50, speed_kph: 72}

    """
}
