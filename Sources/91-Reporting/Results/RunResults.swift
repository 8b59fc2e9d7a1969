/// All rows of a run: what `results.json` holds.
public struct RunResults: Sendable, Hashable, Codable {
  /// The schema's name and version.
  public static let schema = "godseye.results/1"

  /// Who sat in the rooms of the loop, and who measured.
  public struct Configuration: Sendable, Hashable, Codable {
    /// `truth` or `camera`.
    public var percepts: String
    /// The reasoner's name.
    public var reasoner: String
    /// The planner's name.
    public var planner: String
    /// The vehicle's id, or `scenario` where each scenario names its own.
    public var vehicle: String
    /// The style's id, or `scenario`.
    public var style: String
    /// The seed; 0 where each scenario names its own.
    public var seed: UInt64
    /// The tool's version.
    public var toolVersion: String
    /// The vehicles of a matrix of scenarios and vehicles, the shortest first; else nil.
    public var vehicles: [ResultMatrix.Vehicle]?

    /// Creates a configuration.
    public init(
      percepts: String, reasoner: String, planner: String, vehicle: String, style: String,
      seed: UInt64, toolVersion: String, vehicles: [ResultMatrix.Vehicle]? = nil
    ) {
      self.percepts = percepts
      self.reasoner = reasoner
      self.planner = planner
      self.vehicle = vehicle
      self.style = style
      self.seed = seed
      self.toolVersion = toolVersion
      self.vehicles = vehicles
    }

    private enum CodingKeys: String, CodingKey {
      case percepts, reasoner, planner, vehicle, vehicles, style, seed
      case toolVersion = "tool_version"
    }
  }

  /// The counts of the rows; always recomputed, never set by hand.
  public struct Summary: Sendable, Hashable, Codable {
    /// All rows.
    public var scenarios: Int
    /// Rows that passed.
    public var passed: Int
    /// Rows that failed, known failures included.
    public var failed: Int
    /// Rows in which parking was refused with the bound it exhausted.
    public var refused: Int
    /// Rows that could not be evaluated.
    public var notEvaluated: Int
    /// Rows in which the tool itself failed.
    public var errors: Int
    /// Failed rows whose failure is known.
    public var knownFailures: Int
    /// The mean score; rows that failed or erred count as 0.
    public var score: Double

    /// Counts rows.
    public init(of rows: [ScenarioResult]) {
      func count(_ verdict: ScenarioResult.Verdict) -> Int {
        rows.count { $0.verdict == verdict }
      }
      scenarios = rows.count
      passed = count(.passed)
      failed = count(.failed)
      refused = count(.refused)
      notEvaluated = count(.notEvaluated)
      errors = count(.error)
      knownFailures = rows.count { $0.knownFailure != nil && $0.verdict == .failed }
      score = rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.score } / Double(rows.count)
    }

    private enum CodingKeys: String, CodingKey {
      case scenarios, passed, failed, refused, errors, score
      case notEvaluated = "not_evaluated"
      case knownFailures = "known_failures"
    }
  }

  /// The schema's name and version.
  public var schema = RunResults.schema
  /// Who sat in the rooms of the loop.
  public var configuration: Configuration
  /// The counts of the rows.
  public private(set) var summary: Summary
  /// The rows, ordered by id.
  public private(set) var scenarios: [ScenarioResult]
  /// The rows as a table of scenarios and vehicles; nil where one vehicle was asked for.
  public private(set) var matrix: ResultMatrix?

  /// Creates results; rows are ordered by id and counted.
  public init(configuration: Configuration, scenarios: [ScenarioResult]) {
    self.configuration = configuration
    self.scenarios = scenarios.sorted { $0.id < $1.id }
    summary = Summary(of: self.scenarios)
    matrix = configuration.vehicles.map { ResultMatrix(of: self.scenarios, vehicles: $0) }
  }
}
