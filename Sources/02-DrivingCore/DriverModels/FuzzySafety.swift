/// The Fuzzy Safety Model: how unsafe a gap is, between 0 and 1, looking ahead and right now.
///
/// Mattas et al., Driver models for the definition of safety requirements of automated vehicles in
/// international regulations (Accident Analysis and Prevention 174, 2022).
public enum FuzzySafety {
  /// The driver's reaction time (s).
  public static let reaction = 0.75
  /// Braking that is comfortable, that is hard, and that is expected of the car ahead (m/s²).
  public static let (comfortable, hard, ahead) = (4.0, 6.0, 7.0)
  /// The gap wanted at the end (m).
  public static let margin = 2.0

  /// The proactive measure: could the car ahead brake hard and still be answered comfortably?
  public static func proactive(gap: Double, speed: Double, ahead: Double) -> Double {
    let room = gap - margin
    let safe =
      speed * reaction + speed * speed / (2 * comfortable) - ahead * ahead / (2 * self.ahead)
      + margin
    if room > safe { return 0 }
    let unsafe = speed * reaction + speed * speed / (2 * hard) - ahead * ahead / (2 * self.ahead)
    if room < unsafe { return 1 }
    return (room - safe) / (unsafe - safe)
  }

  /// The critical measure: would comfortable, would hard braking end before contact?
  public static func critical(
    gap: Double, speed: Double, ahead: Double, acceleration: Double
  ) -> Double {
    if speed <= ahead { return 0 }
    let held = max(acceleration, -comfortable)
    let late = speed + reaction * held
    if late < ahead {
      let safe = (speed - ahead) * (speed - ahead) / abs(2 * acceleration)
      return gap < safe ? 1 : 0
    }
    let during = (speed + held * reaction / 2 - ahead) * reaction
    let rest = (speed + held * reaction - ahead) * (speed + held * reaction - ahead)
    let safe = during + rest / (comfortable * 2)
    if gap > safe { return 0 }
    let unsafe = during + rest / (hard * 2)
    if gap < unsafe { return 1 }
    return (gap - safe) / (unsafe - safe)
  }
}
