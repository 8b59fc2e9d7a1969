/// A cubic in powers of its argument.
public struct CubicPolynomial: Hashable, Sendable {
  /// The coefficients of the powers 0 to 3.
  public var c0, c1, c2, c3: Double

  /// Creates a cubic from the coefficients of the powers 0 to 3.
  public init(_ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double) {
    (self.c0, self.c1, self.c2, self.c3) = (c0, c1, c2, c3)
  }

  /// The value and its first three derivatives.
  public func evaluate(
    at t: Double
  ) -> (value: Double, first: Double, second: Double, third: Double) {
    (
      c0 + t * (c1 + t * (c2 + t * c3)), c1 + t * (2 * c2 + t * 3 * c3), 2 * c2 + 6 * c3 * t,
      6 * c3
    )
  }
}

/// A position with its first two derivatives in time, as polynomials join them.
public struct MotionState1D: Hashable, Sendable, Codable {
  /// The position (m).
  public var position: Double
  /// The speed (m/s).
  public var speed: Double
  /// The acceleration (m/s²).
  public var acceleration: Double

  /// Creates a state.
  public init(position: Double, speed: Double = 0, acceleration: Double = 0) {
    self.position = position
    self.speed = speed
    self.acceleration = acceleration
  }
}

/// The motion of least squared jerk between two complete states (Werling et al. 2010).
public struct QuinticPolynomial: Hashable, Sendable {
  /// The coefficients of the powers 0 to 5.
  public var c0, c1, c2, c3, c4, c5: Double
  /// The time it takes (s).
  public let duration: Double

  /// Joins two states within a positive time (s).
  public init(from start: MotionState1D, to end: MotionState1D, duration: Double) {
    self.duration = duration
    let t = duration
    (c0, c1, c2) = (start.position, start.speed, start.acceleration / 2)
    let position = end.position - (c0 + t * (c1 + t * c2))
    let speed = (end.speed - (c1 + 2 * c2 * t)) * t
    let acceleration = (end.acceleration - 2 * c2) * t * t
    c3 = (10 * position - 4 * speed + acceleration / 2) / (t * t * t)
    c4 = (-15 * position + 7 * speed - acceleration) / (t * t * t * t)
    c5 = (6 * position - 3 * speed + acceleration / 2) / (t * t * t * t * t)
  }

  /// The position at a time (m).
  public func position(at t: Double) -> Double {
    c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5))))
  }
  /// The speed at a time (m/s).
  public func speed(at t: Double) -> Double {
    c1 + t * (2 * c2 + t * (3 * c3 + t * (4 * c4 + t * 5 * c5)))
  }
  /// The acceleration at a time (m/s²).
  public func acceleration(at t: Double) -> Double {
    2 * c2 + t * (6 * c3 + t * (12 * c4 + t * 20 * c5))
  }
  /// The jerk at a time (m/s³).
  public func jerk(at t: Double) -> Double { 6 * c3 + t * (24 * c4 + t * 60 * c5) }
  /// Position, speed and acceleration at a time.
  public func state(at t: Double) -> MotionState1D {
    MotionState1D(position: position(at: t), speed: speed(at: t), acceleration: acceleration(at: t))
  }

  /// The integral of the squared jerk over the duration (m²/s⁵).
  public var squaredJerk: Double {
    let (a, b, c, t) = (6 * c3, 24 * c4, 60 * c5, duration)
    return t
      * (a * a + t * (a * b + t * ((b * b + 2 * a * c) / 3 + t * (b * c / 2 + t * c * c / 5))))
  }
}

/// The motion of least squared jerk to a speed and acceleration, wherever that is reached.
public struct QuarticPolynomial: Hashable, Sendable {
  /// The coefficients of the powers 0 to 4.
  public var c0, c1, c2, c3, c4: Double
  /// The time it takes (s).
  public let duration: Double

  /// Reaches a speed (m/s) and acceleration (m/s²) within a positive time (s).
  public init(
    from start: MotionState1D, toSpeed speed: Double, acceleration: Double = 0, duration: Double
  ) {
    self.duration = duration
    let t = duration
    (c0, c1, c2) = (start.position, start.speed, start.acceleration / 2)
    let speedChange = speed - (c1 + 2 * c2 * t)
    let accelerationChange = (acceleration - 2 * c2) * t
    c3 = (3 * speedChange - accelerationChange) / (3 * t * t)
    c4 = (-2 * speedChange + accelerationChange) / (4 * t * t * t)
  }

  /// The position at a time (m).
  public func position(at t: Double) -> Double { c0 + t * (c1 + t * (c2 + t * (c3 + t * c4))) }
  /// The speed at a time (m/s).
  public func speed(at t: Double) -> Double { c1 + t * (2 * c2 + t * (3 * c3 + t * 4 * c4)) }
  /// The acceleration at a time (m/s²).
  public func acceleration(at t: Double) -> Double { 2 * c2 + t * (6 * c3 + t * 12 * c4) }
  /// The jerk at a time (m/s³).
  public func jerk(at t: Double) -> Double { 6 * c3 + t * 24 * c4 }
  /// Position, speed and acceleration at a time.
  public func state(at t: Double) -> MotionState1D {
    MotionState1D(position: position(at: t), speed: speed(at: t), acceleration: acceleration(at: t))
  }

  /// The integral of the squared jerk over the duration (m²/s⁵).
  public var squaredJerk: Double {
    let (a, b, t) = (6 * c3, 24 * c4, duration)
    return t * (a * a + t * (a * b + t * b * b / 3))
  }
}
