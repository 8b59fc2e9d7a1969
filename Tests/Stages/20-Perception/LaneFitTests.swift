import DrivingCore
import Geometry
import Testing

@testable import Perception

@Suite("Perception: the fit on top of a belief")
struct LaneFitTests {
  static let calibration = CameraCalibration(
    focalLength: Vector2(1000, 1000), principalPoint: Vector2(640, 360), distortion: [],
    height: 1.3, forwardOffset: 1.8, leftOffset: 0, pitchDown: 0.02, yawLeft: 0,
    origin: .calibrated)
  static let camera = RoadCamera(calibration, pitchDown: 0.02)

  /// Paint along offsets from 6 to 40 m ahead on a straight road.
  static func evidence(_ offsets: [Double]) -> [PaintEvidence] {
    offsets.enumerated().flatMap { chain, offset in
      (0..<35).compactMap { step -> PaintEvidence? in
        guard let seen = camera.pixel(of: Vector2(6 + Double(step), offset)) else { return nil }
        return PaintEvidence(
          column: seen.x, row: seen.y, ray: camera.ray(u: seen.x, v: seen.y), sigma: 0.4,
          length: 1, chain: chain, before: min(step, 6), after: min(34 - step, 6), clarity: 1)
      }
    }
  }

  /// A belief in a straight lane of 3.6 m whose left line is known within `sigma` (m); `loose` is 1
  /// where direction, bend and pitch are known as after a second, less where they are known better.
  static func belief(_ sigma: Double, loose: Double = 1) -> LaneState {
    let sigmas = [sigma, 0.03, 0.002 * loose, 0.0001 * loose, 0.000005 * loose, 0.001 * loose]
    var covariance = [Double](repeating: 0, count: 36)
    for i in 0..<6 { covariance[7 * i] = sigmas[i] * sigmas[i] }
    return LaneState(values: [1.8, -1.8, 0, 0, 0, 0.02], covariance: covariance)
  }

  static func fitted(_ belief: LaneState, _ offsets: [Double]) throws -> LaneState {
    let information = try #require(NormalEquations.inverse(belief.covariance))
    let prior = LaneFit.Prior(
      mean: belief.values, information: information, gate: belief.covariance)
    var fit = LaneFit()
    fit.narrowest = 0.06
    return try #require(
      fit.fit(evidence(offsets), camera: camera, prior: prior, start: belief, widest: 0.35)
    ).state
  }

  @Test("paint 30 cm beside a line that is known to centimetres does not pull it")
  func gated() throws {
    let state = try Self.fitted(Self.belief(0.03, loose: 0.25), [2.1, -1.8])
    #expect(abs(state[.left] - 1.8) < 0.02)
    #expect(abs(state[.right] + 1.8) < 0.01)
    #expect(abs(state[.pitch] - 0.02) < 0.001)
  }

  @Test("a line that is hardly known follows the paint, and is known better for it")
  func followed() throws {
    let before = Self.belief(0.4)
    let state = try Self.fitted(before, [2.1, -1.8])
    #expect(abs(state[.left] - 2.1) < 0.03)
    #expect(state.sigma(.left, at: 10) < 0.2 * before.sigma(.left, at: 10))
  }

  @Test("the deviation shrinks with the root of independent paint, not below what repeats")
  func repetition() throws {
    let belief = Self.belief(0.4)
    let information = try #require(NormalEquations.inverse(belief.covariance))
    let prior = LaneFit.Prior(mean: belief.values, information: information)
    func sigma(_ repetition: Double) throws -> Double {
      var fit = LaneFit()
      fit.repetition = repetition
      let answer = fit.fit(
        Self.evidence([1.8, -1.8]), camera: Self.camera, prior: prior, start: belief,
        widest: 0.3)
      return try #require(answer).state.widthSigma
    }
    #expect(abs(try sigma(4) / sigma(1) - 2) < 0.3)
  }
}
