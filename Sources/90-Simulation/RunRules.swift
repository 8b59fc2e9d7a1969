import DrivingCore
import Geometry

/// When a run is over.
public struct RunRules: Sendable, Hashable {
  /// The longest a run may take (s).
  public var duration: Double
  /// Whether the run ends as soon as the goal is reached.
  public var endsAtGoal: Bool
  /// How long the car must have stood on its goal pose before a parking run ends (s).
  public var settleTime = 1.0

  /// Creates the rules.
  public init(duration: Double, endsAtGoal: Bool) {
    self.duration = duration
    self.endsAtGoal = endsAtGoal
  }
}

extension Simulator {
  /// Steps until the run is over and returns what happened.
  ///
  /// A stage that fails in a way the loop cannot go on from ends the run early: the record keeps
  /// everything before it and says why in `abort`. O(ticks).
  public consuming func run(_ rules: RunRules) -> RunRecord {
    let start = record.mission.start.time
    let monitor = record.mission.goal.map { GoalMonitor(goal: $0, vehicle: record.mission.vehicle) }
    var settled = 0.0
    while (scene.time - start).seconds < rules.duration {
      do throws(StageFailure) { try step() } catch { return aborted(by: error) }
      guard rules.endsAtGoal, let monitor else { continue }
      let reached = monitor.isReached(by: scene.ego, elapsed: (scene.time - start).seconds)
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
    return result
  }

  /// The record of a run that could not go on.
  private consuming func aborted(by failure: StageFailure) -> RunRecord {
    var result = finished()
    result.abort = "\(failure.stage): \(failure.reason)"
    return result
  }
}
