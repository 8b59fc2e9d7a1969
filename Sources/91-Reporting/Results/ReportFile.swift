import Foundation

/// JSON files of reports, read strictly and written with sorted keys.
enum ReportFile {
  /// The text of a value: keys sorted, the same bytes for the same value.
  static func encode(_ value: some Encodable, for path: String) throws(ReportFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(value)) + [0x0A] } catch {
      throw ReportFailure(path: path, reason: "a value is not a finite number: \(error)")
    }
  }

  /// Reads a value of a schema.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from path: String, expecting schema: String,
    schemaOf: (Value) -> String
  ) throws(ReportFailure) -> Value {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ReportFailure(path: path, reason: "found no readable file; expected \(schema)")
    }
    guard data.count <= RunResults.largestFile else {
      throw ReportFailure(
        path: path, reason: "found \(data.count) bytes; expected at most \(RunResults.largestFile)")
    }
    let value: Value
    do { value = try JSONDecoder().decode(type, from: data) } catch {
      throw ReportFailure(
        path: path, reason: "\(RunResults.words(for: error)); expected \(schema)")
    }
    guard schemaOf(value) == schema else {
      throw ReportFailure(
        path: path, reason: "found schema '\(schemaOf(value))'; expected \(schema)")
    }
    return value
  }
}
