/// The least distance to the vehicle ahead, UN R157 paragraph 5.2.3.3: speed times a time gap.
///
/// The table of the original regulation ends at 60 km/h; beyond it nothing is stated here.
public enum TimeGapTable {
  /// Speeds (km/h) and time gaps (s).
  public static let rows: [(kilometresPerHour: Double, gap: Double)] = [
    (7.2, 1.0), (10, 1.1), (20, 1.2), (30, 1.3), (40, 1.4), (50, 1.5), (60, 1.6),
  ]
  /// Never nearer than this (m).
  public static let least = 2.0

  /// The time gap at a speed (m/s), linear between the rows; nil above 60 km/h.
  public static func gap(speed: Double) -> Double? {
    let kilometresPerHour = speed * 3.6
    guard let first = rows.first, let last = rows.last,
      kilometresPerHour <= last.kilometresPerHour + 1e-9
    else { return nil }
    if kilometresPerHour <= first.kilometresPerHour { return first.gap }
    for (low, high) in zip(rows, rows.dropFirst())
    where kilometresPerHour <= high.kilometresPerHour {
      let span = high.kilometresPerHour - low.kilometresPerHour
      let share = (kilometresPerHour - low.kilometresPerHour) / span
      return low.gap + (high.gap - low.gap) * share
    }
    return last.gap
  }

  /// The least distance at a speed (m); nil above 60 km/h.
  public static func distance(speed: Double) -> Double? {
    gap(speed: speed).map { max(least, speed * $0) }
  }
}
