import DrivingCore

/// What came of one scenario: one row of `results.json`, one test case of JUnit.
public struct ScenarioResult: Sendable, Hashable, Codable {
  /// The verdict. Nothing unknown is ever green.
  public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    case passed, failed
    /// A parking refusal that names the bound it exhausted: counted apart, never a pass.
    case refused
    /// The input cannot be evaluated (unsupported element, missing input).
    case notEvaluated = "not_evaluated"
    /// The tool itself failed.
    case error
  }

  /// A failure that is known and accepted until a day.
  public struct KnownFailure: Sendable, Hashable, Codable {
    /// Why it fails.
    public var reason: String
    /// The last day it is accepted, `YYYY-MM-DD`.
    public var until: String

    /// Creates a known failure.
    public init(reason: String, until: String) {
      self.reason = reason
      self.until = until
    }
  }

  /// How often the safety gate did what.
  public struct Interventions: Sendable, Hashable, Codable {
    /// Plans driven as proposed.
    public var accepted = 0
    /// Plans driven with a number cut back.
    public var clamped = 0
    /// Plans replaced by the gate's own.
    public var replaced = 0
    /// Minimum-risk manoeuvres.
    public var minimumRisk = 0

    /// No plan yet.
    public init() {}

    /// Counts the gate's verdicts of a run.
    public init(counting verdicts: some Sequence<GateVerdict>) {
      for verdict in verdicts {
        switch verdict.action {
        case .accepted: accepted += 1
        case .clamped: clamped += 1
        case .replaced: replaced += 1
        case .minimumRiskComfort, .minimumRiskEmergency: minimumRisk += 1
        }
      }
    }

    /// The share of the plans that were not driven as proposed, 0 to 1; 0 where there was none.
    public var share: Double {
      let changed = clamped + replaced + minimumRisk
      return changed == 0 ? 0 : Double(changed) / Double(accepted + changed)
    }

    private enum CodingKeys: String, CodingKey {
      case accepted, clamped, replaced
      case minimumRisk = "minimum_risk"
    }
  }

  /// The id that scripts use, such as `highway/cut-in/gap-9m`; in a matrix with the vehicle's behind
  /// it: `parking/parallel/slack-0.8@byd-seagull`.
  public var id: String
  /// The scenario's id without the vehicle's, in a matrix of scenarios and vehicles; else nil.
  public var scenario: String?
  /// The file it came from.
  public var source: String
  /// `highway`, `parking` or `replay`.
  public var kind: String
  /// One line for people.
  public var title: String
  /// The verdict.
  public var verdict: Verdict
  /// 0-100 after gates; 0 where failed or not evaluated.
  public var score: Double
  /// 0-100 before gates.
  public var rawScore: Double
  /// How long it was simulated (s).
  public var duration: Double
  /// The seed.
  public var seed: UInt64
  /// The vehicle's id.
  public var vehicle: String
  /// SHA-256 of the tick-by-tick state.
  public var digest: String
  /// Every number measured.
  public var metrics: [MetricValue]
  /// How often the safety gate did what.
  public var interventions: Interventions
  /// What a person should know, one line each; for a failure the first says why.
  public var messages: [String]
  /// Whether a failure of this scenario is known.
  public var knownFailure: KnownFailure?
  /// Whether the known failure's day has passed.
  public var knownFailureExpired: Bool
  /// SHA-256 of the inputs, by role: scenario, map, vehicle.
  public var inputs: [String: String]

  /// The family the file names; nil where it names none.
  public var statedFamily: String?
  /// Features, standards and requirements, ascending; nil where the file names none.
  public var tags: [String]?

  /// Creates a row.
  public init(
    id: String, source: String, kind: String, title: String = "", verdict: Verdict,
    score: Double = 0, rawScore: Double = 0, duration: Double = 0, seed: UInt64 = 1,
    vehicle: String = "", digest: String = "", metrics: [MetricValue] = [],
    interventions: Interventions = Interventions(), messages: [String] = [],
    knownFailure: KnownFailure? = nil, knownFailureExpired: Bool = false,
    inputs: [String: String] = [:]
  ) {
    self.id = id
    self.source = source
    self.kind = kind
    self.title = title
    self.verdict = verdict
    self.score = score
    self.rawScore = rawScore
    self.duration = duration
    self.seed = seed
    self.vehicle = vehicle
    self.digest = digest
    self.metrics = metrics
    self.interventions = interventions
    self.messages = messages
    self.knownFailure = knownFailure
    self.knownFailureExpired = knownFailureExpired
    self.inputs = inputs
  }

  /// Whether this row turns the exit code to 1: a failure that is not known, or a known failure
  /// that passes or has expired.
  ///
  /// A refusal is a failure where one vehicle was asked for: the scenario expects a parked car. In a
  /// matrix it is an answer: not every vehicle fits every slot.
  public var countsAsFailure: Bool {
    let hasFailed = verdict == .failed || (verdict == .refused && scenario == nil)
    guard knownFailure != nil else { return hasFailed }
    return verdict == .passed || (hasFailed && knownFailureExpired)
  }

  /// Scenarios that are much alike, one cluster of statistics: the family the file names, else the
  /// id without its last part.
  public var family: String {
    statedFamily ?? id.split(separator: "/").dropLast().joined(separator: "/")
  }

  private enum CodingKeys: String, CodingKey {
    case id, scenario, source, kind, title, verdict, score, seed, vehicle, digest, metrics,
      interventions
    case messages, inputs, tags
    case statedFamily = "family"
    case rawScore = "raw_score"
    case duration = "duration_s"
    case knownFailure = "known_failure"
    case knownFailureExpired = "known_failure_expired"
  }
}
