/// Mean and standard deviation of a stream, in constant memory (Welford 1962).
public struct RunningStatistics: Sendable, Hashable {
  /// How many numbers were added.
  public private(set) var count = 0
  /// Their mean; zero where there is none.
  public private(set) var mean = 0.0
  private var squares = 0.0

  /// Creates empty statistics.
  public init() {}

  /// Adds a number; anything that is not finite is left out.
  public mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    count += 1
    let before = value - mean
    mean += before / Double(count)
    squares += before * (value - mean)
  }

  /// The sample standard deviation (n - 1); nil below two numbers.
  public var standardDeviation: Double? {
    count > 1 ? (squares / Double(count - 1)).squareRoot() : nil
  }
}
