import DrivingCore
import Geometry

/// What one picture says of the lane, with or without a belief to begin from.
struct LaneSighting: Sendable {
  /// The fit on top of the belief.
  var state: LaneState
  /// The paint on each side.
  var support: LaneFit.Support
  /// The fit from this picture alone.
  var alone: LaneState?
  /// All paint measurements of the picture.
  var evidence: [PaintEvidence]

  /// The middle of the lane ten metres ahead (m).
  var middle: Double { (state.lateral(.left, at: 10) + state.lateral(.right, at: 10)) / 2 }

  /// How well a lane explains the picture: paint on both lines, little misfit, little in between.
  var worth: Double {
    let both = min(support.length.0, 20) * min(support.length.1, 20)
    return both.squareRoot() * Portable.exp(-support.misfit) / (1 + support.inside / 4)
  }
}

/// Looks at one picture: paint, chains, search or guided fit, and whether that is a lane at all.
struct LaneSight: Sendable {
  var filter = PaintFilter()
  var linker = PaintLinker()
  var search = LaneSearch()
  var fit = LaneFit()
  /// The least paint for a side to count as measured (m).
  var leastPaint = 1.5
  /// The narrowest and widest lane (m).
  var widths: ClosedRange<Double> { search.widths }

  /// The paint of a picture as seen at a pitch.
  mutating func paint(
    _ image: CameraImage, pitch: Double
  ) -> (chains: [PaintChain], evidence: [PaintEvidence]) {
    let camera = RoadCamera(image.calibration, pitchDown: pitch)
    let chains = linker.chains(of: filter.points(in: image, camera: camera), camera: camera)
    return (chains, linker.evidence(of: chains, camera: camera))
  }

  /// The lane near a belief; nil where the picture shows too little or something else.
  mutating func guided(_ image: CameraImage, belief: LaneState, meanPitch: Double) -> LaneSighting?
  {
    let (_, evidence) = paint(image, pitch: belief[.pitch])
    guard let information = NormalEquations.inverse(belief.covariance) else { return nil }
    let camera = RoadCamera(image.calibration, pitchDown: belief[.pitch])
    guard
      let (state, support) = fit.fit(
        evidence, camera: camera,
        prior: .init(
          mean: belief.values, information: information, gate: belief.covariance),
        start: belief, widest: 0.35)
    else { return nil }
    return LaneSighting(
      state: state, support: support,
      alone: alone(evidence, image, near: state, meanPitch: meanPitch), evidence: evidence)
  }

  /// The offsets and heading that this picture alone gives; bend and pitch lean on the belief.
  private func alone(
    _ evidence: [PaintEvidence], _ image: CameraImage, near state: LaneState, meanPitch: Double
  ) -> LaneState? {
    let sigmas = [1.0, 1.0, 0.05, 0.0006, 0.00003, 0.004]
    var mean = state.values
    mean[LaneState.Index.pitch.rawValue] = meanPitch
    let camera = RoadCamera(image.calibration, pitchDown: state[.pitch])
    let answer = fit.fit(
      evidence, camera: camera, prior: LaneSight.prior(mean, sigmas), start: state, widest: 0.3)
    guard let (fitted, support) = answer else { return nil }
    guard support.length.0 >= leastPaint, support.length.1 >= leastPaint,
      support.count.0 >= 3, support.count.1 >= 3
    else { return nil }
    return fitted
  }

  /// A lane found without a belief; nil where there is none.
  ///
  /// Two looks: the first at the pitch that is guessed, the second at the pitch of its vanishing
  /// point, where the filter has the right scale. Both points are tried.
  mutating func cold(
    _ image: CameraImage, pitch: Double, pitchSigma: Double, rows: ClosedRange<Double>
  ) -> LaneSighting? {
    let vote = VanishingPointSearch()
    let first = paint(image, pitch: pitch)
    guard let guess = vote.best(chains: first.chains, width: image.width, rows: rows)
    else { return nil }
    let guessed = RoadCamera.pitchDown(horizonRow: guess.row, of: image.calibration)
    let second = paint(image, pitch: guessed)
    let refined = vote.best(chains: second.chains, width: image.width, rows: rows)
    var best: (sighting: LaneSighting, worth: Double)?
    for meeting in [guess, refined].compactMap({ $0 }) {
      for (sighting, worth) in settled(second.evidence, image, meeting, pitch, pitchSigma)
      where worth > best?.worth ?? 0 {
        best = (sighting, worth)
      }
    }
    return best?.sighting
  }

  /// The lanes that fit around a vanishing point, with their worth.
  private func settled(
    _ evidence: [PaintEvidence], _ image: CameraImage, _ meeting: VanishingPointSearch.Answer,
    _ usualPitch: Double, _ pitchSigma: Double
  ) -> [(LaneSighting, Double)] {
    let calibration = image.calibration
    let pitch = RoadCamera.pitchDown(horizonRow: meeting.row, of: calibration)
    let heading =
      (calibration.principalPoint.x - meeting.column) / calibration.focalLength.x
      + calibration.yawLeft
    let camera = RoadCamera(calibration, pitchDown: pitch)
    let points = evidence.compactMap { item -> LaneSearch.Point? in
      guard let place = camera.ground(ray: item.ray) else { return nil }
      let far = place.x / 25
      return .init(
        x: place.x, y: place.y, weight: item.length * item.clarity / (1 + far * far))
    }
    return search.candidates(points, heading: heading, spread: 0.025).prefix(3).compactMap {
      candidate in
      // A calibrated camera nods round its calibration; an unknown one looks where the lines meet.
      settle(
        candidate, evidence, image, start: pitch,
        pitch: pitchSigma < 0.01 ? usualPitch : pitch
      )
      .map { ($0, worth($0, candidate)) }
    }
  }

  /// How well a fit explains the picture: paint on both lines, little misfit, little in between.
  private func worth(_ sighting: LaneSighting, _ candidate: LaneSearch.Candidate) -> Double {
    let support = sighting.support
    return candidate.score * Portable.exp(-support.misfit) / (1 + support.inside / 4)
  }

  private func settle(
    _ candidate: LaneSearch.Candidate, _ evidence: [PaintEvidence], _ image: CameraImage,
    start guess: Double, pitch: Double
  ) -> LaneSighting? {
    let mean = [
      candidate.left, candidate.right, candidate.heading, candidate.curvature, 0, guess,
    ]
    let start = LaneState(values: mean, covariance: [])
    let camera = RoadCamera(image.calibration, pitchDown: guess)
    let sigmas = [1.0, 1.0, 0.05, 0.0012, 0.00002, 0.004]
    var soft = mean
    soft[LaneState.Index.curvature.rawValue] = 0
    soft[LaneState.Index.pitch.rawValue] = pitch
    // What is far is often on other cars: it may join once near paint has settled the lane.
    var careful = fit
    careful.reach = 40
    careful.narrowest = 0.12
    guard
      let (state, support) = careful.fit(
        evidence, camera: camera, prior: LaneSight.prior(soft, sigmas), start: start, widest: 0.3)
    else { return nil }
    guard isLane(state, support, evidence, image.calibration) else { return nil }
    guard let (whole, all) = extended(evidence, camera, state, pitch), all.misfit < 1.5 else {
      return LaneSighting(state: state, support: support, alone: state, evidence: evidence)
    }
    return LaneSighting(state: whole, support: all, alone: whole, evidence: evidence)
  }

  /// The fit with far paint as well, from one that near paint has settled.
  private func extended(
    _ evidence: [PaintEvidence], _ camera: RoadCamera, _ state: LaneState, _ pitch: Double
  ) -> (state: LaneState, support: LaneFit.Support)? {
    let sigmas = [1.0, 1.0, 0.05, 0.0012, 0.00002, 0.004]
    var mean = state.values
    mean[LaneState.Index.curvature.rawValue] = 0
    mean[LaneState.Index.change.rawValue] = 0
    mean[LaneState.Index.pitch.rawValue] = pitch
    return fit.fit(
      evidence, camera: camera, prior: LaneSight.prior(mean, sigmas), start: state, widest: 0.15)
  }

  /// Whether a fit is a lane: a lane's width, enough paint on both sides, more than chance.
  func isLane(
    _ state: LaneState, _ support: LaneFit.Support, _ evidence: [PaintEvidence],
    _ calibration: CameraCalibration
  ) -> Bool {
    guard widths.contains(state.width), state[.left] > 0, state[.right] < 0,
      abs(state[.heading]) < 0.09
    else { return false }
    guard support.length.0 >= 1.5, support.length.1 >= 1.5, support.count.0 >= 3,
      support.count.1 >= 3, support.length.0 + support.length.1 >= 4.5
    else { return false }
    let spans = (
      support.farthest.0 - support.nearest.0, support.farthest.1 - support.nearest.1
    )
    // Two single dashes are a lane where the camera's pitch is known: else they may meet anywhere.
    let isKnown = calibration.origin == .calibrated
    guard min(spans.0, spans.1) >= (isKnown ? 2 : 5), spans.0 + spans.1 >= (isKnown ? 8 : 10)
    else { return false }
    guard support.misfit < 3, explains(support, evidence, state, calibration) else { return false }
    return support.inside <= 0.5 * (support.length.0 + support.length.1)
  }

  /// Whether the two lines hold more of the near paint than chance would put there: two stripes of
  /// a quarter of a metre cover 3 % of the road that is looked at.
  private func explains(
    _ support: LaneFit.Support, _ evidence: [PaintEvidence], _ state: LaneState,
    _ calibration: CameraCalibration
  ) -> Bool {
    let camera = RoadCamera(calibration, pitchDown: state[.pitch])
    var total = 0.0
    for item in evidence {
      guard let place = camera.ground(ray: item.ray), place.x < 40 else { continue }
      total += item.length * item.clarity
    }
    return support.length.0 + support.length.1 >= 0.1 * total
  }

  /// Independent priors of given standard deviations.
  static func prior(_ mean: [Double], _ sigmas: [Double]) -> LaneFit.Prior {
    var information = [Double](repeating: 0, count: 36)
    for i in 0..<6 { information[7 * i] = 1 / (sigmas[i] * sigmas[i]) }
    return LaneFit.Prior(mean: mean, information: information)
  }
}
