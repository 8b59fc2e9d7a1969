import Geometry

/// What drives the models of CommonRoad: how fast the wheels turn aside, how hard the car pulls.
public struct ModelInput: Sendable, Hashable {
  /// The rate of the road-wheel angle (rad/s).
  public var steeringRate: Double
  /// The acceleration along the car (m/s²).
  public var acceleration: Double

  /// Creates an input.
  public init(steeringRate: Double, acceleration: Double) {
    self.steeringRate = steeringRate
    self.acceleration = acceleration
  }
}

/// What steering can do. Reference: CommonRoad vehicle models 2020a, section 2.
public struct SteeringConstraint: Sendable, Hashable {
  /// The smallest road-wheel angle (rad), negative.
  public var lowest: Double
  /// The largest road-wheel angle (rad).
  public var highest: Double
  /// The smallest rate (rad/s), negative.
  public var lowestRate: Double
  /// The largest rate (rad/s).
  public var highestRate: Double

  /// Creates the constraint of a steering that is the same to both sides.
  public init(angle: Double, rate: Double) {
    (lowest, highest, lowestRate, highestRate) = (-angle, angle, -rate, rate)
  }

  /// The rate that remains of a wanted one: none beyond the stops, clamped elsewhere.
  public func admitted(_ rate: Double, at angle: Double) -> Double {
    if angle <= lowest && rate <= 0 || angle >= highest && rate >= 0 { return 0 }
    if rate <= lowestRate { return lowestRate }
    return rate >= highestRate ? highestRate : rate
  }
}

/// What drive and brake can do. Reference: CommonRoad vehicle models 2020a, section 2.
public struct SpeedConstraint: Sendable, Hashable {
  /// The lowest speed (m/s), negative in reverse.
  public var lowest: Double
  /// The highest speed (m/s).
  public var highest: Double
  /// Above this speed the drive is limited by power (m/s).
  public var switching: Double
  /// The largest acceleration and deceleration (m/s²).
  public var acceleration: Double

  /// Creates the constraint.
  public init(lowest: Double, highest: Double, switching: Double, acceleration: Double) {
    self.lowest = lowest
    self.highest = highest
    self.switching = switching
    self.acceleration = acceleration
  }

  /// The acceleration that remains of a wanted one: none beyond the end speeds, else clamped.
  public func admitted(_ wanted: Double, at speed: Double) -> Double {
    let most = speed > switching ? acceleration * switching / speed : acceleration
    if speed <= lowest && wanted <= 0 || speed >= highest && wanted >= 0 { return 0 }
    if wanted <= -acceleration { return -acceleration }
    return wanted >= most ? most : wanted
  }
}
