/// The published constants of PDM-Closed, and the few that differ here.
///
/// Source: Dauner, Hallgarten, Geiger, Chitta, Parting with Misconceptions about Learning-based
/// Vehicle Motion Planning (CoRL 2023), and its code `tuplan_garage` at commit b51d5d0.
enum PDM {
  /// The step of proposals and roll-outs (s).
  static let step = 0.1
  /// Steps that are rolled out and scored: 4 s.
  static let scoredSteps = 40
  /// Steps of the trajectory handed on: 8 s.
  static let plannedSteps = 80
  /// Where others will be is looked up at every second step only.
  static let forecastEvery = 2
  /// Lateral offsets of the proposals (m left of the centre line).
  static let offsets = [0.0, -1, 1]
  /// Shares of the limit that the proposals aim for.
  static let shares = [0.2, 0.4, 0.6, 0.8, 1.0]
  /// The limit where none is known (m/s).
  static let speedWithoutLimit = 15.0
  /// At or below these a collision that comes this soon (s) is braked for at this speed (m/s).
  static let (brakeTime, brakeSpeed) = (2.0, 5.0)
  /// The emergency braking (m/s²).
  static let braking = 4.05
  /// How far the map and the others are looked at (m). Published are 50 m, too short for a motorway.
  static let radius = 150.0
}

/// PDM-Closed's car-following law: IDM with exponent 10, Euler steps, and a gap of at least 1 m.
struct PDMFollowing: Hashable, Sendable {
  /// The gap wanted at standstill (m), also the least gap that is reckoned with.
  var standstillGap = 1.0
  /// The time gap wanted (s).
  var headway = 1.5
  /// The largest acceleration (m/s²).
  var acceleration = 1.5
  /// The largest deceleration (m/s²), positive.
  var deceleration = 3.0

  /// Whoever is ahead: where along the path (m), how fast (m/s), and what its rear takes off (m).
  struct Lead: Hashable, Sendable {
    /// Along the path (m).
    var progress = 0.0
    /// Its speed along the ego's heading (m/s).
    var speed = 0.0
    /// What is taken off the gap (m).
    var rear = 0.0
  }

  /// Progress (m) and speed (m/s) a step (s) later; the speed may fall below zero, as published.
  func step(
    progress: Double, speed: Double, behind lead: Lead, target: Double, span: Double
  ) -> (progress: Double, speed: Double) {
    let root = 2 * (acceleration * deceleration).squareRoot()
    let wanted = standstillGap + speed * headway + speed * (speed - lead.speed) / root
    let gap = max(lead.progress - progress - lead.rear, standstillGap)
    let share = speed / target
    let square = share * share
    let fourth = square * square
    let pull = acceleration * (1 - fourth * fourth * square - (wanted / gap) * (wanted / gap))
    let bounded = min(max(pull, -deceleration), acceleration)
    return (progress + span * speed, speed + span * bounded)
  }
}
