/// Who a stage is: its name and version go into every result.
public struct StageDescription: Sendable, Hashable, Codable {
  /// The name that scripts use.
  public var name: String
  /// The version; changes whenever results may change.
  public var version: Int
  /// Whether the stage looks at the truth: labelled in every report.
  public var isOracle: Bool

  /// Creates a description.
  public init(name: String, version: Int, isOracle: Bool = false) {
    self.name = name
    self.version = version
    self.isOracle = isOracle
  }
}
