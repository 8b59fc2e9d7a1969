import Foundation

/// A file read whole, within limits, as bytes: hostile names and contents end in a clear error.
struct SourceFile {
  /// The file, as the user named it.
  let path: String
  /// What it holds.
  let bytes: [UInt8]

  /// Reads a regular file of at most `limit` bytes that is not empty.
  static func read(_ path: String, limit: Int) throws(ScenarioFailure) -> SourceFile {
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard !path.utf8.contains(0),
      let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
    else {
      throw ScenarioFailure(
        path: path, found: "no such file, or no permission to look at it",
        expected: "a readable scenario file", advice: "check the path and its permissions")
    }
    guard attributes[.type] as? FileAttributeType == .typeRegular else {
      throw ScenarioFailure(
        path: path, found: "not a regular file", expected: "a scenario file",
        advice: "name a file, not a device, pipe or folder")
    }
    let size = (attributes[.size] as? NSNumber)?.int64Value ?? 0
    guard size <= limit else {
      throw ScenarioFailure(
        path: path, found: "\(size) bytes", expected: "at most \(limit) bytes",
        advice: "split the file; no scenario needs that much")
    }
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: resolved)), data.count <= limit
    else {
      throw ScenarioFailure(
        path: path, found: "the file cannot be read", expected: "a readable scenario file",
        advice: "check its permissions")
    }
    guard !data.isEmpty else {
      throw ScenarioFailure(
        path: path, found: "an empty file", expected: "a scenario",
        advice: "start from the example in docs/guides/Scenarios.md")
    }
    return SourceFile(path: path, bytes: [UInt8](data))
  }

  /// The contents as text without a byte order mark; throws where they are not UTF-8.
  func text() throws(ScenarioFailure) -> String {
    if let text = String(validating: bytes, as: UTF8.self) {
      return text.first == "\u{FEFF}" ? String(text.dropFirst()) : text
    }
    let place = firstInvalidPlace()
    throw ScenarioFailure(
      path: path, line: place.line, column: place.column, found: "bytes that are not UTF-8",
      expected: "UTF-8 text", advice: "save the file as UTF-8")
  }

  /// Line and column, from 1, of the first bytes that are not UTF-8.
  private func firstInvalidPlace() -> (line: Int, column: Int) {
    var (line, column) = (1, 1)
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    }
    return (line, column)
  }
}
