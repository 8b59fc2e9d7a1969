import Geometry

extension Navsim {
  /// Extended comfort: how much a plan differs from the one made before, where both overlap.
  ///
  /// Reference: `ego_is_two_frame_extended_comfort`. Magnitudes are compared, so that braking and
  /// accelerating alike are no difference; yaw acceleration uses a polynomial of order 2.
  public struct ExtendedComfort: Sendable, Hashable {
    /// The root mean square of the difference of the acceleration magnitudes (m/s²).
    public var acceleration: Double
    /// The same of their jerk (m/s³).
    public var jerk: Double
    /// The same of the turn rate (rad/s).
    public var yawRate: Double
    /// The same of the yaw acceleration (rad/s²).
    public var yawAcceleration: Double

    /// The bounds, themselves allowed (SI).
    public static let bounds = ExtendedComfort(
      acceleration: 0.7, jerk: 0.5, yawRate: 0.1, yawAcceleration: 0.1)

    /// Creates the values.
    public init(acceleration: Double, jerk: Double, yawRate: Double, yawAcceleration: Double) {
      self.acceleration = acceleration
      self.jerk = jerk
      self.yawRate = yawRate
      self.yawAcceleration = yawAcceleration
    }

    /// Compares two plans of samples `step` apart (s), the later made `interval` after the earlier.
    ///
    /// Nil where they overlap in fewer than three samples.
    public init?(
      current: [NuPlan.EgoSample], previous: [NuPlan.EgoSample], interval: Double, step: Double
    ) {
      guard step > 0, (0...1e6).contains(interval / step) else { return nil }
      let shift = Int((interval / step).rounded(.toNearestOrEven))
      guard shift > 0, shift < current.count, shift < previous.count else { return nil }
      let late = Features(Array(current.dropLast(shift)), step: step)
      let early = Features(Array(previous.dropFirst(shift)), step: step)
      guard let late, let early else { return nil }
      func difference(_ key: KeyPath<Features, [Double]>) -> Double {
        let squares = zip(late[keyPath: key], early[keyPath: key]).map { ($0 - $1) * ($0 - $1) }
        return (squares.reduce(0, +) / Double(max(squares.count, 1))).squareRoot()
      }
      self.init(
        acceleration: difference(\.acceleration), jerk: difference(\.jerk),
        yawRate: difference(\.yawRate), yawAcceleration: difference(\.yawAcceleration))
    }

    /// 1 where every difference is within its bound, else 0.
    public var score: Double {
      let bounds = ExtendedComfort.bounds
      // The mean of equal squares is off by a few last places: the bound itself is allowed.
      let room = 1e-12
      return acceleration <= bounds.acceleration + room && jerk <= bounds.jerk + room
        && yawRate <= bounds.yawRate + room
        && yawAcceleration <= bounds.yawAcceleration + room ? 1 : 0
    }
  }

  private struct Features {
    let acceleration: [Double]
    let jerk: [Double]
    let yawRate: [Double]
    let yawAcceleration: [Double]

    init?(_ samples: [NuPlan.EgoSample], step: Double) {
      func filtered(
        _ values: [Double], window: Int, derivative: Int
      ) -> [Double]? {
        SavitzkyGolay(
          window: min(window, values.count), order: 2, derivative: derivative, step: step)?
          .filtered(values)?.map(Sampled.roundedToEightDecimals)
      }
      let heading = Sampled.unwrapped(samples.map(\.worldFromRearAxle.heading))
      guard
        let acceleration = filtered(samples.map(\.acceleration.length), window: 8, derivative: 0),
        let jerk = filtered(acceleration, window: 15, derivative: 1),
        let yawRate = filtered(heading, window: 5, derivative: 1),
        let yawAcceleration = filtered(heading, window: 5, derivative: 2)
      else { return nil }
      self.acceleration = acceleration
      self.jerk = jerk
      self.yawRate = yawRate
      self.yawAcceleration = yawAcceleration
    }
  }
}
