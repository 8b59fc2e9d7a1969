import DrivingCore
import Geometry

/// The ego lane over time: a Kalman filter on what a perceiver reports of it.
///
/// The state is the lane's middle (offset m, heading rad, curvature 1/m, its change 1/m²), its width
/// (m) and the camera's pitch (rad). It moves with the ego: dy = v psi dt, dpsi = (v kappa - r) dt.
/// Perceivers that remember share evidence from frame to frame, so measurements are fused by
/// covariance intersection (Julier and Uhlmann 1997), which stays honest whatever they share.
public struct LaneTracker: Sendable {
  /// The six numbers: offset, heading, curvature, change, width, pitch.
  public private(set) var state: [Double] = []
  /// Their covariance, row by row (36 numbers).
  public private(set) var covariance: [Double] = []
  private var seen = false
  private var lastTime: SimulationTime?
  private var lastLeft: Percepts.LaneBoundary?
  private var lastRight: Percepts.LaneBoundary?
  private var sinceSeen = 0.0

  private static let count = 6
  /// How fast the lane may change unforeseen, as deviations after one second.
  private static let noise = [0.3, 0.015, 0.0008, 0.00004, 0.08, 0.006]
  /// A lane not seen for so long is forgotten (s).
  private static let patience = 2.0

  /// Creates a tracker that knows nothing.
  public init() {}

  /// The boundaries believed at the time of these percepts; the perceiver's neighbours pass.
  public mutating func step(_ percepts: Percepts) -> [Percepts.LaneBoundary] {
    let span = lastTime.map { min(max((percepts.time - $0).seconds, 0), 2) } ?? 0
    lastTime = percepts.time
    if seen { predict(span: span, odometry: percepts.odometry) }
    sinceSeen += span
    if let left = percepts.boundary(.egoLeft), let right = percepts.boundary(.egoRight),
      LaneTracker.isSound(left), LaneTracker.isSound(right)
    {
      update(left, right, percepts.cameraPose)
      (lastLeft, lastRight, sinceSeen) = (left, right, 0)
    }
    guard seen, sinceSeen <= LaneTracker.patience, let lastLeft, let lastRight else {
      seen = false
      return []
    }
    let others = percepts.boundaries.filter { $0.role != .egoLeft && $0.role != .egoRight }
    return [believed(lastLeft, side: 0.5), believed(lastRight, side: -0.5)] + others
  }

  private static func isSound(_ boundary: Percepts.LaneBoundary) -> Bool {
    boundary.coefficients.count == 4 && boundary.covariance.count == 16
      && boundary.coefficients.allSatisfy(\.isFinite) && boundary.covariance.allSatisfy(\.isFinite)
  }

  private mutating func predict(span: Double, odometry: SensorFrame.Odometry?) {
    let way = (odometry?.speed ?? 0) * span
    let turn = (odometry?.yawRate ?? 0) * span
    let n = LaneTracker.count
    var f = [Double](repeating: 0, count: n * n)
    for i in 0..<n { f[n * i + i] = 1 }
    (f[1], f[2], f[3]) = (way, way * way / 2, way * way * way / 6)
    if odometry?.yawRate != nil { (f[n + 2], f[n + 3]) = (way, way * way / 2) }
    f[2 * n + 3] = way
    var moved = (0..<n).map { i in (0..<n).reduce(0.0) { $0 + f[n * i + $1] * state[$1] } }
    moved[0] -= turn * way / 2
    moved[1] -= turn
    state = moved
    covariance = SymmetricMatrix.congruence(f, covariance, n)
    for i in 0..<n { covariance[n * i + i] += LaneTracker.noise[i] * LaneTracker.noise[i] * span }
  }

  /// What two boundaries say of middle, bend, width and pitch, with its covariance.
  private static func measurement(
    _ left: Percepts.LaneBoundary, _ right: Percepts.LaneBoundary, _ pose: Percepts.CameraPose?
  ) -> (values: [Double], covariance: [Double]) {
    let n = count
    var values = (0..<4).map { (left.coefficients[$0] + right.coefficients[$0]) / 2 }
    values += [left.coefficients[0] - right.coefficients[0], pose?.pitchDown ?? 0]
    var p = [Double](repeating: 0, count: n * n)
    for i in 0..<4 {
      for j in 0..<4 {
        // What both sides share (heading, bend) is one measurement, not two.
        p[n * i + j] = (left.covariance[4 * i + j] + right.covariance[4 * i + j]) / 2
      }
    }
    p[n * 4 + 4] = left.covariance[0] + right.covariance[0]
    let sigma = pose?.pitchSigma ?? 0.02
    p[n * 5 + 5] = sigma * sigma
    for i in 0..<n { p[n * i + i] += 1e-14 }
    return (values, p)
  }

  private mutating func update(
    _ left: Percepts.LaneBoundary, _ right: Percepts.LaneBoundary, _ pose: Percepts.CameraPose?
  ) {
    let measured = LaneTracker.measurement(left, right, pose)
    let jump = seen ? abs(measured.values[0] - state[0]) : 0
    // The ego lane has become another one (lane change): begin with what is seen.
    guard seen, jump < state[4] / 2 else {
      (state, covariance, seen) = (measured.values, measured.covariance, true)
      return
    }
    let n = LaneTracker.count
    guard
      let own = SymmetricMatrix.inverse(covariance, n),
      let news = SymmetricMatrix.inverse(measured.covariance, n)
    else { return }
    var best: (trace: Double, fused: [Double], share: Double)?
    for step in 0...10 {
      let share = Double(step) / 10
      let sum = zip(own, news).map { (1 - share) * $0 + share * $1 }
      guard let fused = SymmetricMatrix.inverse(sum, n) else { continue }
      // Judged by what is driven on: the lateral position 10 m ahead.
      let trace = LaneTracker.variance(fused, [1, 10, 50, 10.0 * 10 * 10 / 6, 0.5, 0])
      if trace < best?.trace ?? .infinity { best = (trace, fused, share) }
    }
    guard let best else { return }
    let pull = (0..<n).map { i -> Double in
      (0..<n).reduce(0.0) { total, j in
        total + (1 - best.share) * own[n * i + j] * state[j]
          + best.share * news[n * i + j] * measured.values[j]
      }
    }
    state = (0..<n).map { i in (0..<n).reduce(0.0) { $0 + best.fused[n * i + $1] * pull[$1] } }
    covariance = best.fused
  }

  private static func variance(_ p: [Double], _ weights: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<count { for j in 0..<count { sum += weights[i] * weights[j] * p[count * i + j] } }
    return sum
  }

  /// A boundary half a width to the side of the believed middle.
  private func believed(_ last: Percepts.LaneBoundary, side: Double) -> Percepts.LaneBoundary {
    let n = LaneTracker.count
    var result = last
    result.coefficients = [state[0] + side * state[4], state[1], state[2], state[3]]
    // Rows of the map from the state to the four coefficients.
    func row(_ i: Int) -> [Double] {
      var weights = [Double](repeating: 0, count: n)
      weights[i] = 1
      if i == 0 { weights[4] = side }
      return weights
    }
    var spread: [Double] = []
    for i in 0..<4 {
      for j in 0..<4 {
        var sum = 0.0
        for (a, x) in row(i).enumerated() where x != 0 {
          for (b, y) in row(j).enumerated() where y != 0 { sum += x * y * covariance[n * a + b] }
        }
        spread.append(sum)
      }
    }
    result.covariance = spread
    result.age = last.age + sinceSeen
    result.probability = max(0, last.probability - sinceSeen / LaneTracker.patience)
    return result
  }
}

/// Small symmetric matrices, row by row.
enum SymmetricMatrix {
  /// f p fᵀ.
  static func congruence(_ f: [Double], _ p: [Double], _ n: Int) -> [Double] {
    var half = [Double](repeating: 0, count: n * n)
    var full = half
    for i in 0..<n {
      for k in 0..<n where f[n * i + k] != 0 {
        for j in 0..<n { half[n * i + j] += f[n * i + k] * p[n * k + j] }
      }
    }
    for i in 0..<n {
      for j in 0..<n {
        for k in 0..<n where f[n * j + k] != 0 { full[n * i + j] += half[n * i + k] * f[n * j + k] }
      }
    }
    return full
  }

  /// The inverse of a positive definite matrix by Gauss and Jordan on its unit-diagonal form; nil
  /// where it is not one.
  static func inverse(_ matrix: [Double], _ n: Int) -> [Double]? {
    let scale = (0..<n).map { matrix[n * $0 + $0] > 0 ? 1 / matrix[n * $0 + $0].squareRoot() : 0 }
    guard scale.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var a = (0..<n * n).map { matrix[$0] * scale[$0 / n] * scale[$0 % n] }
    var b = (0..<n * n).map { $0 / n == $0 % n ? 1.0 : 0 }
    for column in 0..<n {
      let pivot = a[n * column + column]
      guard pivot > 1e-13 else { return nil }
      for j in 0..<n {
        a[n * column + j] /= pivot
        b[n * column + j] /= pivot
      }
      for i in 0..<n where i != column {
        let factor = a[n * i + column]
        guard factor != 0 else { continue }
        for j in 0..<n {
          a[n * i + j] -= factor * a[n * column + j]
          b[n * i + j] -= factor * b[n * column + j]
        }
      }
    }
    return (0..<n * n).map { b[$0] * scale[$0 / n] * scale[$0 % n] }
  }
}
