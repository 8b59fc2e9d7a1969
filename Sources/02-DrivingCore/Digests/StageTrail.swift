import Geometry

/// What each stage gave at one planning tick, as fingerprints and a few telling numbers.
///
/// Two runs are compared trail by trail: the first stage whose fingerprint differs, in the order of
/// the loop, is where they part.
public struct StageTrail: Sendable, Hashable, Codable {
  /// The stages of the loop, in order.
  public enum Stage: String, Sendable, Hashable, Codable, CaseIterable {
    case state, percepts, decision, planning, gate, control
  }

  /// When.
  public var time: SimulationTime
  /// The fingerprint of each stage, in the order of `Stage.allCases`.
  public var fingerprints: [UInt64]
  /// Numbers a person can compare, by name with unit, in a fixed order.
  public var values: [(name: String, value: Double)] {
    zip(StageTrail.names, numbers).map { ($0, $1) }
  }
  /// The numbers behind `values`.
  public var numbers: [Double]

  /// Creates an entry.
  public init(time: SimulationTime, fingerprints: [UInt64], numbers: [Double]) {
    self.time = time
    self.fingerprints = fingerprints
    self.numbers = numbers
  }

  /// The names of the numbers.
  public static let names = [
    "x_m", "y_m", "heading_rad", "speed_mps", "target_speed_mps", "planned_end_x_m",
    "planned_end_y_m", "planned_end_speed_mps", "steering_rad", "acceleration_mps2",
  ]
}

extension RunRecord {
  /// The trail of the whole run, one entry a planning tick. O(ticks).
  public func trail() -> [StageTrail] {
    var index = 0
    return thoughts.compactMap { thought in
      while index < ticks.count, ticks[index].scene.time < thought.time { index += 1 }
      guard index < ticks.count else { return nil }
      return RunRecord.trail(of: thought, and: ticks[index])
    }
  }

  private static func trail(of thought: Thought, and tick: Tick) -> StageTrail {
    let ego = tick.scene.ego
    let decided = thought.decision.value
    let end = thought.plan.points.last
    return StageTrail(
      time: thought.time,
      fingerprints: StageTrail.Stage.allCases.map { fingerprint($0, thought, tick) },
      numbers: [
        ego.worldFromVehicle.position.x, ego.worldFromVehicle.position.y,
        ego.worldFromVehicle.heading, ego.speed, decided?.targetSpeed ?? 0,
        end?.worldFromVehicle.position.x ?? 0, end?.worldFromVehicle.position.y ?? 0,
        end?.speed ?? 0, tick.command.steeringAngle, tick.command.acceleration,
      ])
  }

  private static func fingerprint(
    _ stage: StageTrail.Stage, _ thought: Thought, _ tick: Tick
  ) -> UInt64 {
    var print = Fingerprint()
    switch stage {
    case .state:
      print.add(tick.scene.ego)
      print.add(tick.scene.objects)
    case .percepts: print.add(thought.percepts)
    case .decision: print.add(thought.decision)
    case .planning:
      switch thought.proposal {
      case .available(let proposal): print.add(proposal)
      case .unavailable(let reason): print.add(reason)
      }
    case .gate:
      print.add(thought.verdict.action.rawValue)
      print.add(thought.plan)
    case .control:
      print.add(tick.command.steeringAngle)
      print.add(tick.command.acceleration)
    }
    return print.value
  }
}
