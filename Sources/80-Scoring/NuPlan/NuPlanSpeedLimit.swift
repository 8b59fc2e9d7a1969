extension NuPlan {
  /// Speed-limit compliance: the time integral of the excess, relative to 2.23 m/s all the time.
  ///
  /// Reference: `speed_limit_compliance.py`.
  public struct SpeedLimit: Sendable, Hashable {
    /// The excess that costs everything when driven throughout (m/s): 5 mph.
    public static let worstExcess = 2.23

    /// How much faster than allowed the ego was at each sample (m/s); zero where it was not.
    public var excess: [Double]
    /// 1 without any excess, falling to 0; 1 for a run without duration.
    public var score: Double

    /// Scores a run.
    ///
    /// `limits` holds for each sample the limits of the lane, or of all edges of the connectors the
    /// ego may be on (m/s): the greatest counts, and one unknown (nil or zero) switches the check
    /// off. An empty list means no lane.
    public init(times: [Double], speeds: [Double], limits: [[Double?]]) {
      excess = zip(speeds, limits).map { speed, limits in
        SpeedLimit.allowed(limits).map { max(0, abs(speed) - $0) } ?? 0
      }
      guard excess.contains(where: { $0 > 0 }), let step = NuPlan.meanStep(times) else {
        score = 1
        return
      }
      let duration = times[times.count - 1] - times[0]
      let loss = excess.reduce(0, +) * step / (SpeedLimit.worstExcess * duration)
      score = max(0, 1 - loss)
    }

    /// The greatest of the limits; nil where there is none or one of them is unknown.
    static func allowed(_ limits: [Double?]) -> Double? {
      var greatest: Double?
      for limit in limits {
        guard let limit, limit != 0 else { return nil }
        greatest = max(greatest ?? limit, limit)
      }
      return greatest
    }
  }
}
