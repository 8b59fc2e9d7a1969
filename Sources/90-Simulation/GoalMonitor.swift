import DrivingCore
import Geometry

/// Watches a run for the instant at which every part of its goal holds.
public struct GoalMonitor: Sendable {
  private let goal: Goal
  private let vehicle: VehicleSpec
  /// How close to the goal pose counts as parked: along (m), across (m), turned (rad).
  ///
  /// A run goes on while the car is farther off: between two strokes it often stands nearby.
  public static let poseTolerance = (along: 0.1, across: 0.05, turned: 0.00873)  // 0.5°
  /// Slower than this is standing (m/s), nuPlan's `stopped` threshold is 0.05.
  public static let standingSpeed = 0.05

  /// Creates a monitor for a goal and the car that has to reach it.
  public init(goal: Goal, vehicle: VehicleSpec) {
    self.goal = goal
    self.vehicle = vehicle
  }

  /// Whether every stated part of the goal holds in that state, `elapsed` seconds into the run.
  public func isReached(by ego: VehicleState, elapsed: Double) -> Bool {
    if let time = goal.time, !time.contains(elapsed) { return false }
    if let speed = goal.speed, !speed.contains(ego.speed) { return false }
    if let heading = goal.heading, !GoalMonitor.holds(heading, ego.worldFromVehicle.heading) {
      return false
    }
    if let pose = goal.pose { return isParked(ego, at: pose) }
    if !goal.choices.isEmpty { return goal.choices.contains { isParked(ego, at: $0.pose) } }
    guard !goal.regions.isEmpty else { return true }
    let centre = vehicle.footprint(at: ego.worldFromVehicle).worldFromBox.position
    return goal.regions.contains { $0.contains(centre) }
  }

  /// Whether the heading lies in the range, whole turns apart.
  private static func holds(_ range: Goal.Interval, _ heading: Double) -> Bool {
    let turned = range.low + Angle.wrapped(heading - range.low)
    return range.contains(turned) || range.contains(turned + 2 * .pi)
  }

  /// Whether the car stands on the pose.
  private func isParked(_ ego: VehicleState, at pose: SE2) -> Bool {
    let error = pose.inverse * ego.worldFromVehicle
    let tolerance = GoalMonitor.poseTolerance
    return abs(ego.speed) <= GoalMonitor.standingSpeed
      && abs(error.position.x) <= tolerance.along && abs(error.position.y) <= tolerance.across
      && abs(Angle.wrapped(error.heading)) <= tolerance.turned
  }
}
