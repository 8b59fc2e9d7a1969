/// What a scenario demands of a run; every part that is on must hold.
public struct PassCriteria: Sendable, Hashable {
  /// A border for one metric.
  public struct Threshold: Sendable, Hashable {
    /// The versioned or plain name of the metric, such as `nuplan.comfort`.
    public var metric: String
    /// The least value that passes; nil where there is none.
    public var minimum: Double?
    /// The greatest value that passes; nil where there is none.
    public var maximum: Double?

    /// Creates a border.
    public init(metric: String, minimum: Double? = nil, maximum: Double? = nil) {
      self.metric = metric
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// The ego causes no collision.
  public var noAtFaultCollision: Bool
  /// The ego's body stays inside the drivable area.
  public var insideDrivableArea: Bool
  /// The goal is reached in time.
  public var goalReached: Bool
  /// The gates must hold over at least this span (s), even if the goal is reached before.
  public var minimumDuration: Double?
  /// Further borders, in the order of the file.
  public var thresholds: [Threshold]

  /// Creates criteria; the defaults are what a careful driver owes everyone.
  public init(
    noAtFaultCollision: Bool = true, insideDrivableArea: Bool = true, goalReached: Bool = true,
    minimumDuration: Double? = nil, thresholds: [Threshold] = []
  ) {
    self.noAtFaultCollision = noAtFaultCollision
    self.insideDrivableArea = insideDrivableArea
    self.goalReached = goalReached
    self.minimumDuration = minimumDuration
    self.thresholds = thresholds
  }
}

/// Why a scenario is allowed to fail for now, and for how long.
public struct KnownFailure: Sendable, Hashable {
  /// What is wrong, in words.
  public var reason: String
  /// The last day on which the failure is excused, as `YYYY-MM-DD`.
  public var until: String

  /// Creates an excuse.
  public init(reason: String, until: String) {
    self.reason = reason
    self.until = until
  }

  /// Whether the excuse is over on that day (`YYYY-MM-DD`; such dates order as text).
  public func hasExpired(on day: String) -> Bool { day > until }
}
