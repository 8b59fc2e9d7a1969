import DrivingCore
import Geometry
import Reporting
import Scenarios

/// Whether scores stay what they are when a scenario is moved, turned, mirrored, reordered, renamed.
public struct MetamorphicCheck: Sendable {
  /// The changes, with a name each.
  public static let transforms: [(name: String, transform: ScenarioTransform)] = [
    ("10 km away", .moved(SE2(x: 8_000, y: -6_000, heading: 0))),
    ("turned by 37 degrees", .moved(SE2(x: 0, y: 0, heading: Angle.radians(degrees: 37)))),
    ("mirrored", .mirrored), ("actors reordered", .reordered), ("actors renamed", .renamed),
  ]
  /// How much a value may differ, relative to values above 1.
  public static let tolerance = 1e-6
  /// How much the score may differ where left and right are swapped: of two equal ways ours takes the
  /// left one first, so the runs need not mirror each other.
  public static let handedTolerance = 0.1

  /// What depends on the compass by definition: CommonRoad's term D looks for obstacles in a window
  /// along the axes of the map, and its cost functions have D in them.
  static let compassBound = ["commonroad.partial_D@", "commonroad.cost_"]

  private let runner: ScenarioRunner

  /// Creates a check that drives with this runner.
  public init(runner: ScenarioRunner) { self.runner = runner }

  /// One line for each scenario and change whose verdict, score or metric differs.
  public func differences(of scenarios: [Scenario], jobs: Int) -> [String] {
    let ways = Self.transforms
    let each = ways.count + 1
    let rows = Parallel.map(count: scenarios.count * each, jobs: jobs) { index in
      let (scenario, way) = (scenarios[index / each], index % each)
      return runner.run(way == 0 ? scenario : ways[way - 1].transform.applied(to: scenario)).result
    }
    return (0..<(scenarios.count * each)).compactMap { index in
      guard index % each > 0 else { return nil }
      let (base, other) = (rows[index - index % each], rows[index])
      let (name, way) = ways[index % each - 1]
      return Self.difference(base, other, isHanded: way == .mirrored).map {
        "\(base.id): differs (\(name)): \($0)"
      }
    }
  }

  /// The first value that differs; nil where all agree.
  static func difference(
    _ base: ScenarioResult, _ other: ScenarioResult, isHanded: Bool = false
  ) -> String? {
    guard base.verdict == other.verdict else {
      return "\(base.verdict.rawValue), then \(other.verdict.rawValue)"
    }
    let isNear = isHanded && abs(base.score - other.score) <= handedTolerance
    guard isNear || agree(base.score, other.score) else {
      return "score \(base.score), then \(other.score)"
    }
    if isHanded { return nil }
    for (one, two) in zip(base.metrics, other.metrics) {
      guard one.id == two.id, one.isValid == two.isValid else {
        return "\(one.id) valid: \(one.isValid), then \(two.isValid)"
      }
      if compassBound.contains(where: one.id.hasPrefix) { continue }
      guard let a = one.value, let b = two.value else { continue }
      guard agree(a, b) else { return "\(one.id) \(a), then \(b)" }
    }
    return nil
  }

  private static func agree(_ a: Double, _ b: Double) -> Bool {
    a == b || abs(a - b) <= tolerance * max(1, abs(a), abs(b))
  }
}
