import DrivingCore
import Geometry

/// Small random changes of how a scenario starts: whether a verdict hangs by a hair.
public struct ScenarioJitter: Sendable, Hashable {
  /// How far everyone is moved along and across at most (m).
  public var position: Double
  /// How much every speed changes at most (m/s).
  public var speed: Double

  /// Creates a jitter of 1 cm and 0.05 m/s, or what is said.
  public init(position: Double = 0.01, speed: Double = 0.05) {
    (self.position, self.speed) = (position, speed)
  }

  /// The scenario, jittered by a seed: the ego and every actor who is not recorded.
  ///
  /// What stands keeps standing, and nobody's change depends on the others. Recorded ways are facts.
  public func applied(to scenario: Scenario, seed: UInt64) -> Scenario {
    var result = scenario
    var random = generator("ego", seed)
    result.start.worldFromVehicle = moved(scenario.start.worldFromVehicle, &random)
    result.start.speed = changed(scenario.start.speed, &random)
    for index in result.actors.indices {
      if case .recorded = result.actors[index].behaviour { continue }
      let start = result.actors[index].start
      var random = generator(start.id, seed)
      result.actors[index].start.box.worldFromBox = moved(start.box.worldFromBox, &random)
      let speed = start.velocity.length
      guard speed > 0 else { continue }
      result.actors[index].start.velocity = start.velocity * (changed(speed, &random) / speed)
    }
    return result
  }

  private func generator(_ name: String, _ seed: UInt64) -> SeededGenerator {
    SeededGenerator(seed: seed, stream: SeededGenerator.stream(named: "jitter/" + name))
  }

  private func moved(_ pose: SE2, _ random: inout SeededGenerator) -> SE2 {
    let (along, across) = (random.uniform(-position, position), random.uniform(-position, position))
    return pose * SE2(x: along, y: across, heading: 0)
  }

  private func changed(_ value: Double, _ random: inout SeededGenerator) -> Double {
    let change = random.uniform(-speed, speed)
    return value == 0 ? 0 : max(value + change, 0)
  }
}
