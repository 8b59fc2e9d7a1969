/// A smooth move sideways: a quintic with no speed and no acceleration at both ends.
struct SidewaysMove: Sendable, Hashable {
  /// The offset at the start (m, positive left).
  var from: Double
  /// The offset at the end (m).
  var to: Double
  /// When it starts (s).
  var start: Double
  /// How long it takes (s).
  var duration: Double

  /// The offset (m) and its rate (m/s) at a time (s).
  func at(_ time: Double) -> (offset: Double, rate: Double) {
    let u = min(max((time - start) / duration, 0), 1)
    let span = to - from
    return (
      from + span * u * u * u * (10 + u * (-15 + 6 * u)),
      span * 30 * u * u * (1 - u) * (1 - u) / duration
    )
  }

  /// Whether it is over at a time (s).
  func isOver(at time: Double) -> Bool { time >= start + duration }
}
