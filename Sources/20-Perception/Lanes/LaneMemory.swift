import DrivingCore
import Geometry

/// What is believed of the ego lane from the frames before, moved along with the ego.
///
/// This is how sparse dashes add up: a dash seen half a second ago still holds its side of the
/// lane, at an uncertainty that grows with the way driven since.
struct LaneMemory: Sendable {
  /// The belief, if there is one.
  var state: LaneState?
  /// The slow mean of the pitch (rad), and how sure (rad).
  var meanPitch: Double
  var meanPitchSigma: Double
  /// The mean squared residual of late over its expectation: clean paint gives less than 1.
  var misfit = 1.0
  /// The slow mean of the width (m), once many frames have agreed on it.
  var width: Double? { widthFrames >= 15 ? meanWidth : nil }
  private var meanWidth = 0.0
  private var widthFrames = 0
  /// How long since paint was measured (s): left, right.
  var age = (0.0, 0.0)
  /// Consistent frames since the belief began.
  var agreeing = 0
  /// How far the mean pitch may lie from where it began (rad).
  var pitchRange: ClosedRange<Double>
  /// Frames in a row that contradicted the belief or showed nothing.
  var contradicting = 0
  /// How far beside the belief (m) fresh looks in a row found a better lane.
  var doubts: [Double] = []
  /// Frames that must agree before the belief is reported again: raised by a contradiction.
  var required = 1

  init(pitch: Double, sigma: Double) {
    meanPitch = pitch
    meanPitchSigma = sigma
    pitchRange = pitch - 2 * sigma...pitch + 2 * sigma
  }

  /// How fast beliefs spread, as standard deviations after one second.
  struct Noise: Sendable {
    /// The ego across the lane (m), without odometry more.
    var offset = 0.25
    /// The width (m).
    var width = 0.06
    /// The heading (rad).
    var heading = 0.012
    /// The curvature (1/m).
    var curvature = 0.0006
    /// The change of curvature that roads have (1/m²), and how long a clothoid lasts (s).
    var change = 0.000018
    var clothoid = 1.0
    /// How far the body nods round its mean (rad), and how long a nod lasts (s).
    var pitch = 0.004
    var nod = 0.25

    /// Where wheels and gyro are read the car's own motion is known, and little is left: roads
    /// whose lines are not quite parallel, and bends that are not clothoids.
    var measured: Noise {
      var noise = self
      (noise.offset, noise.width, noise.heading, noise.curvature) = (0.1, 0.03, 0.005, 0.0005)
      return noise
    }
  }

  /// Moves the belief over a span of time: dy = v psi, dpsi = v kappa - yaw rate.
  mutating func predict(span: Double, odometry: SensorFrame.Odometry?, noise: Noise) {
    age.0 += span
    age.1 += span
    guard var belief = state else { return }
    let way = (odometry?.speed ?? 0) * span
    let turn = (odometry?.yawRate ?? 0) * span
    let known = odometry?.yawRate != nil
    let noise = known ? noise.measured : noise
    let keep = Portable.exp(-span / noise.nod)
    let old = belief
    belief[.left] = old.lateral(.left, at: way) - turn * way / 2
    belief[.right] = old.lateral(.right, at: way) - turn * way / 2
    if odometry != nil, known { belief[.heading] = old.slope(at: way) - turn }
    if odometry != nil { belief[.curvature] = old[.curvature] + way * old[.change] }
    let bending = Portable.exp(-span / noise.clothoid)
    belief[.change] = bending * old[.change]
    belief[.pitch] = meanPitch + keep * (old[.pitch] - meanPitch)
    belief.covariance = spread(
      transition(way: way, keep: keep, bending: bending, turnsKnown: known), old.covariance)
    add(noise, span: span, keep: keep, bending: bending, known: known, to: &belief.covariance)
    state = belief
  }

  private func transition(
    way: Double, keep: Double, bending: Double, turnsKnown: Bool
  ) -> [Double] {
    var f = [Double](repeating: 0, count: 36)
    for i in 0..<6 { f[7 * i] = 1 }
    for side in 0..<2 {
      f[6 * side + 2] = way
      f[6 * side + 3] = way * way / 2
      f[6 * side + 4] = way * way * way / 6
    }
    if turnsKnown {
      f[6 * 2 + 3] = way
      f[6 * 2 + 4] = way * way / 2
    }
    f[6 * 3 + 4] = way
    f[28] = bending
    f[35] = keep
    return f
  }

  private func spread(_ f: [Double], _ p: [Double]) -> [Double] {
    var half = [Double](repeating: 0, count: 36)
    var full = half
    for i in 0..<6 {
      for k in 0..<6 where f[6 * i + k] != 0 {
        for j in 0..<6 { half[6 * i + j] += f[6 * i + k] * p[6 * k + j] }
      }
    }
    for i in 0..<6 {
      for j in 0..<6 {
        for k in 0..<6 where f[6 * j + k] != 0 { full[6 * i + j] += half[6 * i + k] * f[6 * j + k] }
      }
    }
    return full
  }

  private func add(
    _ noise: Noise, span: Double, keep: Double, bending: Double, known: Bool, to p: inout [Double]
  ) {
    // Without a measured turn rate the car may weave as drivers do.
    let unsure = known ? 1.0 : 1.5
    let across = noise.offset * noise.offset * span * unsure * unsure
    let width = noise.width * noise.width * span / 4
    p[0] += across + width
    p[7] += across + width
    p[1] += across - width
    p[6] += across - width
    p[14] += noise.heading * noise.heading * span * unsure * unsure
    p[21] += noise.curvature * noise.curvature * span
    p[28] += noise.change * noise.change * (1 - bending * bending)
    p[35] += noise.pitch * noise.pitch * (1 - keep * keep)
  }

  /// How far pictures in a row put the lane apart beyond what a car can move (m).
  private(set) var unrest = 0.0
  private var lastMiddle: Double?

  /// Learns how well pictures in a row agree: a car goes across its lane at less than 0.8 m/s, and
  /// 2 cm are measurement. The rest is added to what is said of the deviation.
  mutating func learnUnrest(_ alone: LaneState?, span: Double) {
    guard let alone else { return }
    let middle = (alone.lateral(.left, at: 10) + alone.lateral(.right, at: 10)) / 2
    if let last = lastMiddle, abs(middle - last) < 1.5 {
      let excess = max(0, abs(middle - last) - 0.02 - 0.8 * span)
      unrest += 0.15 * (3 * excess - unrest)
    }
    lastMiddle = middle
  }

  /// Learns the width from pictures that show it.
  mutating func learnWidth(_ alone: LaneState?) {
    guard let alone, alone.widthSigma < 0.2 else { return }
    widthFrames += 1
    meanWidth += max(0.02, 1 / Double(widthFrames)) * (alone.width - meanWidth)
  }

  /// Learns how straight and clean the paint of this road is.
  mutating func learnMisfit(_ seen: Double, count: Double) {
    guard count >= 8 else { return }
    misfit += 0.08 * (min(seen, 6) - misfit)
  }

  /// The factor on measurement errors (standard deviation).
  var roughness: Double { min(max(misfit, 0.02), 4).squareRoot() }

  /// How many neighbouring measurements say one thing: pixel noise is each one's own, what wear and
  /// blotches do to an edge goes on for metres.
  var repetition: Double { 1 + 5 * min(max(misfit, 0.02), 1) }

  /// How far one picture's pitch may be from the mean (rad): a nod of 3 mrad lasts for five pictures.
  private static let swing = 0.007

  /// The slow mean follows the pitch that good frames measured.
  mutating func learnPitch(_ pitch: Double, sigma: Double, span: Double) {
    let gain =
      meanPitchSigma * meanPitchSigma
      / (meanPitchSigma * meanPitchSigma + sigma * sigma + LaneMemory.swing * LaneMemory.swing)
    meanPitch += gain * (pitch - meanPitch)
    meanPitch = min(max(meanPitch, pitchRange.lowerBound), pitchRange.upperBound)
    meanPitchSigma = ((1 - gain) * meanPitchSigma * meanPitchSigma + 1e-7 * max(span, 0.01))
      .squareRoot()
  }
}
