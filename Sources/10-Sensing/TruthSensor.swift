import DrivingCore
import Geometry

/// The sensor of `--percepts truth`: hands on the true scene and the ego's exact motion.
public struct TruthSensor: Sensor {
  /// Who the sensor is.
  public let description = StageDescription(name: "truth", version: 1, isOracle: true)
  private var index = 0

  /// Creates a sensor.
  public init() {}

  /// The true scene as a frame.
  public mutating func step(_ scene: Scene, at time: SimulationTime) throws(StageFailure)
    -> SensorFrame
  {
    defer { index += 1 }
    return SensorFrame(
      time: time, index: index, odometry: SensorFrame.Odometry(exactly: scene.ego), truth: scene)
  }
}

extension SensorFrame.Odometry {
  /// The reading of perfect wheel, inertial and satellite sensors.
  public init(exactly ego: VehicleState) {
    self.init(
      speed: ego.speed, yawRate: ego.yawRate, steeringAngle: ego.steeringAngle,
      acceleration: ego.acceleration, worldFromVehicle: ego.worldFromVehicle)
  }
}
