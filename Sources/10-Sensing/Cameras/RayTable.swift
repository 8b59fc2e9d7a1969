import DrivingCore
import Geometry

/// The ray of every pixel of a camera, right and down at one metre depth, computed once.
struct RayTable: Sendable {
  let width: Int
  let height: Int
  /// Right of the axis, pixel by pixel.
  let right: [Float]
  /// Below the axis, pixel by pixel.
  let down: [Float]
  /// The largest slopes of the picture's border: nothing beyond them is seen.
  let reach: SIMD2<Double>

  init(_ calibration: CameraCalibration, width: Int, height: Int) {
    let lens = BrownConrady(calibration.distortion)
    var (right, down): ([Float], [Float]) = ([], [])
    right.reserveCapacity(width * height)
    down.reserveCapacity(width * height)
    var reach = SIMD2<Double>(0, 0)
    for v in 0..<height {
      for u in 0..<width {
        let ray = lens.undistorted(
          SIMD2(
            (Double(u) - calibration.principalPoint.x) / calibration.focalLength.x,
            (Double(v) - calibration.principalPoint.y) / calibration.focalLength.y))
        right.append(Float(ray.x))
        down.append(Float(ray.y))
        reach = SIMD2(max(reach.x, abs(ray.x)), max(reach.y, abs(ray.y)))
      }
    }
    (self.width, self.height, self.right, self.down) = (width, height, right, down)
    self.reach = reach * 1.05
  }
}
