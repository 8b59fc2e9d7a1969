import Geometry

/// Where the ego means to be, when: poses of the rear axle in the world, ordered by time.
public struct Trajectory: Sendable, Hashable, Codable {
  /// One point of the plan.
  public struct Point: Sendable, Hashable, Codable {
    /// When.
    public var time: SimulationTime
    /// Where: the rear axle in the world.
    public var worldFromVehicle: SE2
    /// The speed (m/s); negative in reverse.
    public var speed: Double
    /// The acceleration along the vehicle's x axis (m/s²).
    public var acceleration: Double
    /// The curvature of the path (1/m); positive to the left when driving forward.
    public var curvature: Double

    /// Creates a point.
    public init(
      time: SimulationTime, worldFromVehicle: SE2, speed: Double, acceleration: Double = 0,
      curvature: Double = 0
    ) {
      self.time = time
      self.worldFromVehicle = worldFromVehicle
      self.speed = speed
      self.acceleration = acceleration
      self.curvature = curvature
    }
  }

  /// What the trajectory is, for reports: "keep lane 1", "park slot A3", "minimum risk".
  public var label: String
  /// The points, at least one, ordered by time.
  public var points: [Point]
  /// Why this plan and not another, in one line.
  public var reason: String

  /// Creates a trajectory.
  public init(label: String, points: [Point], reason: String = "") {
    self.label = label
    self.points = points
    self.reason = reason
  }
}
