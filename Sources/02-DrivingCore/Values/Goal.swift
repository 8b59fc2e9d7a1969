import Geometry
import Roads

/// Where the ego must get to, and by when. Every part that is given must hold at one instant.
public struct Goal: Sendable, Hashable, Codable {
  /// A range of numbers.
  public struct Interval: Sendable, Hashable, Codable {
    /// The least value allowed.
    public var low: Double
    /// The greatest value allowed.
    public var high: Double

    /// Creates a range.
    public init(_ low: Double, _ high: Double) {
      self.low = low
      self.high = high
    }

    /// Whether the value lies in the range, ends included.
    public func contains(_ value: Double) -> Bool { low <= value && value <= high }
  }

  /// The reference point of the vehicle must lie in one of these; empty means anywhere.
  public var regions: [Polygon]
  /// Lanes that stand for a region, if the goal was stated so.
  public var lanes: [LaneID]
  /// The speeds allowed (m/s).
  public var speed: Interval?
  /// The headings allowed (rad); may wrap past pi.
  public var heading: Interval?
  /// The times allowed (s since the start).
  public var time: Interval?
  /// The exact pose of the rear axle to reach, for parking.
  public var pose: SE2?
  /// The slot to park in, for parking.
  public var slot: String?
  /// Places among which the planner may choose, for parking; empty where the goal names its own.
  public var choices: [Choice] = []

  /// A slot that may be chosen, and how to stand in it.
  public struct Choice: Sendable, Hashable, Codable {
    /// The slot.
    public var slot: String
    /// The pose of the rear axle in it.
    public var pose: SE2

    /// Creates a choice.
    public init(slot: String, pose: SE2) {
      self.slot = slot
      self.pose = pose
    }
  }

  /// Creates a goal.
  public init(
    regions: [Polygon] = [], lanes: [LaneID] = [], speed: Interval? = nil,
    heading: Interval? = nil, time: Interval? = nil, pose: SE2? = nil, slot: String? = nil
  ) {
    self.regions = regions
    self.lanes = lanes
    self.speed = speed
    self.heading = heading
    self.time = time
    self.pose = pose
    self.slot = slot
  }

  /// The goal as it was chosen by a car that stands at a pose: that of the nearest choice.
  ///
  /// A goal without choices stays as it is. Metres and radians are weighed alike; O(choices).
  public func chosen(by pose: SE2) -> Goal {
    func distance(_ choice: Choice) -> Double {
      choice.pose.position.distance(to: pose.position)
        + abs(Angle.difference(from: choice.pose.heading, to: pose.heading))
    }
    var nearest: (distance: Double, choice: Choice)?
    for choice in choices where distance(choice) < nearest?.distance ?? .infinity {
      nearest = (distance(choice), choice)
    }
    var goal = self
    if let nearest { (goal.pose, goal.slot) = (nearest.choice.pose, nearest.choice.slot) }
    return goal
  }
}
