import DrivingCore
import Geometry

/// When a run is over.
public struct RunRules: Sendable, Hashable {
  /// The longest a run may take (s).
  public var duration: Double
  /// Whether the run ends as soon as the goal is reached.
  public var endsAtGoal: Bool
  /// Further goals, any of which also ends the run.
  public var alternativeGoals: [Goal]
  /// The goal ends the run only at multiples of this since the start (s); nil: at any tick.
  public var goalStep: Double?
  /// How long the car must have stood on its goal pose before a parking run ends (s).
  public var settleTime = 1.0

  /// Creates the rules.
  public init(duration: Double, endsAtGoal: Bool, alternativeGoals: [Goal] = []) {
    self.duration = duration
    self.endsAtGoal = endsAtGoal
    self.alternativeGoals = alternativeGoals
  }
}

extension RunRules {
  /// Whether the goal counts after so many seconds: always, or at whole steps.
  func looksForGoal(after elapsed: Double) -> Bool {
    guard let goalStep, goalStep > 0 else { return true }
    let steps = elapsed / goalStep
    return abs(steps - steps.rounded()) < 1e-6
  }
}

extension Simulator {
  /// Steps until the run is over and returns what happened.
  ///
  /// A stage that fails in a way the loop cannot go on from ends the run early: the record keeps
  /// everything before it and says why in `abort`. O(ticks).
  public consuming func run(_ rules: RunRules) -> RunRecord {
    let start = record.mission.start.time
    let goals = (record.mission.goal.map { [$0] } ?? []) + rules.alternativeGoals
    let monitors = goals.map { GoalMonitor(goal: $0, vehicle: record.mission.vehicle) }
    var settled = 0.0
    while (scene.time - start).seconds < rules.duration {
      do throws(StageFailure) { try step() } catch { return aborted(by: error) }
      let elapsed = (scene.time - start).seconds
      guard rules.endsAtGoal, rules.looksForGoal(after: elapsed) else { continue }
      let reached = monitors.contains { $0.isReached(by: scene.ego, elapsed: elapsed) }
      settled = reached ? settled + schedule.tick.seconds : 0
      let wait = record.mission.kind == .parking ? rules.settleTime : 0
      if reached, settled >= wait { break }
    }
    return finished()
  }

  /// The record with the last scene, in which nothing was commanded any more.
  private consuming func finished() -> RunRecord {
    var result = record
    result.ticks.append(RunRecord.Tick(scene: scene, command: .neutral))
    // What was left to the planner is judged as it chose.
    result.mission.goal = result.mission.goal?.chosen(by: scene.ego.worldFromVehicle)
    return result
  }

  /// The record of a run that could not go on.
  private consuming func aborted(by failure: StageFailure) -> RunRecord {
    var result = finished()
    result.abort = "\(failure.stage): \(failure.reason)"
    return result
  }
}
