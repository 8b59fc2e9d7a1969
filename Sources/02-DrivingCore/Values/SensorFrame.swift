import Geometry

/// What the sensors gave at one instant. Pictures travel as values that share their memory.
public struct SensorFrame: Sendable {
  /// A radar return, in the vehicle frame.
  public struct RadarReturn: Sendable, Hashable, Codable {
    /// The sensor's own name for the track.
    public var id: Int
    /// Where: forward and left of the vehicle's front (m).
    public var position: Vector2
    /// How fast it comes or goes along x, relative to the ego (m/s).
    public var relativeSpeed: Double

    /// Creates a return.
    public init(id: Int, position: Vector2, relativeSpeed: Double) {
      self.id = id
      self.position = position
      self.relativeSpeed = relativeSpeed
    }
  }

  /// What the car says of its own motion.
  public struct Odometry: Sendable, Hashable, Codable {
    /// The speed from the wheels (m/s).
    public var speed: Double
    /// The turn rate (rad/s), if known.
    public var yawRate: Double?
    /// The road-wheel angle (rad), if known.
    public var steeringAngle: Double?
    /// The acceleration along the vehicle's x axis (m/s²), if known.
    public var acceleration: Double?
    /// The position from a satellite receiver or reference, if this tick has one.
    public var worldFromVehicle: SE2?
    /// The speed over ground from a satellite receiver (m/s), if this tick has one.
    public var satelliteSpeed: Double?

    /// Creates the reading.
    public init(
      speed: Double, yawRate: Double? = nil, steeringAngle: Double? = nil,
      acceleration: Double? = nil, worldFromVehicle: SE2? = nil, satelliteSpeed: Double? = nil
    ) {
      self.acceleration = acceleration
      self.speed = speed
      self.yawRate = yawRate
      self.steeringAngle = steeringAngle
      self.worldFromVehicle = worldFromVehicle
      self.satelliteSpeed = satelliteSpeed
    }
  }

  /// When the frame was taken.
  public var time: SimulationTime
  /// Its number in the log or run.
  public var index: Int
  /// The front camera's picture, if there is one at this instant.
  public var camera: CameraImage?
  /// Radar returns, if there is a radar.
  public var radar: [RadarReturn]?
  /// The car's own motion, if known.
  public var odometry: Odometry?
  /// The true scene, for oracles only: simulated runs on `--percepts truth` fill it.
  public var truth: Scene?

  /// Creates a frame.
  public init(
    time: SimulationTime, index: Int, camera: CameraImage? = nil, radar: [RadarReturn]? = nil,
    odometry: Odometry? = nil, truth: Scene? = nil
  ) {
    self.time = time
    self.index = index
    self.camera = camera
    self.radar = radar
    self.odometry = odometry
    self.truth = truth
  }
}
