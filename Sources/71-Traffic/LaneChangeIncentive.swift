/// MOBIL: whether changing lanes is safe, and worth it for all who are touched.
///
/// Reference: Kesting, Treiber, Helbing, Transportation Research Record 1999, 86 (2007),
/// equations 2 (safety) and 3 (incentive); threshold and safe braking as highway-env has them.
public struct LaneChangeIncentive: Sendable, Hashable {
  /// The gain a change must bring (m/s²).
  public static let threshold = 0.2
  /// The hardest braking it may impose on the new follower (m/s²).
  public static let safeBraking = 2.0

  /// The driver's own acceleration now and after the change (m/s²).
  public var own: (now: Double, then: Double)
  /// That of the follower in the lane aimed at; zeros where there is none.
  public var newFollower: (now: Double, then: Double)
  /// That of the follower in the lane left; zeros where there is none.
  public var oldFollower: (now: Double, then: Double)

  /// Creates the question.
  public init(
    own: (now: Double, then: Double), newFollower: (now: Double, then: Double) = (0, 0),
    oldFollower: (now: Double, then: Double) = (0, 0)
  ) {
    self.own = own
    self.newFollower = newFollower
    self.oldFollower = oldFollower
  }

  /// Whether two questions are the same.
  public static func == (a: LaneChangeIncentive, b: LaneChangeIncentive) -> Bool {
    a.own == b.own && a.newFollower == b.newFollower && a.oldFollower == b.oldFollower
  }

  /// Feeds the numbers to a hash.
  public func hash(into hasher: inout Hasher) {
    for pair in [own, newFollower, oldFollower] {
      hasher.combine(pair.now)
      hasher.combine(pair.then)
    }
  }

  /// What the change brings (m/s²), others weighed by politeness; nil where it is not safe.
  public func gain(politeness: Double) -> Double? {
    guard newFollower.then >= -LaneChangeIncentive.safeBraking else { return nil }
    let others = newFollower.then - newFollower.now + oldFollower.then - oldFollower.now
    return own.then - own.now + politeness * others
  }

  /// Whether a driver of that politeness changes lanes.
  public func accepts(politeness: Double) -> Bool {
    (gain(politeness: politeness) ?? -.infinity) >= LaneChangeIncentive.threshold
  }
}
