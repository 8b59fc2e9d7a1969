/// A point in simulated time: integer nanoseconds, so that adding ticks never drifts.
///
/// Nothing inside the loop reads a wall clock; every stage is told the time it lives at.
public struct SimulationTime: Hashable, Comparable, Sendable, Codable {
  /// Nanoseconds since the start of the run (or since the epoch of a recorded log).
  public var nanoseconds: Int64

  /// Creates a time from nanoseconds.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// Creates a time from seconds, rounded to the nearest nanosecond.
  public init(seconds: Double) {
    nanoseconds = Int64((seconds * 1e9).rounded(.toNearestOrAwayFromZero))
  }

  /// The start of the run.
  public static let zero = SimulationTime(nanoseconds: 0)

  /// The time in seconds (s), correctly rounded.
  public var seconds: Double { Double(nanoseconds) / 1e9 }

  /// Orders by nanoseconds.
  public static func < (left: SimulationTime, right: SimulationTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// Adds a span.
  public static func + (time: SimulationTime, span: SimulationTime) -> SimulationTime {
    SimulationTime(nanoseconds: time.nanoseconds + span.nanoseconds)
  }

  /// The span between two times.
  public static func - (later: SimulationTime, earlier: SimulationTime) -> SimulationTime {
    SimulationTime(nanoseconds: later.nanoseconds - earlier.nanoseconds)
  }

  /// Adds a span in place.
  public static func += (time: inout SimulationTime, span: SimulationTime) { time = time + span }
}
