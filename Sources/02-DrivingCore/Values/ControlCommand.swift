import Geometry

/// What the controller asks of the actuators.
public struct ControlCommand: Sendable, Hashable, Codable {
  /// The wanted road-wheel angle (rad), positive to the left.
  public var steeringAngle: Double
  /// The wanted acceleration along the vehicle's x axis (m/s²); negative slows a forward drive.
  public var acceleration: Double

  /// Creates a command.
  public init(steeringAngle: Double, acceleration: Double) {
    self.steeringAngle = steeringAngle
    self.acceleration = acceleration
  }

  /// Wheels straight, rolling on.
  public static let neutral = ControlCommand(steeringAngle: 0, acceleration: 0)
}
