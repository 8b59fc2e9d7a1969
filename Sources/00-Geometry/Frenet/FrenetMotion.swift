/// A moving point with heading and curvature, in the plane.
public struct CartesianMotion: Hashable, Sendable, Codable {
  /// The pose; heading is the direction of travel when the speed is positive.
  public var pose: SE2
  /// The signed curvature of the path driven (1/m).
  public var curvature: Double
  /// The speed along the heading (m/s).
  public var speed: Double
  /// The acceleration along the heading (m/s²).
  public var acceleration: Double

  /// Creates a motion.
  public init(pose: SE2, curvature: Double = 0, speed: Double, acceleration: Double = 0) {
    self.pose = pose
    self.curvature = curvature
    self.speed = speed
    self.acceleration = acceleration
  }
}

/// A moving point in road coordinates; `d` is differentiated by arc length, so standstill is fine.
public struct FrenetMotion: Hashable, Sendable, Codable {
  /// The arc length along the reference curve (m).
  public var s: Double
  /// Its rate (m/s).
  public var sRate: Double
  /// The rate of its rate (m/s²).
  public var sAcceleration: Double
  /// The distance from the curve (m), positive to the left.
  public var d: Double
  /// Its derivative by arc length of the curve.
  public var dSlope: Double
  /// Its second derivative by arc length of the curve (1/m).
  public var dBend: Double

  /// Creates a motion from derivatives of `d` by arc length.
  public init(
    s: Double, sRate: Double, sAcceleration: Double = 0, d: Double, dSlope: Double = 0,
    dBend: Double = 0
  ) {
    self.s = s
    self.sRate = sRate
    self.sAcceleration = sAcceleration
    self.d = d
    self.dSlope = dSlope
    self.dBend = dBend
  }

  /// Creates a motion from derivatives of `s` and `d` by time.
  ///
  /// - Returns: nil below 1 mm/s along the curve, where the direction is not determined.
  public init?(s: MotionState1D, d: MotionState1D) {
    guard abs(s.speed) >= 1e-3 else { return nil }
    let slope = d.speed / s.speed
    self.init(
      s: s.position, sRate: s.speed, sAcceleration: s.acceleration, d: d.position, dSlope: slope,
      dBend: (d.acceleration - slope * s.acceleration) / (s.speed * s.speed))
  }

  /// The motion along the curve, by time.
  public var along: MotionState1D {
    MotionState1D(position: s, speed: sRate, acceleration: sAcceleration)
  }

  /// The motion across the curve, by time.
  public var across: MotionState1D {
    MotionState1D(
      position: d, speed: dSlope * sRate,
      acceleration: dBend * sRate * sRate + dSlope * sAcceleration)
  }
}

extension FrenetFrame {
  /// The motion in road coordinates.
  ///
  /// - Returns: nil where the map is singular: beyond the centre of curvature, or heading 90° or
  ///   more away from the curve.
  public func toFrenet(_ motion: CartesianMotion) -> FrenetMotion? {
    let point = toFrenet(motion.pose.position)
    let reference = reference(at: point.s)
    let forward = motion.pose.forward
    let cosine = reference.direction.dot(forward)
    let shrink = 1 - reference.curvature * point.d
    guard shrink > 1e-9, cosine > 1e-9 else { return nil }
    let tangent = reference.direction.cross(forward) / cosine
    let slope = shrink * tangent
    let drift = reference.curvatureRate * point.d + reference.curvature * slope
    let relative = motion.curvature * shrink / cosine - reference.curvature
    let bend = -drift * tangent + shrink / (cosine * cosine) * relative
    let rate = motion.speed * cosine / shrink
    let acceleration =
      (motion.acceleration - rate * rate / cosine * (slope * relative - drift))
      * cosine / shrink
    return FrenetMotion(
      s: point.s, sRate: rate, sAcceleration: acceleration, d: point.d, dSlope: slope, dBend: bend)
  }

  /// The motion in the plane.
  ///
  /// - Returns: nil where the map is singular: at or beyond the centre of curvature.
  public func toCartesian(_ motion: FrenetMotion) -> CartesianMotion? {
    let reference = reference(at: motion.s)
    let shrink = 1 - reference.curvature * motion.d
    guard shrink > 1e-9 else { return nil }
    let stretch = (shrink * shrink + motion.dSlope * motion.dSlope).squareRoot()
    let (cosine, sine) = (shrink / stretch, motion.dSlope / stretch)
    let tangent = motion.dSlope / shrink
    let drift = reference.curvatureRate * motion.d + reference.curvature * motion.dSlope
    let relative = (motion.dBend + drift * tangent) * cosine * cosine / shrink
    let normal = reference.direction.leftNormal
    let forward = reference.direction * cosine + normal * sine
    let acceleration =
      motion.sAcceleration * shrink / cosine
      + motion.sRate * motion.sRate / cosine * (motion.dSlope * relative - drift)
    return CartesianMotion(
      pose: SE2(position: reference.position + normal * motion.d, heading: forward.direction),
      curvature: (relative + reference.curvature) * cosine / shrink,
      speed: motion.sRate * shrink / cosine, acceleration: acceleration)
  }
}
