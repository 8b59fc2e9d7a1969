import Foundation
import Geometry
import TestSupport
import Testing

/// One value of an oracle file; the strings "inf", "-inf" and "nan" are numbers.
struct OracleValue {
  let raw: Any

  subscript(key: String) -> OracleValue {
    OracleValue(raw: (raw as? [String: Any])?[key] ?? NSNull())
  }

  var isNull: Bool { raw is NSNull }
  var isError: Bool { (raw as? [String: Any])?["error"] != nil }
  var string: String? { raw as? String }
  var list: [OracleValue] { (raw as? [Any] ?? []).map(OracleValue.init) }
  var keys: [String] { (raw as? [String: Any] ?? [:]).keys.sorted() }
  var bool: Bool? { (raw as? NSNumber)?.boolValue }
  var number: Double? {
    switch raw {
    case let value as NSNumber: value.doubleValue
    case "inf" as String: .infinity
    case "-inf" as String: -.infinity
    case "nan" as String: .nan
    default: nil
    }
  }
  var numbers: [Double] { list.map { $0.number ?? .nan } }
  var point: Vector2 { Vector2(numbers.first ?? .nan, numbers.last ?? .nan) }
  var points: [Vector2] { list.map(\.point) }

  /// A series, or a scalar that stands for a constant one.
  func series(_ count: Int, default value: Double = 0) -> [Double] {
    if let number { return Array(repeating: number, count: count) }
    return isNull ? Array(repeating: value, count: count) : numbers
  }
}

/// The cases of the scoring oracles; every file of the kind is taken.
enum ScoringOracle {
  static let isPresent = TestData.has("oracles/scoring")

  static func cases(_ kind: String) throws -> [(
    name: String, input: OracleValue, expected: OracleValue, file: OracleValue
  )] {
    try TestData.files("oracles/scoring", ending: ".json")
      .filter { $0.lastPathComponent.hasPrefix(kind) }
      .flatMap { url in
        let file = OracleValue(raw: try JSONSerialization.jsonObject(with: Data(contentsOf: url)))
        return file["cases"].list.map {
          ($0["name"].string ?? "?", $0["input"], $0["expected"], file)
        }
      }
  }

  /// Whether two numbers agree to a relative tolerance; below 1e-12 everything is noise.
  static func agree(_ value: Double?, _ expected: Double, _ tolerance: Double) -> Bool {
    guard let value else { return false }
    if value == expected || (value.isNaN && expected.isNaN) { return true }
    return abs(value - expected) <= max(tolerance * max(abs(value), abs(expected)), 1e-12)
  }

  /// The first element that differs, in words; nil where all agree.
  static func difference(_ values: [Double]?, _ expected: [Double], _ tolerance: Double) -> String?
  {
    guard let values else { return "no values, expected \(expected.count)" }
    guard values.count == expected.count else {
      return "\(values.count) values, expected \(expected.count)"
    }
    for index in values.indices where !agree(values[index], expected[index], tolerance) {
      return "[\(index)] is \(values[index]), expected \(expected[index])"
    }
    return nil
  }
}
