import DrivingCore
import Geometry

/// Where two runs of one scenario part: the first tick and the first stage round the loop.
public struct FirstDifference: Sendable, Hashable, Codable {
  /// The scenario.
  public var scenario: String
  /// The time in the run (s).
  public var time: Double
  /// The stage that first gave something else; nil where one run merely ends sooner.
  public var stage: String?
  /// What differs, in words with both values.
  public var detail: String

  private enum CodingKeys: String, CodingKey {
    case scenario, stage, detail
    case time = "t_s"
  }

  /// Compares two trails; nil where they are the same to the last bit.
  public init?(scenario: String, base: [StageTrail], candidate: [StageTrail]) {
    for (a, b) in zip(base, candidate) {
      guard a.time == b.time else {
        self.init(scenario, min(a.time, b.time).seconds, nil, "the planning ticks lie apart")
        return
      }
      let stages = StageTrail.Stage.allCases
      let prints = zip(a.fingerprints, b.fingerprints)
      guard let index = zip(stages.indices, prints).first(where: { $1.0 != $1.1 })?.0 else {
        continue
      }
      let before = stages[..<index].map(FirstDifference.name)
      let same = before.isEmpty ? "" : "; \(FirstDifference.list(before)) identical"
      self.init(
        scenario, a.time.seconds, stages[index],
        FirstDifference.values(a, b, stages[index]) + same)
      return
    }
    guard base.count != candidate.count else { return nil }
    let (shorter, last) =
      base.count < candidate.count ? ("base", base.last) : ("candidate", candidate.last)
    self.init(scenario, last?.time.seconds ?? 0, nil, "the \(shorter) ends here, the other goes on")
  }

  private init(_ scenario: String, _ time: Double, _ stage: StageTrail.Stage?, _ detail: String) {
    (self.scenario, self.time, self.stage) = (scenario, time, stage?.rawValue)
    self.detail = detail
  }

  private static func name(_ stage: StageTrail.Stage) -> String {
    stage == .state ? "world" : stage.rawValue
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  /// The numbers that tell most about a stage, most telling first.
  private static func telling(_ stage: StageTrail.Stage) -> [String] {
    switch stage {
    case .state: ["speed_mps", "x_m", "y_m", "heading_rad"]
    case .percepts: []
    case .decision: ["target_speed_mps"]
    case .planning, .gate:
      ["target_speed_mps", "planned_end_speed_mps", "planned_end_x_m", "planned_end_y_m"]
    case .control: ["steering_rad", "acceleration_mps2"]
    }
  }

  private static func values(
    _ a: StageTrail, _ b: StageTrail, _ stage: StageTrail.Stage
  ) -> String {
    let pairs = Dictionary(
      zip(StageTrail.names, zip(a.numbers, b.numbers)), uniquingKeysWith: { first, _ in first })
    for name in telling(stage) {
      guard let (old, new) = pairs[name], old != new else { continue }
      let (words, unit) = inWords(name)
      let decimals = (1...12).first { NumberText.fixed(old, $0) != NumberText.fixed(new, $0) } ?? 12
      return
        "\(words) \(NumberText.fixed(old, decimals)) → \(NumberText.fixed(new, decimals)) \(unit)"
    }
    return "another \(stage == .percepts ? "picture of the world" : "output")"
  }

  /// `target_speed_mps` as "target speed" and "m/s".
  private static func inWords(_ name: String) -> (String, String) {
    let units = [("_mps2", "m/s²"), ("_mps", "m/s"), ("_rad", "rad"), ("_m", "m")]
    for (ending, unit) in units where name.hasSuffix(ending) {
      return (String(name.dropLast(ending.count)).replacing("_", with: " "), unit)
    }
    return (name.replacing("_", with: " "), "")
  }

  /// The difference in one line.
  public var text: String {
    let place = stage.map { ", stage \($0)" } ?? ""
    return "first difference: t = \(NumberText.fixed(time)) s\(place), \(detail)"
  }
}
