import Geometry

extension NuPlan {
  /// Comfort: six filtered signals of the ego, each strictly inside its bounds.
  ///
  /// Reference: `ego_is_comfortable.py`, `state_extractors.py`. The originals round the signals to
  /// eight decimals; so does this. Yaw rate and yaw acceleration use windows of 5.
  public struct Comfort: Sendable, Hashable {
    /// One of the six signals.
    public enum Signal: String, Sendable, Hashable, CaseIterable {
      case longitudinalAcceleration, lateralAcceleration, jerk, longitudinalJerk, yawRate
      case yawAcceleration

      /// The open range that is comfortable (SI).
      public var bounds: (low: Double, high: Double) {
        switch self {
        case .longitudinalAcceleration: (-4.05, 2.40)
        case .lateralAcceleration: (-4.89, 4.89)
        case .jerk: (-8.37, 8.37)
        case .longitudinalJerk: (-4.13, 4.13)
        case .yawRate: (-0.95, 0.95)
        case .yawAcceleration: (-1.93, 1.93)
        }
      }
    }

    /// The acceleration of the centre along the vehicle (m/s²).
    public var longitudinalAcceleration: [Double]?
    /// The acceleration of the centre across the vehicle (m/s²).
    public var lateralAcceleration: [Double]?
    /// The magnitude of the acceleration of the rear axle (m/s²).
    public var accelerationMagnitude: [Double]?
    /// The rate of the longitudinal acceleration (m/s³).
    public var longitudinalJerk: [Double]?
    /// The rate of the lateral acceleration (m/s³).
    public var lateralJerk: [Double]?
    /// The rate of the magnitude of the acceleration (m/s³): nuPlan's "jerk".
    public var jerk: [Double]?
    /// The turn rate from the heading (rad/s).
    public var yawRate: [Double]?
    /// The rate of the turn rate from the heading (rad/s²).
    public var yawAcceleration: [Double]?

    /// Filters the signals of a run; those that the run is too short for are nil.
    public init(_ samples: [EgoSample], outline: Outline) {
      let step = NuPlan.meanStep(samples.map(\.time))
      let offset = outline.centreOffset
      // nuPlan moves the acceleration to the centre with both terms on the longitudinal axis.
      longitudinalAcceleration = Comfort.smoothed(
        samples.map {
          $0.acceleration.x + offset * $0.yawRate * $0.yawRate + offset * $0.yawAcceleration
        })
      lateralAcceleration = Comfort.smoothed(samples.map(\.acceleration.y))
      accelerationMagnitude = Comfort.smoothed(samples.map(\.acceleration.length))
      longitudinalJerk = Comfort.rate(of: longitudinalAcceleration, step: step)
      lateralJerk = Comfort.rate(of: lateralAcceleration, step: step)
      jerk = Comfort.rate(of: accelerationMagnitude, step: step)
      let heading = Sampled.unwrapped(samples.map(\.worldFromRearAxle.heading))
      yawRate = Comfort.derivative(heading, window: 5, order: 2, derivative: 1, step: step)
      yawAcceleration = Comfort.derivative(heading, window: 5, order: 3, derivative: 2, step: step)
    }

    /// The values of a signal; nil where the run is too short for it.
    public func values(of signal: Signal) -> [Double]? {
      switch signal {
      case .longitudinalAcceleration: longitudinalAcceleration
      case .lateralAcceleration: lateralAcceleration
      case .jerk: jerk
      case .longitudinalJerk: longitudinalJerk
      case .yawRate: yawRate
      case .yawAcceleration: yawAcceleration
      }
    }

    /// How far a signal stays inside its bounds, in its unit; not positive where it fails.
    public func margin(of signal: Signal) -> Double? {
      guard let values = values(of: signal), let low = values.min(), let high = values.max()
      else { return nil }
      return min(low - signal.bounds.low, signal.bounds.high - high)
    }

    /// Whether every value of a signal lies strictly inside its bounds; nil where there is none.
    public func isWithinBounds(_ signal: Signal) -> Bool? { margin(of: signal).map { $0 > 0 } }

    /// 1 where all six signals are comfortable, else 0; nil for runs of fewer than four samples.
    public var score: Double? {
      var comfortable = true
      for signal in Signal.allCases {
        guard let within = isWithinBounds(signal) else { return nil }
        comfortable = comfortable && within
      }
      return comfortable ? 1 : 0
    }

    /// The signal that uses most of its bounds, and the share it uses; nil where there is none.
    public var tightest: (signal: Signal, share: Double)? {
      var worst: (signal: Signal, share: Double)?
      for signal in Signal.allCases {
        guard let values = values(of: signal) else { continue }
        let share = values.reduce(0) {
          max($0, $1 / ($1 < 0 ? signal.bounds.low : signal.bounds.high))
        }
        if share > worst?.share ?? -1 { worst = (signal, share) }
      }
      return worst
    }

    private static func smoothed(_ values: [Double]) -> [Double]? {
      SavitzkyGolay(window: min(8, values.count), order: 2)?.filtered(values)?
        .map(Sampled.roundedToEightDecimals)
    }

    private static func rate(of values: [Double]?, step: Double?) -> [Double]? {
      values.flatMap { derivative($0, window: 15, order: 2, derivative: 1, step: step) }
    }

    private static func derivative(
      _ values: [Double], window: Int, order: Int, derivative: Int, step: Double?
    ) -> [Double]? {
      guard let step else { return nil }
      return SavitzkyGolay(
        window: min(window, values.count), order: order, derivative: derivative, step: step)?
        .filtered(values)?.map(Sampled.roundedToEightDecimals)
    }
  }
}
