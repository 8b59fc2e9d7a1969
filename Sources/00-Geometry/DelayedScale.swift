/// How much one speedometer reads too high or too low against another that is right but late.
///
/// A satellite receiver's speed is a tenth to a fifth of a second old when it arrives. Compared with
/// wheel speeds of the same instant, every acceleration then looks like an error of scale. To first
/// order the late speed is v - delay * dv/dt, so that
/// reading = scale * reference + delay * d(reading)/dt:
/// recursive least squares in scale and delay, with a prior on both.
public struct DelayedScale: Sendable, Hashable {
  /// What is believed before any reading.
  public struct Prior: Sendable, Hashable {
    /// Standard deviation of the scale about 1.
    public var scaleSigma = 0.02
    /// The delay (s): usual of automotive receivers.
    public var delay = 0.1
    /// Its standard deviation (s).
    public var delaySigma = 0.1
    /// The error of a comparison (m/s); larger than the noise, since the noise is correlated.
    public var speedSigma = 0.5

    /// Wheels within 2 %, a receiver 0.1 s late.
    public init() {}
  }

  /// The time over which the acceleration is averaged (s).
  static let smoothing = 0.2
  /// No car does more: a reading that jumps so far is a fault of the sensor (m/s2).
  static let largestAcceleration = 15.0

  private let weight: Double
  private var scaleInformation: Double
  private var crossInformation = 0.0
  private var delayInformation: Double
  private var scaleSum: Double
  private var delaySum: Double
  private var acceleration = 0.0
  private var previous: Reading?

  /// Starts from a prior.
  public init(prior: Prior = Prior()) {
    weight = 1 / (prior.speedSigma * prior.speedSigma)
    scaleInformation = 1 / (prior.scaleSigma * prior.scaleSigma)
    delayInformation = 1 / (prior.delaySigma * prior.delaySigma)
    scaleSum = scaleInformation
    delaySum = delayInformation * prior.delay
  }

  /// Follows the speedometer, so that its acceleration is known; call with each reading, in order.
  public mutating func follow(_ speed: Double, at time: SimulationTime) {
    guard speed.isFinite else { return }
    defer { previous = Reading(time: time, speed: speed) }
    guard let previous, previous.time < time else { return }
    let span = (time - previous.time).seconds
    let now = (speed - previous.speed) / span
    guard abs(now) <= Self.largestAcceleration else { return acceleration = 0 }
    acceleration += (now - acceleration) * min(1, span / Self.smoothing)
  }

  /// Compares the latest reading (m/s) with the reference's speed (m/s) that arrives with it.
  public mutating func compare(_ speed: Double, reference: Double) {
    scaleInformation += weight * reference * reference
    crossInformation += weight * reference * acceleration
    delayInformation += weight * acceleration * acceleration
    scaleSum += weight * reference * speed
    delaySum += weight * acceleration * speed
  }

  /// Reading over true speed, as believed now.
  public var scale: Double {
    (delayInformation * scaleSum - crossInformation * delaySum) / determinant
  }

  /// How late the reference arrives, as believed now (s).
  public var delay: Double {
    (scaleInformation * delaySum - crossInformation * scaleSum) / determinant
  }

  /// Positive: the prior makes both diagonal terms positive, and Cauchy-Schwarz does the rest.
  private var determinant: Double {
    scaleInformation * delayInformation - crossInformation * crossInformation
  }

  private struct Reading: Sendable, Hashable {
    var time: SimulationTime
    var speed: Double
  }
}
