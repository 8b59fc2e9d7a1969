import Geometry

/// What a car is: measures, masses, limits and actuators. Filled from `Assets/vehicles/*.json`.
public struct VehicleSpec: Sendable, Hashable, Codable {
  /// The outside measures (m); mirrors are not part of the width.
  public struct Body: Sendable, Hashable, Codable {
    /// Bumper to bumper (m).
    public var length: Double
    /// Door to door (m).
    public var width: Double
    /// Ground to roof (m).
    public var height: Double
    /// Axle to axle (m).
    public var wheelbase: Double
    /// Rear axle to rear bumper (m).
    public var rearOverhang: Double
    /// Mirror to mirror (m); nil where unknown.
    public var widthWithMirrors: Double?
    /// Wheel to wheel across the axle (m).
    public var track: Double

    /// Front axle to front bumper (m).
    public var frontOverhang: Double { length - wheelbase - rearOverhang }

    /// Creates the measures.
    public init(
      length: Double, width: Double, height: Double, wheelbase: Double, rearOverhang: Double,
      widthWithMirrors: Double? = nil, track: Double
    ) {
      self.length = length
      self.width = width
      self.height = height
      self.wheelbase = wheelbase
      self.rearOverhang = rearOverhang
      self.widthWithMirrors = widthWithMirrors
      self.track = track
    }
  }

  /// Masses as the single-track models want them.
  public struct Inertia: Sendable, Hashable, Codable {
    /// The mass (kg).
    public var mass: Double
    /// The moment about the vertical axis (kg m²).
    public var yaw: Double
    /// Centre of gravity behind the front axle (m): `a` of the literature.
    public var frontAxleToCentre: Double
    /// The height of the centre of gravity (m).
    public var centreHeight: Double

    /// Creates the masses.
    public init(mass: Double, yaw: Double, frontAxleToCentre: Double, centreHeight: Double) {
      self.mass = mass
      self.yaw = yaw
      self.frontAxleToCentre = frontAxleToCentre
      self.centreHeight = centreHeight
    }
  }

  /// What the car can do at most.
  public struct Limits: Sendable, Hashable, Codable {
    /// The largest road-wheel angle (rad).
    public var steeringAngle: Double
    /// The largest rate of the road-wheel angle (rad/s).
    public var steeringRate: Double
    /// The lowest speed, negative in reverse (m/s).
    public var minimumSpeed: Double
    /// The highest speed (m/s).
    public var maximumSpeed: Double
    /// Above this speed the drive is limited by power (m/s).
    public var switchingSpeed: Double
    /// The largest acceleration and deceleration of the tyres (m/s²).
    public var acceleration: Double

    /// Creates the limits.
    public init(
      steeringAngle: Double, steeringRate: Double, minimumSpeed: Double, maximumSpeed: Double,
      switchingSpeed: Double, acceleration: Double
    ) {
      self.steeringAngle = steeringAngle
      self.steeringRate = steeringRate
      self.minimumSpeed = minimumSpeed
      self.maximumSpeed = maximumSpeed
      self.switchingSpeed = switchingSpeed
      self.acceleration = acceleration
    }
  }

  /// Tyres and wheels as the single-track models want them.
  public struct Tyres: Sendable, Hashable, Codable {
    /// The friction coefficient on dry asphalt.
    public var friction: Double
    /// The cornering stiffness of the front axle over its grip (1/rad).
    public var frontStiffness: Double
    /// The cornering stiffness of the rear axle over its grip (1/rad).
    public var rearStiffness: Double
    /// The effective rolling radius (m).
    public var wheelRadius: Double
    /// The moment of one axle's wheels about the axle (kg m²).
    public var wheelInertia: Double
    /// The front axle's share of the braking torque.
    public var frontBrakeShare: Double
    /// The front axle's share of the driving torque.
    public var frontDriveShare: Double

    /// Creates the tyres.
    public init(
      friction: Double, frontStiffness: Double, rearStiffness: Double, wheelRadius: Double,
      wheelInertia: Double, frontBrakeShare: Double, frontDriveShare: Double
    ) {
      self.friction = friction
      self.frontStiffness = frontStiffness
      self.rearStiffness = rearStiffness
      self.wheelRadius = wheelRadius
      self.wheelInertia = wheelInertia
      self.frontBrakeShare = frontBrakeShare
      self.frontDriveShare = frontDriveShare
    }

    /// The tyre that all CommonRoad 2020a passenger cars share (`parameters_tire.yaml`).
    public static let standard = Tyres(
      friction: 1.0489, frontStiffness: 21.92 / 1.0489, rearStiffness: 21.92 / 1.0489,
      wheelRadius: 0.344, wheelInertia: 1.7, frontBrakeShare: 0.66, frontDriveShare: 1)
  }

  /// How commands become motion.
  public struct Actuators: Sendable, Hashable, Codable {
    /// The first-order lag of the steering (s).
    public var steeringLag: Double
    /// The dead time of the steering (s).
    public var steeringDelay: Double
    /// The first-order lag of drive and brake (s).
    public var accelerationLag: Double
    /// The dead time of drive and brake (s).
    public var accelerationDelay: Double
    /// The largest jerk (m/s³).
    public var jerk: Double

    /// Creates the actuators.
    public init(
      steeringLag: Double, steeringDelay: Double, accelerationLag: Double,
      accelerationDelay: Double, jerk: Double
    ) {
      self.steeringLag = steeringLag
      self.steeringDelay = steeringDelay
      self.accelerationLag = accelerationLag
      self.accelerationDelay = accelerationDelay
      self.jerk = jerk
    }

    /// Commands act at once.
    public static let ideal = Actuators(
      steeringLag: 0, steeringDelay: 0, accelerationLag: 0, accelerationDelay: 0, jerk: 1e4)
  }

  /// The id that scripts use, such as `byd-seagull`.
  public var id: String
  /// The name a person reads.
  public var name: String
  /// The outside measures.
  public var body: Body
  /// The masses.
  public var inertia: Inertia
  /// What the car can do at most.
  public var limits: Limits
  /// How commands become motion.
  public var actuators: Actuators
  /// What it stands on.
  public var tyres: Tyres

  /// Creates a specification.
  public init(
    id: String, name: String, body: Body, inertia: Inertia, limits: Limits, actuators: Actuators,
    tyres: Tyres = .standard
  ) {
    self.id = id
    self.name = name
    self.body = body
    self.inertia = inertia
    self.limits = limits
    self.actuators = actuators
    self.tyres = tyres
  }

  /// The footprint of the body for a pose of the rear axle.
  public func footprint(at worldFromVehicle: SE2) -> OrientedBox {
    let vehicleFromBox = SE2(x: body.length / 2 - body.rearOverhang, y: 0, heading: 0)
    return OrientedBox(
      worldFromBox: worldFromVehicle * vehicleFromBox, length: body.length, width: body.width)
  }

  /// The tightest radius of the rear axle's middle (m).
  public var minimumTurningRadius: Double { body.wheelbase / Portable.tan(limits.steeringAngle) }
}
