import Foundation
import TestSupport
import Testing

/// Less grip and slower actuators: a worse car never scores higher in any parking scenario.
@Suite("Worse cars", .enabled(if: Program.isBuilt, "build the release program first"))
struct WorseCarTests {
  private static let vehicle = "Assets/vehicles/byd-seagull.json"

  private static func scores(_ suite: String, _ options: [String]) throws -> [String: Double] {
    let folder = try TemporaryFolder()
    _ = try Program.run(["run", suite, "--out", folder.url.path] + options)
    let data = try Data(contentsOf: folder.url("results.json"))
    let results = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var scores: [String: Double] = [:]
    for row in try #require(results["scenarios"] as? [[String: Any]]) {
      let id = try #require(row["id"] as? String).split(separator: "@").first ?? ""
      // A suite that lies elsewhere has ids without its folder.
      let name = id.hasPrefix("parking/") ? String(id.dropFirst(8)) : String(id)
      let score = try #require(row["score"] as? Double, "\(id) has no score")
      scores[name] = score
    }
    return scores
  }

  /// The suite with half the grip, whether a file names one or not.
  private static func halfTheGrip(in folder: TemporaryFolder) throws -> String {
    let source = TestData.repository.appendingPathComponent("Scenarios/parking")
    for file in try FileManager.default.contentsOfDirectory(atPath: source.path).sorted()
    where file.hasSuffix(".yaml") {
      let text = try String(
        contentsOf: source.appendingPathComponent(file), encoding: .utf8)
      _ = try folder.write(halved(text), to: "parking/\(file)")
    }
    return folder.url("parking").path
  }

  /// A grip that is given is halved where it stands, as a value or as the values of a sweep.
  private static func halved(_ text: String) -> String {
    guard text.contains("\nfriction:") else { return text + "\nfriction: 0.5\n" }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard line.hasPrefix("sweep: {grip:") else { return String(line) }
      return String(line).replacing(/\d+(\.\d+)?/) { "\((Double($0.output.0) ?? .nan) / 2)" }
    }.joined(separator: "\n")
  }

  /// The small car with delays that are twice as long.
  private static func slowCar(in folder: TemporaryFolder) throws -> String {
    let data = try Data(contentsOf: TestData.repository.appendingPathComponent(vehicle))
    var car = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    var actuators = try #require(car["actuators"] as? [String: [String: Any]])
    for name in ["steering_delay_s", "acceleration_delay_s"] {
      let value = try #require(actuators[name]?["value"] as? Double)
      #expect(value > 0)
      actuators[name]?["value"] = 2 * value
    }
    car["actuators"] = actuators
    let text = try JSONSerialization.data(withJSONObject: car, options: [.sortedKeys])
    return try folder.write(String(decoding: text, as: UTF8.self), to: "slow.json")
  }

  @Test("Half the grip, or twice the delay of brakes and steering, never scores higher")
  func neverBetter() throws {
    let folder = try TemporaryFolder()
    let usual = try Self.scores("Scenarios/parking", ["--vehicle", Self.vehicle])
    let slippery = try Self.scores(
      try Self.halfTheGrip(in: folder), ["--vehicle", Self.vehicle])
    let slow = try Self.scores(
      "Scenarios/parking", ["--vehicle", try Self.slowCar(in: folder)])
    #expect(usual.count >= 60 && slow.keys.sorted() == usual.keys.sorted())
    for (name, score) in slow {
      #expect(score <= (usual[name] ?? 0) + 1e-6, "\(name) scores higher with slow actuators")
    }
    #expect(slow.count { $0.value < (usual[$0.key] ?? 0) - 0.01 } * 2 > slow.count)
    // Where the grip is swept its value is in the name: those are compared by place.
    let (wet, dry) = (slippery.sorted { $0.key < $1.key }, usual.sorted { $0.key < $1.key })
    #expect(wet.count == dry.count)
    for (one, other) in zip(wet, dry) {
      #expect(one.value <= other.value + 1e-6, "\(one.key) scores higher than \(other.key)")
    }
  }
}
