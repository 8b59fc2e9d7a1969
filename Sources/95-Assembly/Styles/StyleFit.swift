import DrivingCore
import Geometry
import Scenarios

/// A driving style found in a log of driving.
///
/// The headway is the median time gap of quiet following, less the gap that the planner keeps at
/// standstill; acceleration, braking and lateral acceleration are the 95th percentiles of what was
/// driven. Politeness needs lane changes with their followers: a log of one car does not tell, and
/// the standard value is kept.
public struct StyleFit: Sendable, Hashable {
  /// The style.
  public var style: DrivingStyle
  /// The median time gap of quiet following in the log (s), standstill gap included.
  public var timeGap: Double
  /// How many seconds of quiet following there are.
  public var following: Double
  /// What could not be found and what was cut to its limits, one line each.
  public var notes: [String]

  /// The least quiet following that says something (s).
  public static let leastFollowing = 3.0

  /// Fits a style.
  /// - Throws: `InputFailure` where nobody was followed long enough.
  public init(_ log: FollowingLog, id: String) throws(InputFailure) {
    let drives = log.drives.map(StyleFit.smoothed)
    let quiet = StyleFit.quiet(drives)
    following = quiet.reduce(0) { $0 + $1.span }
    guard following >= StyleFit.leastFollowing else {
      throw InputFailure(
        message:
          "found \((following * 10).rounded() / 10) s of quiet following in the log; expected "
          + "at least \(StyleFit.leastFollowing) s (above 5 m/s, within 100 m, speeds within 1.5 "
          + "m/s); give a longer log")
    }
    timeGap = StyleFit.percentile(quiet.map { $0.gap / $0.speed }, 0.5) ?? 0
    let headway =
      StyleFit.percentile(quiet.map { ($0.gap - DrivingStyle.standstillGap) / $0.speed }, 0.5) ?? 0
    var style = DrivingStyle.standard
    style.id = id
    var notes = ["politeness cannot be seen in a log of one car: \(style.politeness) is kept"]
    let rates = drives.flatMap { $0 }.compactMap(\.acceleration)
    func set(_ key: String, _ value: Double?, _ path: WritableKeyPath<DrivingStyle, Double>) {
      guard let value else {
        notes.append("\(key) cannot be seen in the log: \(style[keyPath: path]) is kept")
        return
      }
      let limits = StyleFile.limits(of: key) ?? value...value
      // Softer than comfort, the log only shows that nothing more was called for.
      if path != \.headway && value < DrivingStyle.comfort[keyPath: path] {
        notes.append(
          "\(key) of the log is only \(value.hundredths), which says little: "
            + "\(style[keyPath: path]) is kept")
        return
      }
      let kept = min(max(value, limits.lowerBound), limits.upperBound)
      if kept != value {
        notes.append("\(key) of the log is \(value.hundredths); \(kept.hundredths) is taken")
      }
      style[keyPath: path] = (kept * 1000).rounded() / 1000
    }
    set("headway_s", headway, \.headway)
    set("acceleration_mps2", StyleFit.strength(rates.filter { $0 > 0.2 }), \.acceleration)
    set(
      "deceleration_mps2", StyleFit.strength(rates.map { -$0 }.filter { $0 > 0.2 }), \.deceleration)
    set(
      "jerk_mps3", StyleFit.strength(drives.flatMap { $0 }.compactMap(\.jerk).map(abs)), \.jerk)
    set(
      "lateral_acceleration_mps2",
      StyleFit.strength(
        log.drives.flatMap { $0 }.compactMap(\.lateralAcceleration).map(abs).filter { $0 > 0.5 }),
      \.lateralAcceleration)
    self.style = style
    self.notes = notes
  }

  /// The median time gap of quiet following (s), standstill gap included; nil without any.
  public static func timeGap(of log: FollowingLog) -> Double? {
    percentile(quiet(log.drives.map(smoothed)).map { $0.gap / $0.speed }, 0.5)
  }

  // MARK: - Signals

  private struct Point {
    var span: Double
    var speed: Double
    var gap: Double?
    var leadSpeed: Double?
    var acceleration: Double?
    var jerk: Double?
  }

  /// Rates over half a second, so that the noise of positions does not count.
  private static func smoothed(_ drive: [FollowingLog.Sample]) -> [Point] {
    var points = drive.indices.map { index -> Point in
      let (low, high) = window(index, in: drive, half: 0.5)
      let span = drive[high].time - drive[low].time
      let own = index + 1 < drive.count ? drive[index + 1].time - drive[index].time : 0
      return Point(
        span: min(own, 1), speed: drive[index].speed, gap: drive[index].gap,
        leadSpeed: drive[index].leadSpeed,
        acceleration: span > 0.5 ? (drive[high].speed - drive[low].speed) / span : nil)
    }
    for index in points.indices {
      let (low, high) = window(index, in: drive, half: 0.5)
      let span = drive[high].time - drive[low].time
      if span > 0.5, let a = points[low].acceleration, let b = points[high].acceleration {
        points[index].jerk = (b - a) / span
      }
    }
    return points
  }

  private static func window(
    _ index: Int, in drive: [FollowingLog.Sample], half: Double
  ) -> (low: Int, high: Int) {
    var (low, high) = (index, index)
    while low > 0 && drive[index].time - drive[low - 1].time <= half + 1e-9 { low -= 1 }
    while high + 1 < drive.count && drive[high + 1].time - drive[index].time <= half + 1e-9 {
      high += 1
    }
    return (low, high)
  }

  /// Instants of quiet following: above 5 m/s, the gap below 100 m and hardly changing.
  private static func quiet(_ drives: [[Point]]) -> [(span: Double, speed: Double, gap: Double)] {
    drives.flatMap { $0 }.compactMap { point in
      guard let gap = point.gap, let lead = point.leadSpeed, point.speed > 5, gap < 100, gap > 1,
        abs(point.speed - lead) < 1.5, abs(point.acceleration ?? 0) < 0.6,
        gap / point.speed < 4
      else { return nil }
      return (point.span, point.speed, gap)
    }
  }

  /// The 95th percentile of at least a second's worth of values; nil where there are fewer.
  private static func strength(_ values: [Double]) -> Double? {
    values.count < 10 ? nil : percentile(values, 0.95)
  }

  private static func percentile(_ values: [Double], _ share: Double) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    return sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}

extension Double {
  /// The number with two decimals.
  fileprivate var hundredths: Double { (self * 100).rounded() / 100 }
}
