extension NuPlan {
  /// The parts of one scenario, each nil where it could not be computed.
  public struct Parts: Sendable, Hashable {
    /// No collision the ego could have prevented (0-1).
    public var noAtFaultCollision: Double?
    /// Inside the drivable area (0 or 1).
    public var drivableArea: Double?
    /// Progress of at least a fifth of the expert's (0 or 1).
    public var makingProgress: Double?
    /// With the traffic (0, 0.5 or 1).
    public var drivingDirection: Double?
    /// Progress relative to the expert (0-1).
    public var progress: Double?
    /// Time to collision never too short (0 or 1).
    public var timeToCollision: Double?
    /// Not too fast (0-1).
    public var speedLimit: Double?
    /// Comfortable (0 or 1).
    public var comfort: Double?
    /// Further weighted parts by name; each has weight 1.
    public var others: [String: Double?]

    /// Creates the parts; what is not named is missing.
    public init(
      noAtFaultCollision: Double? = nil, drivableArea: Double? = nil,
      makingProgress: Double? = nil, drivingDirection: Double? = nil, progress: Double? = nil,
      timeToCollision: Double? = nil, speedLimit: Double? = nil, comfort: Double? = nil,
      others: [String: Double?] = [:]
    ) {
      self.noAtFaultCollision = noAtFaultCollision
      self.drivableArea = drivableArea
      self.makingProgress = makingProgress
      self.drivingDirection = drivingDirection
      self.progress = progress
      self.timeToCollision = timeToCollision
      self.speedLimit = speedLimit
      self.comfort = comfort
      self.others = others
    }

    /// The product of the multipliers; a missing one counts as 1.
    public var product: Double {
      [noAtFaultCollision, drivableArea, makingProgress, drivingDirection]
        .reduce(1) { $0 * ($1 ?? 1) }
    }

    /// The weighted mean of the rest; missing ones drop out with their weight, all missing is 0.
    public var weightedMean: Double {
      var rows: [(value: Double?, weight: Double)] = [
        (progress, 5), (timeToCollision, 5), (speedLimit, 4), (comfort, 2),
      ]
      // By name, so that the sum has the same bits whatever the order of the dictionary.
      rows += others.sorted { $0.key < $1.key }.map { ($0.value, 1) }
      var (sum, weight) = (0.0, 0.0)
      for row in rows {
        guard let value = row.value else { continue }
        sum += value * row.weight
        weight += row.weight
      }
      return weight > 0 ? sum / weight : 0
    }

    /// The score of the scenario (0-1).
    public var score: Double { product * weightedMean }
  }

  /// The mean of the scenario scores; nil without scenarios.
  ///
  /// nuPlan averages the means of the scenario types, weighted by their numbers: the same value.
  public static func finalScore(_ scenarios: [Double]) -> Double? {
    scenarios.isEmpty ? nil : scenarios.reduce(0, +) / Double(scenarios.count)
  }
}
