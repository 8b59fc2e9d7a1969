import DrivingCore
import Geometry

/// Whether another lane is worth it, and whether the others can bear it.
///
/// Reference: Kesting, Treiber, Helbing, General Lane-Changing Model MOBIL for Car-Following Models
/// (Transportation Research Record 1999, 2007): safety first, then the own gain and, by
/// politeness, the gain of those who follow.
struct LaneChangeRule: Hashable, Sendable {
  /// The car-following model that gains are measured with.
  struct Follower: Hashable, Sendable {
    /// The speed wanted (m/s).
    var desired: Double
    /// The time gap (s).
    var headway: Double
    /// The largest acceleration (m/s²).
    var acceleration: Double
    /// The comfortable deceleration (m/s²), positive.
    var deceleration: Double
    /// The gap at standstill (m).
    var standstill = 2.0

    /// The acceleration behind somebody, or on a free road (m/s²); at least -9.
    func acceleration(speed: Double, behind lead: LaneSurvey.Neighbour?) -> Double {
      let ratio = speed / max(desired, 0.5)
      let free = 1 - ratio * ratio * ratio * ratio
      guard let lead else { return max(acceleration * free, -9) }
      let closing = speed - lead.speed
      let root = 2 * (acceleration * deceleration).squareRoot()
      let wanted = standstill + max(0, speed * headway + speed * closing / root)
      let gap = max(lead.gap, 0.1)
      return max(acceleration * (free - (wanted / gap) * (wanted / gap)), -9)
    }
  }

  /// The hardest braking the new follower may be made to do (m/s²), positive.
  static let safeBraking = 3.0
  /// The gain a change must bring (m/s²).
  static let threshold = 0.2
  /// What keeping right is worth (m/s²); where one drives on the right.
  static let keepRight = 0.25

  /// What a change to a lane would bring.
  struct Verdict: Hashable, Sendable {
    /// The own gain and that of the followers weighed by politeness (m/s²).
    var gain: Double
    /// The braking the new follower has to do (m/s²), positive; zero where there is none.
    var imposed: Double
    /// Whether the gaps ahead and behind are safe.
    var isSafe: Bool
  }

  /// The ego's own model.
  var ego: Follower
  /// The weight of the others' gain.
  var politeness: Double

  /// Weighs a change from one lane to another.
  func verdict(from here: LaneSurvey, to there: LaneSurvey, speed: Double, length: Double)
    -> Verdict
  {
    let now = ego.acceleration(speed: speed, behind: here.ahead)
    let then = ego.acceleration(speed: speed, behind: there.ahead)
    let (imposed, loss) = follower(there.behind, there.ahead, speed, length)
    let (_, relief) = follower(here.behind, here.ahead, speed, length)
    let ahead = there.ahead?.gap ?? .infinity
    let behind = there.behind?.gap ?? .infinity
    let closing = max(0, speed - (there.ahead?.speed ?? speed))
    let isSafe =
      imposed <= LaneChangeRule.safeBraking && behind > 2 + 0.2 * (there.behind?.speed ?? 0)
      && ahead > 3 + 0.5 * speed + closing * closing / 4 && then > -LaneChangeRule.safeBraking
    return Verdict(
      gain: then - now + politeness * (relief - loss), imposed: imposed, isSafe: isSafe)
  }

  /// What the ego ahead costs a follower: the braking it must do, and the acceleration it loses.
  private func follower(
    _ behind: LaneSurvey.Neighbour?, _ ahead: LaneSurvey.Neighbour?, _ speed: Double,
    _ length: Double
  ) -> (imposed: Double, loss: Double) {
    // Who stands is not made to brake.
    guard let behind, behind.speed > 0.5 else { return (0, 0) }
    // The others are taken for average drivers who are content with their speed.
    let driver = Follower(
      desired: max(behind.speed, 5) * 1.05, headway: 1, acceleration: 1.5, deceleration: 2)
    let withEgo = driver.acceleration(
      speed: behind.speed,
      behind: LaneSurvey.Neighbour(id: "ego", gap: behind.gap, speed: speed))
    let beyond = ahead.map {
      LaneSurvey.Neighbour(id: $0.id, gap: behind.gap + length + $0.gap, speed: $0.speed)
    }
    let without = driver.acceleration(speed: behind.speed, behind: beyond)
    return (max(0, -withEgo), without - withEgo)
  }
}
