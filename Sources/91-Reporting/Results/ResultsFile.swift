import Foundation

/// Why a report cannot be written or a result file cannot be read; one line.
public struct ReportFailure: Error, Sendable, Hashable {
  /// The file.
  public var path: String
  /// What was found, what was expected, what to do.
  public var reason: String

  /// Creates a failure.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}

extension RunResults {
  /// The largest result file that is read (bytes).
  static let largestFile = 256 << 20

  /// The text of `results.json`: keys sorted, the same bytes for the same results.
  /// - Throws: `ReportFailure` where a value is not a finite number.
  public func json() throws(ReportFailure) -> [UInt8] {
    try ReportFile.encode(self, for: "results.json")
  }

  /// Reads a result file, or the `results.json` of a folder.
  /// - Throws: `ReportFailure` where it is missing, too large, broken or of another schema.
  public init(contentsOf path: String) throws(ReportFailure) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let file = isFolder.boolValue ? path + "/results.json" : path
    guard exists else {
      throw ReportFailure(
        path: file, reason: "found no file; expected results of 'godseye run'; check the path")
    }
    self = try ReportFile.decode(RunResults.self, from: file, expecting: RunResults.schema) {
      $0.schema
    }
    if let contradiction = contradiction {
      throw ReportFailure(
        path: file,
        reason: "\(contradiction); expected the file as 'godseye run' wrote it; make it anew")
    }
  }

  /// Where the file does not agree with itself.
  private var contradiction: String? {
    if summary != Summary(of: scenarios) {
      return "found a summary that is not the count of its rows"
    }
    if matrix != configuration.vehicles.map({ ResultMatrix(of: scenarios, vehicles: $0) }) {
      return "found a matrix that is not the table of its rows"
    }
    for (row, next) in zip(scenarios, scenarios.dropFirst()) where row.id >= next.id {
      return "found scenario '\(next.id)' after '\(row.id)', twice or out of order"
    }
    return nil
  }

  /// What a decoder complains of, with the place in the file.
  static func words(for error: any Error) -> String {
    guard let error = error as? DecodingError else { return "found no JSON" }
    let context =
      switch error {
      case .dataCorrupted(let context), .keyNotFound(_, let context),
        .typeMismatch(_, let context), .valueNotFound(_, let context):
        context
      @unknown default: DecodingError.Context(codingPath: [], debugDescription: "unknown")
      }
    let place = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
    return "found a problem at '\(place.joined(separator: "."))': \(context.debugDescription)"
  }
}

/// Writes files so that a reader sees either the whole of one or none of it.
public enum AtomicFile {
  /// Writes bytes beside the file, then puts them in its place.
  /// - Throws: `ReportFailure`, for instance on a full disk; the old file is untouched then.
  public static func write(_ bytes: [UInt8], to path: String) throws(ReportFailure) {
    let url = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw ReportFailure(
        path: path,
        reason: "cannot be written: \(error.localizedDescription); "
          + "expected a writable folder with free space")
    }
  }
}
