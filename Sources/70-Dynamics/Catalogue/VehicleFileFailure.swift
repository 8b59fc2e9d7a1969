/// Why a vehicle file cannot be used: where, what was found, what was expected, what to do.
public struct VehicleFileFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// The line, from one.
  public var line: Int
  /// The column, from one.
  public var column: Int
  /// What was found, what was expected, what to do; one line.
  public var reason: String

  /// Creates a failure.
  public init(path: String, line: Int, column: Int, reason: String) {
    self.path = path
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// `PATH:LINE:COLUMN: reason`.
  public var description: String { "\(path):\(line):\(column): \(reason)" }
}
