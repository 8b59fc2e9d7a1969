import Geometry

extension CommonRoad {
  /// One term of a cost function.
  public enum Term: String, Sendable, Hashable, CaseIterable {
    /// The integral of the squared acceleration (m²/s³).
    case acceleration = "A"
    /// The integral of the squared jerk (m²/s⁵).
    case jerk = "J"
    /// The integral of the squared "lateral jerk", which is a lateral speed (m²/s).
    case lateralJerk = "Jlat"
    /// The integral of the squared longitudinal jerk (m²/s⁵).
    case longitudinalJerk = "Jlon"
    /// The integral of the squared steering angle (rad² s).
    case steeringAngle = "SA"
    /// The integral of the squared steering rate (rad²/s).
    case steeringRate = "SR"
    /// The integral of the squared turn rate (rad²/s).
    case yaw = "Y"
    /// The integral of the squared offset from the lane's centre (m² s).
    case laneCentre = "LC"
    /// The integral of the squared difference to the speed of the goal (m²/s).
    case speedOffset = "V"
    /// The integral of the squared direction relative to the lane (rad² s).
    case orientation = "O"
    /// The integral of exp(-0.2 distance) to the nearest obstacle ahead (s).
    case obstacleDistance = "D"
    /// The length of the path (m).
    case length = "L"
    /// The duration (s).
    case time = "T"
    /// One over the smaller of the duration and 0.1 s (1/s).
    case inverseDuration = "ID"
  }

  /// A published sum of weighted terms.
  public enum Function: String, Sendable, Hashable, CaseIterable {
    case jb1 = "JB1"
    case sa1 = "SA1"
    case wx1 = "WX1"
    case sm1 = "SM1"
    case sm2 = "SM2"
    case sm3 = "SM3"
    case mw1 = "MW1"
    case tr1 = "TR1"

    /// The terms and their weights; `Vlon` of MW1 is left out, since no goal states it.
    public var weights: [(term: Term, weight: Double)] {
      switch self {
      case .jb1: [(.time, 1)]
      case .sa1: [(.steeringAngle, 0.1), (.steeringRate, 0.1), (.obstacleDistance, 1e5)]
      case .wx1:
        [
          (.time, 10), (.speedOffset, 1), (.acceleration, 0.1), (.jerk, 0.1),
          (.obstacleDistance, 0.1), (.length, 10),
        ]
      case .sm1: Function.sm2.weights + [(.speedOffset, 20)]
      case .sm2:
        [
          (.acceleration, 50), (.steeringAngle, 50), (.steeringRate, 50), (.length, 1),
          (.orientation, 50),
        ]
      case .sm3:
        [
          (.acceleration, 50), (.steeringAngle, 50), (.steeringRate, 50), (.speedOffset, 20),
          (.orientation, 50),
        ]
      case .mw1: [(.lateralJerk, 5), (.longitudinalJerk, 0.5), (.inverseDuration, 1)]
      case .tr1:
        [
          (.longitudinalJerk, 0.01), (.steeringRate, 22), (.obstacleDistance, 8),
          (.laneCentre, 0.5),
        ]
      }
    }
  }

  /// The terms of one run.
  public struct Costs: Sendable, Hashable {
    private var terms: [Term: Double] = [:]

    /// Integrates the terms of a run by Simpson's rule.
    ///
    /// `step` is the time between states (s); `obstacleDistances` are those of `ObstacleDistance`
    /// (m); `goalSpeed` is the lowest speed of the goal (m/s), nil or 0 where it states none.
    public init(
      states: [State], step: Double, lane: LaneFrame, obstacleDistances: [Double],
      goalSpeed: Double?
    ) {
      func squared(_ values: [Double]) -> Double? {
        Sampled.simpson(values.map { $0 * $0 }, step: step)
      }
      let acceleration = Sampled.differences(states.map(\.speed), step: step)
      terms[.acceleration] = squared(acceleration)
      terms[.jerk] = squared(Sampled.differences(acceleration, step: step))
      terms[.lateralJerk] = squared(lane.lateralSpeed)
      terms[.longitudinalJerk] = squared(lane.longitudinalJerk)
      let steering = states.map(\.steeringAngle)
      terms[.steeringAngle] = squared(steering)
      terms[.steeringRate] = squared(Sampled.differences(steering, step: step))
      terms[.yaw] = squared(Sampled.differences(states.map(\.heading), step: step))
      terms[.laneCentre] = squared(lane.lateral)
      let goal = goalSpeed.flatMap { $0 == 0 ? nil : $0 }
      terms[.speedOffset] = squared(states.map { state in goal.map { $0 - state.speed } ?? 0 })
      terms[.orientation] = squared(lane.headingError)
      terms[.obstacleDistance] = Sampled.simpson(
        obstacleDistances.map { Portable.exp(-0.2 * $0) }, step: step)
      terms[.length] = Sampled.simpson(states.map(\.speed), step: step)
      guard states.count > 1 else { return }
      let duration = Double(states.count - 1) * step
      terms[.time] = duration
      terms[.inverseDuration] = 1 / min(duration, 0.1)
    }

    /// A term; nil where the run is too short for it.
    public subscript(term: Term) -> Double? { terms[term] }

    /// The weighted sum of a function; nil where one of its terms does not exist.
    public func total(_ function: Function) -> Double? {
      var sum = 0.0
      for (term, weight) in function.weights {
        guard let value = terms[term] else { return nil }
        sum += weight * value
      }
      return sum
    }
  }
}
