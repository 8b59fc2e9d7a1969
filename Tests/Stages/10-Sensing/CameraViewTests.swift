import DrivingCore
import Geometry
import Testing

@testable import Sensing

@Suite("A camera view projects and unprojects consistently") struct CameraViewTests {
  private let calibration = CameraCalibration(
    focalLength: Vector2(580, 570), principalPoint: Vector2(318, 185),
    distortion: [-0.24, 0.05, 0.0008, -0.0005, 0.003], height: 1.31, forwardOffset: 1.7,
    leftOffset: 0.09, pitchDown: 0.03, yawLeft: -0.02, rollRight: 0.015, origin: .calibrated)

  @Test func groundPointsComeBackThroughTheirPixels() {
    let view = CameraView(calibration, shake: CameraShake(pitchDown: 0.004, heave: 0.02))
    var random = SeededGenerator(seed: 11)
    for trial in 0..<200 {
      let point = SIMD3(random.uniform(6, 120), random.uniform(-3, 3), 0)
      let pixel = view.pixel(view.cameraPoint(point))
      let ray = view.direction(pixel: pixel)
      let found = view.origin + ray * (view.origin.z / -ray.z)
      #expect(
        abs(found.x - point.x) < 1e-5 && abs(found.y - point.y) < 1e-7, "trial \(trial) \(point)")
    }
  }

  @Test func theLensInvertsItself() {
    let lens = BrownConrady(calibration.distortion)
    var random = SeededGenerator(seed: 12)
    for _ in 0..<200 {
      let point = SIMD2(random.uniform(-0.6, 0.6), random.uniform(-0.4, 0.4))
      let back = lens.undistorted(lens.distorted(point))
      #expect(abs(back.x - point.x) < 1e-11 && abs(back.y - point.y) < 1e-11)
    }
  }

  /// Asymmetrical numbers fix every sign: left is left, down is down, leaning right lifts the left.
  @Test func anglesTurnTheirOwnWay() {
    func pixel(_ change: (inout CameraCalibration) -> Void, _ point: SIMD3<Double>) -> SIMD2<Double>
    {
      var plain = CameraCalibration(
        focalLength: Vector2(500, 500), principalPoint: Vector2(320, 180), height: 1.3,
        origin: .calibrated)
      change(&plain)
      let view = CameraView(plain)
      return view.pixel(view.cameraPoint(point))
    }
    let ahead = SIMD3(20.0, 0, 1.3)
    #expect(pixel({ _ in }, ahead) == SIMD2(320, 180))
    #expect(pixel({ _ in }, SIMD3(20, 1, 1.3)).x < 320)
    #expect(pixel({ _ in }, SIMD3(20, 0, 0)).y > 180)
    #expect(pixel({ $0.pitchDown = 0.02 }, ahead).y < 180)
    #expect(pixel({ $0.yawLeft = 0.02 }, ahead).x > 320)
    #expect(pixel({ $0.rollRight = 0.1 }, SIMD3(20, 2, 1.3)).y > 180)
  }

  @Test func axesAreOrthonormal() {
    let view = CameraView(calibration)
    for (a, b) in [
      (view.right, view.down), (view.down, view.forward), (view.forward, view.right),
    ] {
      #expect(abs(dot(a, b)) < 1e-15)
      #expect(abs(dot(a, a) - 1) < 1e-15)
    }
  }
}
