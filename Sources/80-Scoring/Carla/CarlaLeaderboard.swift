/// The driving score of the CARLA Leaderboard 2: route completion times penalties.
///
/// Reference: carla-simulator/leaderboard at aec81319, `leaderboard/utils/statistics_manager.py`.
public enum CarlaLeaderboard {
  /// Something that went wrong on a route.
  public enum Infraction: Sendable, Hashable {
    case pedestrian, vehicle, layout, redLight, stopSign, scenarioTimeout, yieldEmergency
    case vehicleBlocked, routeDeviation
    /// Driven outside the lanes of the route: the share (%) and the length (m).
    case outsideLanes(percentage: Double, length: Double)
    /// The speed kept, relative to the traffic's (%), at one checkpoint.
    case minimumSpeed(percentage: Double)

    /// What the penalty is multiplied by.
    public var factor: Double {
      switch self {
      case .pedestrian: 0.50
      case .vehicle: 0.60
      case .layout: 0.65
      case .redLight, .scenarioTimeout, .yieldEmergency: 0.70
      case .stopSign: 0.80
      case .vehicleBlocked, .routeDeviation: 1
      case .outsideLanes(let percentage, _): 1 - percentage / 100
      // Above 100 % the factor exceeds 1: the original does not clip it.
      case .minimumSpeed(let percentage): 1 - (1 - 0.7) * (1 - percentage / 100)
      }
    }
  }

  /// How a route ended.
  public enum Status: String, Sendable, Hashable {
    case perfect = "Perfect"
    case completed = "Completed"
    case failed = "Failed"
    case blocked = "Failed - Agent got blocked"
    case timedOut = "Failed - Agent timed out"
    case deviated = "Failed - Agent deviated from the route"

    /// Whether the route was driven to its end.
    public var isComplete: Bool { self == .perfect || self == .completed }
  }

  /// The scores of a route, or their means.
  public struct Scores: Sendable, Hashable {
    /// How much of the route was driven (%).
    public var route: Double
    /// The product of the penalties.
    public var penalty: Double
    /// The driving score: both multiplied, never below 0.
    public var composed: Double

    /// Creates scores.
    public init(route: Double, penalty: Double, composed: Double) {
      self.route = route
      self.penalty = penalty
      self.composed = composed
    }

    var all: [Double] { [route, penalty, composed] }
    init(_ all: [Double]) { self.init(route: all[0], penalty: all[1], composed: all[2]) }
  }

  /// One route.
  public struct Route: Sendable, Hashable {
    /// The length of the route (m).
    public var length: Double
    /// How much of it was driven (%).
    public var completion: Double
    /// What went wrong.
    public var infractions: [Infraction]
    /// Whether the time ran out.
    public var timedOut: Bool

    /// Creates a route; nothing driven where the completion is unknown.
    public init(
      length: Double, completion: Double?, infractions: [Infraction], timedOut: Bool = false
    ) {
      self.length = length
      self.completion = completion ?? 0
      self.infractions = infractions
      self.timedOut = timedOut
    }

    /// How much went wrong, running out of time included.
    public var infractionCount: Int { infractions.count + (timedOut ? 1 : 0) }

    /// The scores, rounded to six decimals as the original writes them.
    public var scores: Scores {
      let penalty = infractions.reduce(1) { $0 * $1.factor }
      return Scores(
        [completion, penalty, max(completion * penalty, 0)].map { rounded($0, decimals: 6) })
    }

    /// How the route ended.
    public var status: Status {
      if completion >= 100 { return infractionCount == 0 ? .perfect : .completed }
      if infractions.contains(.vehicleBlocked) { return .blocked }
      if infractions.contains(.routeDeviation) { return .deviated }
      return timedOut ? .timedOut : .failed
    }

  }

  /// The means over the planned routes: routes that were not driven count 0.
  public static func mean(_ routes: [Route], planned: Int) -> Scores? {
    guard planned > 0 else { return nil }
    let means = (0..<3).map { column -> Double in
      let sum = routes.reduce(0.0) { $0 + $1.scores.all[column] }
      return rounded(sum / Double(planned), decimals: 6)
    }
    return Scores(means)
  }

  /// The sample standard deviations about the means over the planned routes; 0 for one route.
  public static func standardDeviation(_ routes: [Route], planned: Int) -> Scores? {
    guard let mean = mean(routes, planned: planned) else { return nil }
    guard planned > 1 else { return Scores([0, 0, 0]) }
    let deviations = mean.all.indices.map { column -> Double in
      let squares = routes.reduce(0.0) { sum, route in
        let off = route.scores.all[column] - mean.all[column]
        return sum + off * off
      }
      return rounded((squares / Double(planned - 1)).squareRoot(), decimals: 3)
    }
    return Scores(deviations)
  }

  /// How often something went wrong for each kilometre driven on all routes.
  ///
  /// `amount` says how much an infraction counts: 1, 0, or kilometres.
  public static func perKilometre(_ routes: [Route], amount: (Infraction) -> Double) -> Double {
    let driven = max(routes.reduce(0) { $0 + $1.length * $1.completion / 1e5 }, 0.001)
    let sum = routes.flatMap(\.infractions).reduce(0) { $0 + amount($1) }
    return rounded(sum / driven, decimals: 3)
  }

  private static func rounded(_ value: Double, decimals: Int) -> Double {
    let scale = decimals == 6 ? 1e6 : 1e3
    return (value * scale).rounded(.toNearestOrEven) / scale
  }
}
