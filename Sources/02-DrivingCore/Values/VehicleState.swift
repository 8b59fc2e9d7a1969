import Geometry

/// Where the ego is and how it moves, at the middle of its rear axle.
public struct VehicleState: Sendable, Hashable, Codable {
  /// When this holds.
  public var time: SimulationTime
  /// The pose of the rear axle: x forward, y left (ISO 8855).
  public var worldFromVehicle: SE2
  /// The speed along the vehicle's x axis (m/s); negative in reverse.
  public var speed: Double
  /// The acceleration along the vehicle's x axis (m/s²).
  public var acceleration: Double
  /// The turn rate, counter-clockwise (rad/s).
  public var yawRate: Double
  /// The road-wheel angle, positive to the left (rad).
  public var steeringAngle: Double
  /// The rate of the road-wheel angle (rad/s).
  public var steeringRate: Double
  /// The angle between the velocity at the centre of gravity and the x axis (rad).
  public var slipAngle: Double

  /// Creates a state; what is not named is zero.
  public init(
    time: SimulationTime = .zero, worldFromVehicle: SE2 = .identity, speed: Double = 0,
    acceleration: Double = 0, yawRate: Double = 0, steeringAngle: Double = 0,
    steeringRate: Double = 0, slipAngle: Double = 0
  ) {
    self.time = time
    self.worldFromVehicle = worldFromVehicle
    self.speed = speed
    self.acceleration = acceleration
    self.yawRate = yawRate
    self.steeringAngle = steeringAngle
    self.steeringRate = steeringRate
    self.slipAngle = slipAngle
  }
}
