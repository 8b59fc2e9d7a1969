import DrivingCore

/// Two runs side by side, scenario by scenario, with a verdict a gate can act on.
public struct Comparison: Sendable, Hashable, Codable {
  /// The verdict.
  public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    case regression = "REGRESSION"
    case improvement = "IMPROVEMENT"
    case equal = "EQUAL"
  }

  /// The changes of one folder of scenarios.
  public struct Family: Sendable, Hashable, Codable {
    /// The folder.
    public var name: String
    /// How many scenarios got worse.
    public var worse: Int
    /// How many got better.
    public var better: Int
    /// How many stayed.
    public var same: Int
    /// The mean change of the score (points).
    public var meanDelta: Double

    private enum CodingKeys: String, CodingKey {
      case name, worse, better, same
      case meanDelta = "mean_delta"
    }
  }

  /// A drop of the mean score that breaks the gate (points of 100).
  public static let meanDropGate = 0.5

  /// The scenarios in both runs, the worst changes first.
  public private(set) var pairs: [ScenarioPair]
  /// Scenarios the candidate no longer has.
  public private(set) var lost: [String]
  /// Scenarios only the candidate has.
  public private(set) var added: [String]
  /// The changes by folder, by name.
  public private(set) var families: [Family]
  /// The mean change of the score over the pairs (points).
  public private(set) var meanDelta: Double
  /// The 95 % bootstrap interval of that, low and high.
  public private(set) var interval: [Double]
  /// The exact McNemar probability of flips so lopsided.
  public private(set) var flipProbability: Double
  /// The verdict.
  public private(set) var verdict: Verdict
  /// Why, one line each.
  public private(set) var reasons: [String]
  /// Where the runs first part, in the worst scenario that differs.
  public internal(set) var firstDifference: FirstDifference?

  private enum CodingKeys: String, CodingKey {
    case pairs, lost, added, families, interval, verdict, reasons
    case meanDelta = "mean_delta"
    case flipProbability = "flip_probability"
    case firstDifference = "first_difference"
  }

  /// Compares two results.
  public init(base: RunResults, candidate: RunResults) {
    let twins = Comparison.twins(base.scenarios, candidate.scenarios)
    let pairs = zip(base.scenarios, twins).compactMap { row, twin in
      twin.map { ScenarioPair(base: row, candidate: $0) }
    }
    self.pairs = pairs.sorted { Comparison.order($0) < Comparison.order($1) }
    lost = zip(base.scenarios, twins).filter { $1 == nil }.map(\.0.id)
    let met = Set(twins.compactMap { $0?.id })
    added = candidate.scenarios.map(\.id).filter { !met.contains($0) }
    families = Comparison.families(of: pairs)
    let deltas = pairs.map(\.scoreDelta)
    meanDelta = deltas.isEmpty ? 0 : deltas.reduce(0, +) / Double(deltas.count)
    let bounds = PairedStatistics.bootstrapInterval(deltas)
    interval = [bounds.low, bounds.high]
    flipProbability = PairedStatistics.mcNemar(
      worse: pairs.count(where: \.isNewFailure), better: pairs.count(where: \.isNewPass))
    (verdict, reasons) = (.equal, [])
    (verdict, reasons) = judged
  }

  /// The candidate's row for each row of the base: that of the same id; where one of the two is a
  /// matrix, that of the same scenario and vehicle.
  private static func twins(
    _ base: [ScenarioResult], _ candidate: [ScenarioResult]
  ) -> [ScenarioResult?] {
    let byID = Dictionary(candidate.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let isMixed = base.contains { $0.scenario != nil } != candidate.contains { $0.scenario != nil }
    guard isMixed else { return base.map { byID[$0.id] } }
    func key(_ row: ScenarioResult) -> [String] { [row.scenario ?? row.id, row.vehicle] }
    let byCar = Dictionary(candidate.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
    return base.map { byID[$0.id] ?? byCar[key($0)] }
  }

  /// Worse before better before same; among the worse, contact before failure before score.
  private static func order(_ pair: ScenarioPair) -> (Int, Int, Double, String) {
    let change = pair.change == .worse ? 0 : pair.change == .better ? 1 : 2
    let kind = pair.isNewCollision ? 0 : pair.isNewFailure ? 1 : 2
    return (change, kind, pair.change == .better ? -pair.scoreDelta : pair.scoreDelta, pair.id)
  }

  private static func families(of pairs: [ScenarioPair]) -> [Family] {
    let groups = Dictionary(grouping: pairs) { pair in
      pair.id.split(separator: "/").dropLast().joined(separator: "/")
    }
    return groups.keys.sorted().map { name in
      let members = groups[name] ?? []
      return Family(
        name: name, worse: members.count { $0.change == .worse },
        better: members.count { $0.change == .better }, same: members.count { $0.change == .same },
        meanDelta: members.reduce(0) { $0 + $1.scoreDelta } / Double(members.count))
    }
  }

  private var judged: (Verdict, [String]) {
    var broken: [String] = []
    func add(_ ids: [String], _ what: String) {
      guard let first = ids.first else { return }
      broken.append("\(what): \(first)\(ids.count > 1 ? " and \(ids.count - 1) more" : "")")
    }
    add(pairs.filter(\.isNewCollision).map(\.id), "new collision")
    add(pairs.filter { $0.isNewFailure && !$0.isNewCollision }.map(\.id), "new failure")
    add(
      pairs.filter { $0.isSafetyRegression && !$0.isNewFailure && !$0.isNewCollision }.map(\.id),
      "safety gate broken")
    add(
      pairs.filter { $0.leansOnGate && !$0.isNewFailure && !$0.isSafetyRegression }.map(\.id),
      "leans on the safety gate")
    add(lost, "scenario lost")
    if meanDelta <= -Comparison.meanDropGate {
      broken.append("mean score \(NumberText.signed(meanDelta, 1))")
    }
    if !broken.isEmpty { return (.regression, broken) }
    let passes = pairs.filter(\.isNewPass)
    if !passes.isEmpty { return (.improvement, ["\(passes.count) more passed"]) }
    let (worse, better) = (count(.worse), count(.better))
    if meanDelta >= Comparison.meanDropGate || (better > 0 && worse == 0) {
      let (score, few) = (NumberText.signed(meanDelta, 1), meanDelta < Comparison.meanDropGate)
      return (.improvement, ["mean score \(score)\(few ? ", \(better) better, none worse" : "")"])
    }
    if pairs.allSatisfy(\.isIdentical) && !pairs.isEmpty {
      return (.equal, ["every tick identical"])
    }
    return (.equal, ["no gate broken, mean score \(NumberText.signed(meanDelta, 2))"])
  }

  /// How many scenarios went one way.
  public func count(_ change: ScenarioPair.Change) -> Int { pairs.count { $0.change == change } }

  /// 1 on a regression, 2 where nothing could be compared, else 0.
  public var exitCode: ExitCode {
    if pairs.isEmpty && lost.isEmpty { return .usage }
    return verdict == .regression ? .failed : .passed
  }
}
