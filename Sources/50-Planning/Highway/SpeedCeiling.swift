import DrivingCore
import Geometry

/// How fast the ego may be at each place ahead: limit, wish, bends, and the way to slow for them.
struct SpeedCeiling: Sendable {
  /// Distance of the table's entries (m).
  static let spacing = 2.0
  private let start: Double
  private let values: [Double]

  /// Tabulates the ceiling from an arc length on.
  ///
  /// - Parameters:
  ///   - cap: the speed wanted at most (m/s).
  ///   - lateral: the lateral acceleration liked in bends at most (m/s²).
  ///   - deceleration: the rate at which lower ceilings ahead are met (m/s²).
  ///   - goal: from where on which speed must not be exceeded, if anywhere.
  init(
    along line: ReferenceLine, from start: Double, reach: Double, cap: Double, factor: Double,
    lateral: Double, deceleration: Double, goal: (s: Double, speed: Double)?
  ) {
    self.start = start
    let count = max(2, Int(reach / SpeedCeiling.spacing) + 1)
    var table = (0..<count).map { index -> Double in
      let s = start + Double(index) * SpeedCeiling.spacing
      let bend = abs(line.frame.reference(at: s).curvature)
      let inBend = bend > 1e-6 ? (lateral / bend).squareRoot() : .infinity
      let atGoal = goal.map { s >= $0.s ? $0.speed : .infinity } ?? .infinity
      return min(cap, line.limit(at: s) * factor, inBend, atGoal)
    }
    for index in stride(from: count - 2, through: 0, by: -1) {
      let ahead = table[index + 1]
      table[index] = min(
        table[index], (ahead * ahead + 2 * deceleration * SpeedCeiling.spacing).squareRoot())
    }
    values = table
  }

  /// The ceiling at an arc length (m/s); the last entry beyond the table.
  func speed(at s: Double) -> Double {
    let position = max(0, (s - start) / SpeedCeiling.spacing)
    guard position < Double(values.count - 1) else { return values[values.count - 1] }
    let index = Int(position)
    return values[index] + (values[index + 1] - values[index]) * (position - Double(index))
  }
}
