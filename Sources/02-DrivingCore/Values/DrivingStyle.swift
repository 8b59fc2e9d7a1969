/// How a driver likes to be driven: the numbers behind comfort, standard and sport.
public struct DrivingStyle: Sendable, Hashable, Codable {
  /// The gap that our planner keeps at standstill, in every style (m).
  public static let standstillGap = 2.5

  /// The name that scripts use.
  public var id: String
  /// The time gap to the car ahead (s).
  public var headway: Double
  /// The acceleration the driver likes at most (m/s²).
  public var acceleration: Double
  /// The deceleration the driver likes at most (m/s²), positive.
  public var deceleration: Double
  /// The jerk the driver likes at most (m/s³).
  public var jerk: Double
  /// The lateral acceleration the driver likes at most (m/s²).
  public var lateralAcceleration: Double
  /// How much others' comfort counts (MOBIL's politeness, 0-1).
  public var politeness: Double
  /// Set speed as a share of the limit.
  public var speedFactor: Double

  /// Creates a style.
  public init(
    id: String, headway: Double, acceleration: Double, deceleration: Double, jerk: Double,
    lateralAcceleration: Double, politeness: Double, speedFactor: Double
  ) {
    self.id = id
    self.headway = headway
    self.acceleration = acceleration
    self.deceleration = deceleration
    self.jerk = jerk
    self.lateralAcceleration = lateralAcceleration
    self.politeness = politeness
    self.speedFactor = speedFactor
  }

  /// Long gaps, soft pedals.
  public static let comfort = DrivingStyle(
    id: "comfort", headway: 2.0, acceleration: 1.0, deceleration: 1.8, jerk: 1.0,
    lateralAcceleration: 1.5, politeness: 0.5, speedFactor: 0.95)
  /// What most drivers do.
  public static let standard = DrivingStyle(
    id: "standard", headway: 1.5, acceleration: 1.5, deceleration: 2.5, jerk: 2.0,
    lateralAcceleration: 2.0, politeness: 0.25, speedFactor: 1.0)
  /// Short gaps, brisk pedals; never above the legal limit.
  public static let sport = DrivingStyle(
    id: "sport", headway: 1.0, acceleration: 2.2, deceleration: 3.2, jerk: 3.5,
    lateralAcceleration: 3.0, politeness: 0.05, speedFactor: 1.0)
  /// Every style by name.
  public static let all = [comfort, standard, sport]
}
