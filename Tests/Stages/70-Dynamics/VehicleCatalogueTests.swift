import DrivingCore
import Dynamics
import Foundation
import Geometry
import TestSupport
import Testing

@Suite("Vehicle catalogue")
struct VehicleCatalogueTests {
  static let folder = TestData.repository.appendingPathComponent("Assets/vehicles")

  static func files() throws -> [(path: String, bytes: [UInt8])] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
      .map { ($0, [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))) }
  }

  static func text(_ name: String = "byd-seagull") throws -> String {
    try String(contentsOf: folder.appendingPathComponent("\(name).json"), encoding: .utf8)
  }

  @Test("every file is read, is named as its id and states all sources")
  func shipped() throws {
    let files = try Self.files()
    let catalogue = try VehicleCatalogue(files: files)
    #expect(catalogue.ids.count == 32)
    #expect(Set(files.map(\.path)) == Set(catalogue.ids.map { "\($0).json" }))
    for id in ["byd-seagull", "byd-atto-3", "tpcap"] + (1...4).map({ "commonroad-\($0)" }) {
      #expect(catalogue[id] != nil, "\(id)")
    }
    for profile in catalogue.profiles {
      #expect(profile.provenance.count >= 28)
      #expect(profile.spec.minimumTurningRadius > 0.5)
    }
  }

  @Test("the car of the benchmark turns as its rules say")
  func tpcap() throws {
    let car = try #require(try VehicleCatalogue(files: Self.files())["tpcap"])
    #expect(abs(car.minimumTurningRadius - 3.005) < 1e-3)
    #expect(abs(car.body.frontOverhang - 0.96) < 1e-12)
  }

  @Test(
    "the CommonRoad cars have the numbers of the original files",
    .enabled(if: TestData.has("vehicle-parameters")), arguments: 1...3)
  func commonRoad(_ number: Int) throws {
    let car = try #require(try VehicleCatalogue(files: Self.files())["commonroad-\(number)"])
    let url = try #require(TestData.url("vehicle-parameters/parameters_vehicle\(number).yaml"))
    var numbers: [String: Double] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      let parts = line.split(separator: ":").map { $0.trimmingCharacters(in: .whitespaces) }
      if parts.count == 2, let value = Double(parts[1]) { numbers[parts[0]] = value }
    }
    #expect(car.body.length == numbers["l"])
    #expect(car.body.width == numbers["w"])
    #expect(car.inertia.mass == numbers["m"])
    #expect(car.inertia.yaw == numbers["I_z"])
    #expect(car.inertia.frontAxleToCentre == numbers["a"])
    #expect(car.inertia.centreHeight == numbers["h_s"])
    #expect(car.limits.switchingSpeed == numbers["v_switch"])
    #expect(car.tyres.frontBrakeShare == numbers["T_sb"])
    #expect(abs(car.body.wheelbase - (numbers["a"] ?? 0) - (numbers["b"] ?? 0)) < 1e-12)
  }

  @Test(
    "mistakes are named with their place",
    arguments: [
      ("\"mass_kg\"", "\"mass\"", "unknown key \"mass\" in inertia"),
      ("\"value\": 3.78", "\"value\": 378", "check the unit"),
      ("\"value\": 3.78", "\"value\": 2.6", "contradict"),
      ("\"value\": 3.78", "\"value\": \"3.78\"", "expected a number"),
      ("\"value\": 3.78", "\"value\": 1e999", "finite number"),
      ("\"confidence\": \"published\"", "\"confidence\": \"sure\"", "expected one of measured"),
      ("\"CarNewsChina / MIIT\"", "\"\"", "say where the number comes from"),
      ("\"id\": \"byd-seagull\"", "\"id\": \"BYD Seagull\"", "small letters"),
      ("godseye-vehicle/1", "godseye-vehicle/9", "expected \"godseye-vehicle/1\""),
      ("\"name\":", "\"id\":", "a second time"),
      ("\"track_m\": {", "\"track_m\": [", "no comma and no ]"),
    ])
  func mistakes(_ found: String, _ replacement: String, _ expected: String) throws {
    let text = try Self.text()
    let range = try #require(text.range(of: found))
    let broken = text.replacingCharacters(in: range, with: replacement)
    let failure = #expect(throws: VehicleFileFailure.self) {
      try VehicleFile.decode(Array(broken.utf8), path: "car.json")
    }
    let message = failure?.description ?? ""
    #expect(message.contains(expected), "\(message)")
    #expect(message.hasPrefix("car.json:"))
    #expect((failure?.line ?? 0) > 0 && (failure?.column ?? 0) > 0)
  }

  @Test("the place of an unknown key is its line and column")
  func place() throws {
    let text = try Self.text().replacing("    \"length_m\": {", with: "    \"lenght_m\": {")
    let failure = #expect(throws: VehicleFileFailure.self) {
      try VehicleFile.decode(Array(text.utf8), path: "a.json")
    }
    #expect(failure?.line == 6 && failure?.column == 5)
  }

  @Test("truncated, random and deeply nested files end in an error")
  func hostile() throws {
    let bytes = Array(try Self.text().utf8)
    for count in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(throws: VehicleFileFailure.self) {
        try VehicleFile.decode(Array(bytes.prefix(count)), path: "cut.json")
      }
    }
    for seed in 0..<200 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed, stream: 70)
      var damaged = bytes
      for _ in 0..<5 {
        damaged[Int(generator.next() % UInt64(damaged.count))] = UInt8(
          truncatingIfNeeded: generator.next())
      }
      _ = try? VehicleFile.decode(damaged, path: "damaged.json")
    }
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(throws: VehicleFileFailure.self) { try VehicleFile.decode(deep, path: "deep.json") }
    let large = [UInt8](repeating: 0x20, count: 2 << 20)
    #expect(throws: VehicleFileFailure.self) { try VehicleFile.decode(large, path: "large.json") }
  }

  @Test("two files with one id are refused")
  func twice() throws {
    let bytes = Array(try Self.text().utf8)
    let failure = #expect(throws: VehicleFileFailure.self) {
      try VehicleCatalogue(files: [("b.json", bytes), ("a.json", bytes)])
    }
    #expect(failure?.path == "b.json")
  }
}
