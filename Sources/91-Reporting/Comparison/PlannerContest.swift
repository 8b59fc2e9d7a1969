import DrivingCore
import Geometry

/// Several planners on the same scenarios: mean scores, paired differences, collisions, families.
///
/// Runs of one family are alike, so the interval of a difference is found by drawing families, not
/// runs. A family is a scenario file with all its instances, or a recording with all its vehicles.
public struct PlannerContest: Sendable, Hashable, Codable {
  /// One planner over all runs.
  public struct Entry: Sendable, Hashable, Codable {
    /// The planner.
    public var planner: String
    /// The mean score (0-100).
    public var meanScore: Double
    /// How many runs passed.
    public var passed: Int
    /// How many runs ended in a collision at fault.
    public var atFaultCollisions: Int

    private enum CodingKeys: String, CodingKey {
      case planner, passed
      case meanScore = "mean_score"
      case atFaultCollisions = "at_fault_collisions"
    }
  }

  /// The first planner against another, run by run.
  public struct Duel: Sendable, Hashable, Codable {
    /// The other planner.
    public var rival: String
    /// The mean of the first planner's score minus the rival's (points).
    public var meanDifference: Double
    /// The 95 % interval of that mean, by drawing families.
    public var low: Double
    /// Its upper end.
    public var high: Double
    /// Runs in which the first planner scores higher, lower, within 0.05 points the same.
    public var better: Int
    /// Runs in which it scores lower.
    public var worse: Int
    /// Runs in which both score the same.
    public var same: Int
    /// Runs in which the first planner collides at fault and the rival does not.
    public var onlyFirstCollides: [String]

    private enum CodingKeys: String, CodingKey {
      case rival, low, high, better, worse, same
      case meanDifference = "mean_difference"
      case onlyFirstCollides = "only_first_collides"
    }
  }

  /// The runs of one family.
  public struct Family: Sendable, Hashable, Codable {
    /// The file they came from.
    public var name: String
    /// How many there are.
    public var runs: Int
    /// The mean score of each planner, in the order of the entries.
    public var meanScores: [Double]
    /// The collisions at fault of each planner.
    public var atFaultCollisions: [Int]

    private enum CodingKeys: String, CodingKey {
      case name, runs
      case meanScores = "mean_scores"
      case atFaultCollisions = "at_fault_collisions"
    }
  }

  /// The planners, the one that is compared first.
  public private(set) var entries: [Entry] = []
  /// How many runs all planners made.
  public private(set) var runs = 0
  /// How many were left out because they could not be evaluated for some planner.
  public private(set) var leftOut = 0
  /// The first planner against each other.
  public private(set) var duels: [Duel] = []
  /// The families, by name.
  public private(set) var families: [Family] = []
  /// The mean score of each run, by id: what the numbers above are made of.
  public private(set) var scores: [String: [Double]] = [:]

  private enum CodingKeys: String, CodingKey {
    case entries, runs, duels, families, scores
    case leftOut = "left_out"
  }

  /// Compares planners; the rows of all of them are in the same order.
  public init(_ planners: [(name: String, rows: [ScenarioResult])], seed: UInt64 = 1) {
    guard let first = planners.first else { return }
    let all = first.rows.indices.filter { index in
      planners.allSatisfy { index < $0.rows.count && $0.rows[index].isComparable }
    }
    (runs, leftOut) = (all.count, first.rows.count - all.count)
    func rows(_ planner: Int) -> [ScenarioResult] { all.map { planners[planner].rows[$0] } }
    let table = planners.indices.map(rows)
    entries = planners.indices.map { index in
      Entry(
        planner: planners[index].name, meanScore: table[index].map(\.score).mean,
        passed: table[index].count { $0.verdict == .passed },
        atFaultCollisions: table[index].count(where: \.collidesAtFault))
    }
    for row in all.indices {
      scores[table[0][row].id] = table.map { $0[row].score }
    }
    families = PlannerContest.families(table)
    duels = planners.indices.dropFirst().map { index in
      PlannerContest.duel(table[0], table[index], against: planners[index].name, seed: seed)
    }
  }

  private static func families(_ table: [[ScenarioResult]]) -> [Family] {
    guard let first = table.first else { return [] }
    return Set(first.map(\.cluster)).sorted().map { source in
      let members = first.indices.filter { first[$0].cluster == source }
      return Family(
        name: source, runs: members.count,
        meanScores: table.map { rows in members.map { rows[$0].score }.mean },
        atFaultCollisions: table.map { rows in members.count { rows[$0].collidesAtFault } })
    }
  }

  private static func duel(
    _ ours: [ScenarioResult], _ theirs: [ScenarioResult], against rival: String, seed: UInt64
  ) -> Duel {
    let differences = zip(ours, theirs).map { $0.score - $1.score }
    let clusters = Set(ours.map(\.cluster)).sorted().map { source in
      ours.indices.filter { ours[$0].cluster == source }.map { differences[$0] }
    }
    let interval = PairedStatistics.clusterBootstrapInterval(clusters, seed: seed)
    let tolerance = ScenarioPair.scoreTolerance
    return Duel(
      rival: rival, meanDifference: differences.mean, low: interval.low, high: interval.high,
      better: differences.count { $0 > tolerance },
      worse: differences.count { $0 < -tolerance },
      same: differences.count { abs($0) <= tolerance },
      onlyFirstCollides: zip(ours, theirs).filter { $0.collidesAtFault && !$1.collidesAtFault }
        .map(\.0.id))
  }
}

extension ScenarioResult {
  /// Whether the run says something about its planner.
  var isComparable: Bool { verdict == .passed || verdict == .failed || verdict == .refused }
  /// The family the file names, else the file with all its instances.
  var cluster: String { statedFamily ?? source }
  /// Whether the ego caused a collision.
  var collidesAtFault: Bool {
    metrics.contains { $0.id.hasPrefix("no_at_fault_collision@") && $0.value == 0 }
  }
}

extension [Double] {
  /// The mean; 0 of nothing.
  fileprivate var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
