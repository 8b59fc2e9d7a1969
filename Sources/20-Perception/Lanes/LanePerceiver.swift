import DrivingCore
import Geometry

/// Lane boundaries from one front camera: classical, deterministic, with honest uncertainty.
///
/// Paint is found row by row, joined to chains, put on the road through the calibration and the
/// pitch, and fitted by two parallel clothoid-like curves (see `docs/guides/Lanes.md`).
public struct LanePerceiver: Perceiver {
  /// Who this is.
  public var description: StageDescription { StageDescription(name: "camera-lanes", version: 1) }

  private var sight = LaneSight()
  private var memory: LaneMemory?
  private var lastTime: SimulationTime?
  private var calibration: CameraCalibration?
  private var noise = LaneMemory.Noise()

  /// Creates a perceiver that has seen nothing.
  public init() {}

  /// Looks at a frame; frames without a picture give what is still believed.
  /// - Throws: never; bad pictures give percepts without boundaries and a note.
  public mutating func step(
    _ frame: SensorFrame, at time: SimulationTime
  ) throws(StageFailure) -> Percepts {
    var percepts = Percepts(
      time: frame.time, frameIndex: frame.index, odometry: frame.odometry)
    let span = lastTime.map { min(max((frame.time - $0).seconds, 0), 2) } ?? 0
    lastTime = frame.time
    guard let image = frame.camera else {
      percepts.notes.append("no picture in this frame")
      memory?.predict(span: span, odometry: frame.odometry, noise: noise)
      report(nil, into: &percepts)
      return percepts
    }
    adopt(image.calibration)
    guard image.width >= 160, image.height >= 90 else {
      percepts.notes.append("a picture of \(image.width)x\(image.height) is too small for lanes")
      return percepts
    }
    memory?.predict(span: span, odometry: frame.odometry, noise: noise)
    let sighting = look(at: image, span: span)
    report(sighting, into: &percepts)
    return percepts
  }

  /// Begins anew where another camera comes.
  private mutating func adopt(_ new: CameraCalibration) {
    guard new != calibration || memory == nil else { return }
    calibration = new
    let assumed = new.origin == .assumed
    memory = LaneMemory(pitch: new.pitchDown, sigma: assumed ? 0.06 : 0.003)
    noise.pitch = assumed ? 0.004 : 0.003
    // Metres scale with the assumed height: the gate on widths must let that pass.
    sight.search.widths = assumed ? 2.3...5.2 : 2.7...4.6
    sight.search.usualWidth = 3.6
    sight.search.usualWidthSigma = assumed ? 0.9 : 0.6
  }

  private mutating func look(at image: CameraImage, span: Double) -> LaneSighting? {
    guard var memory else { return nil }
    defer { self.memory = memory }
    sight.fit.roughness = memory.roughness
    sight.fit.repetition = memory.repetition
    // The cleaner the paint has been, the less may pass for it.
    sight.fit.narrowest = min(max(4.5 * memory.roughness * sight.fit.paintSigma, 0.05), 0.15)
    if let width = memory.width {
      sight.search.usualWidth = width
      sight.search.usualWidthSigma = 0.2
    }
    if let belief = memory.state {
      let sighting = sight.guided(image, belief: belief, meanPitch: memory.meanPitch)
      if let sighting, agrees(sighting, with: belief, span: span) {
        if let better = doubt(sighting, image, &memory) {
          restart(&memory, required: 2)
          accept(better, into: &memory, span: span)
          return better
        }
        accept(sighting, into: &memory, span: span)
        return sighting
      }
      memory.contradicting += 1
      memory.learnUnrest(sighting?.alone, span: span)
      guard memory.contradicting >= 4 || memory.agreeing < 2 else { return nil }
      // Paint that is elsewhere contradicts; no paint at all says little against a lane well known.
      let age = max(memory.age.0, memory.age.1)
      if sighting?.alone == nil, memory.agreeing >= 6, age <= 0.5 { return nil }
      restart(&memory, required: 3)
    }
    guard
      let found = sight.cold(
        image, pitch: memory.meanPitch, pitchSigma: memory.meanPitchSigma,
        rows: horizonRows(image, memory))
    else { return nil }
    accept(found, into: &memory, span: span)
    return found
  }

  /// Forgets the lane; the next one is reported once so many frames agree.
  private mutating func restart(_ memory: inout LaneMemory, required: Int) {
    memory.state = nil
    memory.misfit = 1
    memory.required = required
    memory.agreeing = 0
    memory.doubts = []
    sight.fit.roughness = 1
    sight.fit.repetition = memory.repetition
    sight.fit.narrowest = 0.15
  }

  /// Where the belief no longer fits the paint, or paint lies in or beside the lane, a fresh look may:
  /// a lane followed wrongly must not be followed for ever.
  private mutating func doubt(
    _ sighting: LaneSighting, _ image: CameraImage, _ memory: inout LaneMemory
  ) -> LaneSighting? {
    let isMisfit = sighting.support.misfit > 1.8 && memory.misfit > 1.4
    // Old markings beside the valid ones: only a young belief may have begun on the wrong ones.
    let isCrowded =
      memory.agreeing < 12 && sighting.support.inside + sighting.support.beside > 2
    guard isMisfit || isCrowded, memory.agreeing % 3 == 0 else { return nil }
    let kept = sight.fit
    sight.fit.roughness = 1
    sight.fit.narrowest = 0.15
    defer { sight.fit = kept }
    guard
      let fresh = sight.cold(
        image, pitch: memory.meanPitch, pitchSigma: memory.meanPitchSigma,
        rows: horizonRows(image, memory))
    else { return nil }
    let (old, new) = (sighting.support.length, fresh.support.length)
    if isMisfit, fresh.support.misfit < 0.5 * sighting.support.misfit,
      min(new.0, new.1) > 0.7 * min(old.0, old.1)
    {
      return fresh
    }
    let shift = fresh.middle - sighting.middle
    guard abs(shift) > 0.3, fresh.worth > 1.3 * sighting.worth else {
      memory.doubts = []
      return nil
    }
    memory.doubts.append(shift)
    guard let first = memory.doubts.first, memory.doubts.count >= 2 else { return nil }
    return abs(first - shift) < 0.2 ? fresh : nil
  }

  /// Where the horizon may lie (px).
  private func horizonRows(_ image: CameraImage, _ memory: LaneMemory) -> ClosedRange<Double> {
    let height = Double(image.height)
    let middle = RoadCamera(image.calibration, pitchDown: memory.meanPitch).horizonRow
    let reach = 3 * (memory.meanPitchSigma + 0.004) * image.calibration.focalLength.y
    let low = max(middle - reach, 0.12 * height)
    return low...max(min(middle + reach, 0.75 * height), low + 4)
  }

  /// Whether a sighting shows enough, and lies where the belief allows.
  private func agrees(_ sighting: LaneSighting, with belief: LaneState, span: Double) -> Bool {
    let support = sighting.support
    guard support.length.0 + support.length.1 >= sight.leastPaint,
      support.count.0 + support.count.1 >= 3, sight.widths.contains(sighting.state.width),
      support.misfit < 4
    else { return false }
    // A body that is not braking nods by milliradians: more is paint of something else.
    guard let memory, abs(sighting.state[.pitch] - memory.meanPitch) < 3.5 * noise.pitch
    else { return false }
    guard let alone = sighting.alone else { return true }
    for (side, held) in [(LaneState.Index.left, support.length.0), (.right, support.length.1)] {
      // Paint on the line believed outweighs paint beside it: lanes do not jump, pictures do.
      guard held < sight.leastPaint || support.misfit > 1 else { continue }
      let jump = abs(alone.lateral(side, at: 10) - belief.lateral(side, at: 10))
      // No car moves across the lane faster than 2 m/s on a road that is being followed.
      let sigma = alone.sigma(side, at: 10) + belief.sigma(side, at: 10)
      if jump > 0.05 + 2 * span + 2 * sigma { return false }
    }
    return true
  }

  private func accept(_ sighting: LaneSighting, into memory: inout LaneMemory, span: Double) {
    memory.state = centred(sighting.state)
    memory.contradicting = 0
    memory.agreeing += 1
    memory.learnWidth(sighting.alone)
    memory.learnUnrest(sighting.alone, span: span)
    memory.learnMisfit(
      sighting.support.misfit, count: sighting.support.count.0 + sighting.support.count.1)
    if sighting.support.length.0 >= sight.leastPaint { memory.age.0 = 0 }
    if sighting.support.length.1 >= sight.leastPaint { memory.age.1 = 0 }
    if let alone = sighting.alone {
      let sigma = alone.variance([0, 0, 0, 0, 0, 1]).squareRoot()
      memory.learnPitch(sighting.state[.pitch], sigma: sigma, span: span)
    }
  }

  /// After a lane change the ego lane is the next one: as wide, less surely known.
  private func centred(_ state: LaneState) -> LaneState {
    var shift = 0.0
    if state[.right] > 0.15 { shift = -state.width }
    if state[.left] < -0.15 { shift = state.width }
    guard shift != 0 else { return state }
    var moved = state
    moved[.left] += shift
    moved[.right] += shift
    let far = shift < 0 ? LaneState.Index.right : .left
    moved.covariance[7 * far.rawValue] += 0.09
    return moved
  }

  private func report(_ sighting: LaneSighting?, into percepts: inout Percepts) {
    guard let memory, let calibration else { return }
    percepts.cameraPose = .init(
      pitchDown: memory.state?[.pitch] ?? memory.meanPitch,
      pitchSigma: memory.state.map { $0.variance([0, 0, 0, 0, 0, 1]).squareRoot() }
        ?? memory.meanPitchSigma, origin: calibration.origin)
    guard let state = memory.state, memory.agreeing >= memory.required,
      max(memory.age.0, memory.age.1) <= 2, state.sigma(.left, at: 10) < 0.5,
      state.sigma(.right, at: 10) < 0.5
    else {
      percepts.notes.append("no lane")
      return
    }
    if let alone = sighting?.alone, alone.widthSigma < 0.15 {
      percepts.measuredLaneWidth = alone.width
    }
    percepts.boundaries = LaneReport.boundaries(state, memory, sighting, calibration)
  }
}
