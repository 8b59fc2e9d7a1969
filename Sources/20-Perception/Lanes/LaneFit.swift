import DrivingCore
import Geometry

/// The robust joint fit of both boundaries and the pitch to paint, on top of what was believed.
///
/// Iteratively reweighted least squares with a Gaussian kernel that narrows from half a metre to
/// 0.15 m; each measurement is weighed by its error in pixels, seen on the road. With the belief of
/// the frames before as prior this is an iterated extended Kalman filter.
struct LaneFit: Sendable {
  /// The error of paint itself, its edges and the road's flatness (m).
  var paintSigma = 0.035
  /// How the residuals of this road compare with the errors above, as a standard deviation.
  var roughness = 1.0
  /// How often a measurement repeats what its neighbours said: errors along a line are correlated.
  var repetition = 5.0

  /// The farthest paint used (m).
  var reach = 110.0
  /// The kernel's final width (m).
  var narrowest = 0.15

  /// How much paint supports each side.
  struct Support: Sendable {
    /// The length of paint (m): left, right.
    var length = (0.0, 0.0)
    /// The number of measurements: left, right.
    var count = (0.0, 0.0)
    /// The nearest and farthest paint (m ahead): left, right.
    var nearest = (Double.infinity, Double.infinity)
    var farthest = (0.0, 0.0)
    /// Paint inside the lane, off both lines (m): more than a little means something else.
    var inside = 0.0
    /// Paint beside the lane, half a metre to a lane's half outside its lines (m).
    var beside = 0.0
    /// The mean squared residual over its expectation.
    var misfit = 0.0
  }

  /// A prior: a mean and an information matrix (36 numbers).
  struct Prior: Sendable {
    var mean: [Double]
    var information: [Double]
    /// The inverse of that, where paint far from what was believed is to be left aside (gating,
    /// Bar-Shalom, Li and Kirubarajan 2001, 11.3); nil where anything may come.
    var gate: [Double]?
  }

  /// Fits, beginning at `start`.
  func fit(
    _ evidence: [PaintEvidence], camera: RoadCamera, prior: Prior, start: LaneState,
    widest: Double
  ) -> (state: LaneState, support: Support)? {
    var state = start
    var kernel = widest
    let gates = prior.gate.map { spreads(evidence, camera, start, covariance: $0) }
    for _ in 0..<8 {
      guard let next = iterate(evidence, camera, prior, state, kernel, gates) else { return nil }
      state = next
      kernel = max(kernel * 0.72, narrowest)
    }
    for value in state.values where !value.isFinite { return nil }
    return (state, support(evidence, camera, state, kernel: narrowest))
  }

  private func iterate(
    _ evidence: [PaintEvidence], _ camera: RoadCamera, _ prior: Prior, _ state: LaneState,
    _ kernel: Double, _ gates: [Double]?
  ) -> LaneState? {
    let here = RoadCamera(camera.calibration, pitchDown: state[.pitch])
    var equations = NormalEquations()
    var jacobian = [Double](repeating: 0, count: 6)
    let places = evidence.map { here.ground(ray: $0.ray) }
    for index in evidence.indices {
      guard let m = measure(evidence, places, index, here, state, kernel, gates?[index])
      else { continue }
      jacobian[0] = m.side == .left ? 1 : 0
      jacobian[1] = m.side == .right ? 1 : 0
      jacobian[2] = m.x
      jacobian[3] = m.x * m.x / 2
      jacobian[4] = m.x * m.x * m.x / 6
      jacobian[5] = m.pitchEffect
      equations.add(jacobian, residual: m.residual, weight: m.weight / repetition)
    }
    let difference = (0..<6).map { prior.mean[$0] - state.values[$0] }
    equations.add(information: prior.information, towards: difference)
    guard let (step, covariance) = equations.solved() else { return nil }
    var next = state
    for i in 0..<6 { next.values[i] += step[i] }
    next.covariance = covariance
    return next
  }

  private struct Measurement {
    var side: LaneState.Index
    var x: Double
    var residual: Double
    var sigma: Double
    var weight: Double
    var closeness: Double
    var pitchEffect: Double
  }

  private func measure(
    _ evidence: [PaintEvidence], _ places: [Vector2?], _ index: Int, _ camera: RoadCamera,
    _ state: LaneState, _ kernel: Double, _ gate: Double? = nil
  ) -> Measurement? {
    let item = evidence[index]
    guard let point = places[index] else { return nil }
    let x = point.x
    guard x < reach else { return nil }
    let offset = point.y - state.bend(at: x)
    let side: LaneState.Index = offset > (state[.left] + state[.right]) / 2 ? .left : .right
    let residual = offset - state[side]
    let away = x - camera.calibration.forwardOffset
    let scale = camera.calibration.focalLength.x / max(away, 1)
    let pixel = item.sigma / scale
    let sigma = roughness * (paintSigma * paintSigma + pixel * pixel).squareRoot()
    // Far off, small errors of bend and pitch move the line a long way.
    var wide = narrowest + (kernel - narrowest) * (1 + away / 40)
    if let gate { wide = min(wide, (narrowest * narrowest + 2 * gate * gate).squareRoot()) }
    let allowed = (wide * wide + 6 * pixel * pixel).squareRoot()
    let off = turned(item, places, index, slope: state.slope(at: x), pixel: pixel)
    let loose = kernel / narrowest
    let misses =
      (residual / allowed) * (residual / allowed) + (off / loose) * (off / loose)
    let closeness = Portable.exp(-0.5 * misses)
    guard closeness > 0.01 else { return nil }
    return Measurement(
      side: side, x: x, residual: residual, sigma: sigma,
      weight: closeness * item.clarity / (sigma * sigma), closeness: closeness,
      pitchEffect: pitchEffect(point, camera, state))
  }

  /// Looking further down brings a point closer: dx = -(x²/h + h), dy = -x y/h.
  private func pitchEffect(_ point: Vector2, _ camera: RoadCamera, _ state: LaneState) -> Double {
    let height = camera.calibration.height
    let away = point.x - camera.calibration.forwardOffset
    let lateral = point.y - camera.calibration.leftOffset
    return away * lateral / height - state.slope(at: point.x) * (away * away / height + height)
  }

  /// How far (one deviation, m) a belief lets each measurement lie from its line.
  private func spreads(
    _ evidence: [PaintEvidence], _ camera: RoadCamera, _ state: LaneState, covariance: [Double]
  ) -> [Double] {
    let belief = LaneState(values: state.values, covariance: covariance)
    let here = RoadCamera(camera.calibration, pitchDown: state[.pitch])
    return evidence.map { item in
      guard let point = here.ground(ray: item.ray) else { return 0 }
      let x = point.x
      let isLeft = point.y - state.bend(at: x) > (state[.left] + state[.right]) / 2
      return belief.variance([
        isLeft ? 1 : 0, isLeft ? 0 : 1, x, x * x / 2, x * x * x / 6,
        pitchEffect(point, here, state),
      ]).squareRoot()
    }
  }

  /// How far a chain's own direction is from the line's, in deviations: a seam or a shadow's edge
  /// that crosses the line is not part of it.
  private func turned(
    _ item: PaintEvidence, _ places: [Vector2?], _ index: Int, slope: Double, pixel: Double
  ) -> Double {
    guard let near = places[index - item.before], let far = places[index + item.after],
      far.x - near.x > 0.8
    else { return 0 }
    let length = far.x - near.x
    let direction = (far.y - near.y) / length
    let sigma = 2 * (0.02 * 0.02 + pixel * pixel).squareRoot() / length
    return (direction - slope) / (0.010 + 1.2 * sigma)
  }

  /// How much paint lies on each line.
  func support(
    _ evidence: [PaintEvidence], _ camera: RoadCamera, _ state: LaneState, kernel: Double
  ) -> Support {
    let here = RoadCamera(camera.calibration, pitchDown: state[.pitch])
    var result = Support()
    var squares = 0.0
    var total = 0.0
    let places = evidence.map { here.ground(ray: $0.ray) }
    for (index, item) in evidence.enumerated() {
      guard let m = measure(evidence, places, index, here, state, kernel), m.closeness > 0.3
      else {
        count(stray: item, here, state, in: &result)
        continue
      }
      let expected = m.sigma / roughness
      squares += m.residual * m.residual / (expected * expected)
      total += 1
      if m.side == .left {
        result.length.0 += item.length * item.clarity
        result.count.0 += 1
        result.nearest.0 = min(result.nearest.0, m.x)
        result.farthest.0 = max(result.farthest.0, m.x)
      } else {
        result.length.1 += item.length * item.clarity
        result.count.1 += 1
        result.nearest.1 = min(result.nearest.1, m.x)
        result.farthest.1 = max(result.farthest.1, m.x)
      }
    }
    result.misfit = total > 0 ? squares / total : 0
    return result
  }

  /// Counts a piece of paint ahead that lies on neither line, inside the lane or beside it.
  private func count(
    stray item: PaintEvidence, _ camera: RoadCamera, _ state: LaneState, in result: inout Support
  ) {
    guard let point = camera.ground(ray: item.ray), point.x < 20 else { return }
    let offset = point.y - state.bend(at: point.x)
    if offset < state[.left] - 0.5, offset > state[.right] + 0.5 {
      result.inside += item.length * item.clarity
    }
    let out = max(offset - state[.left], state[.right] - offset)
    if out > 0.5, out < 1.7 { result.beside += item.length * item.clarity }
  }
}
