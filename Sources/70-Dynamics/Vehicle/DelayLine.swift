/// A dead time of whole ticks: what goes in comes out that many ticks later.
public struct DelayLine: Sendable, Hashable {
  private var values: [Double]
  private var next = 0

  /// Creates a line of `ticks` ticks, filled with a value.
  public init(ticks: Int, filledWith value: Double) {
    values = Array(repeating: value, count: max(0, ticks))
  }

  /// Puts a value in and takes out the one from `ticks` ticks ago; allocates nothing.
  public mutating func pass(_ value: Double) -> Double {
    guard !values.isEmpty else { return value }
    let oldest = values[next]
    values[next] = value
    next += 1
    if next == values.count { next = 0 }
    return oldest
  }
}
