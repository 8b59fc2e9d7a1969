import Geometry
import Roads

/// A meta-action the planner can carry out and the supervisor can check. Never a trajectory.
public struct Decision: Sendable, Hashable, Codable {
  /// What to do along the path.
  public enum SpeedAction: String, Sendable, Hashable, Codable, CaseIterable {
    case keep, accelerate, decelerate, stop
  }

  /// What to do across the path.
  public enum PathAction: String, Sendable, Hashable, Codable, CaseIterable {
    case keep
    case laneChangeLeft = "lane_change_left"
    case laneChangeRight = "lane_change_right"
    case abort
    case nudgeLeft = "nudge_left"
    case nudgeRight = "nudge_right"
  }

  /// What to do in a car park.
  public enum ParkingAction: String, Sendable, Hashable, Codable, CaseIterable {
    case search
    case parkIn = "park_in"
    case pullOut = "pull_out"
    case wait, replan
    case giveUp = "give_up"
  }

  /// What to do along the path.
  public var speed: SpeedAction
  /// What to do across the path.
  public var path: PathAction
  /// What to do in a car park; nil on the road.
  public var parking: ParkingAction?
  /// The speed to aim for (m/s).
  public var targetSpeed: Double
  /// The time gap to keep to the car ahead (s).
  public var headway: Double
  /// With a change of lanes: the gap to merge into. 0 is the one beside the ego, 1 the next ahead of
  /// it, -1 the next behind; nil leaves the choice to the planner.
  public var targetGap: Int?
  /// Why, in one line.
  public var reason: String

  /// Creates a decision.
  public init(
    speed: SpeedAction, path: PathAction, parking: ParkingAction? = nil, targetSpeed: Double,
    headway: Double, targetGap: Int? = nil, reason: String
  ) {
    self.targetGap = targetGap
    self.speed = speed
    self.path = path
    self.parking = parking
    self.targetSpeed = targetSpeed
    self.headway = headway
    self.reason = reason
  }
}
