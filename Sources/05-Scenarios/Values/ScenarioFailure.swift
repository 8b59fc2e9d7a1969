/// Why a file cannot be evaluated: place, finding, expectation, advice; one line.
public struct ScenarioFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, as the user named it.
  public var path: String
  /// The line, from 1; nil where the whole file is meant.
  public var line: Int?
  /// The column, from 1.
  public var column: Int?
  /// What was found.
  public var found: String
  /// What was expected.
  public var expected: String
  /// What to do about it.
  public var advice: String

  /// Creates a failure.
  public init(
    path: String, line: Int? = nil, column: Int? = nil, found: String, expected: String,
    advice: String
  ) {
    self.path = path
    self.line = line
    self.column = column
    self.found = found
    self.expected = expected
    self.advice = advice
  }

  /// `PATH:LINE:COLUMN: found; expected; advice`, with control characters shown as escapes.
  public var description: String {
    let place = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
    return ScenarioFailure.printable("\(path)\(place): \(found); \(expected); \(advice)")
  }

  /// The text on one line: control characters become `\u{..}`, very long text is cut.
  static func printable(_ text: String) -> String {
    var line = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == 600 { return line + "…" }
      count += 1
      let isControl = scalar.properties.generalCategory == .control
      line += isControl ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return line
  }
}
