import DrivingCore
import Geometry

/// A camera over a flat road: pixels to points on the road and back, in the vehicle frame.
///
/// Pinhole with Brown-Conrady distortion (Brown 1966, as in OpenCV); the road is the plane z = 0,
/// the camera stands `height` above it and looks `pitchDown` below the horizon.
struct RoadCamera: Sendable {
  let calibration: CameraCalibration
  let pitchDown: Double
  /// The rows of the rotation that takes camera directions to vehicle directions.
  private let forward: (Double, Double, Double)
  private let left: (Double, Double, Double)
  private let up: (Double, Double, Double)

  init(_ calibration: CameraCalibration, pitchDown: Double) {
    self.calibration = calibration
    self.pitchDown = pitchDown
    let (sp, cp) = Portable.sincos(pitchDown)
    let (sy, cy) = Portable.sincos(calibration.yawLeft)
    let (sr, cr) = Portable.sincos(calibration.rollRight)
    // Yaw after pitch after roll, applied to (z, -x, -y) of the camera frame.
    let m = [
      [cy * cp, -sy * cr + cy * sp * sr, sy * sr + cy * sp * cr],
      [sy * cp, cy * cr + sy * sp * sr, -cy * sr + sy * sp * cr],
      [-sp, cp * sr, cp * cr],
    ]
    forward = (-m[0][1], -m[0][2], m[0][0])
    left = (-m[1][1], -m[1][2], m[1][0])
    up = (-m[2][1], -m[2][2], m[2][0])
  }

  /// The direction of a pixel's ray (camera frame, z = 1), lens distortion undone.
  func ray(u: Double, v: Double) -> Vector2 {
    let seen = Vector2(
      (u - calibration.principalPoint.x) / calibration.focalLength.x,
      (v - calibration.principalPoint.y) / calibration.focalLength.y)
    guard !calibration.distortion.isEmpty else { return seen }
    // Fixed-point iteration; the map is a contraction inside the picture of a usual lens.
    var ideal = seen
    for _ in 0..<8 {
      let bent = distorted(ideal)
      ideal = ideal + (seen - bent)
    }
    return ideal
  }

  private func distorted(_ p: Vector2) -> Vector2 {
    let d = calibration.distortion
    func k(_ index: Int) -> Double { index < d.count ? d[index] : 0 }
    let r2 = p.squaredLength
    let radial = 1 + r2 * (k(0) + r2 * (k(1) + r2 * k(4)))
    return Vector2(
      p.x * radial + 2 * k(2) * p.x * p.y + k(3) * (r2 + 2 * p.x * p.x),
      p.y * radial + k(2) * (r2 + 2 * p.y * p.y) + 2 * k(3) * p.x * p.y)
  }

  /// The point on the road that a ray meets, nil at and above the horizon.
  func ground(ray: Vector2) -> Vector2? {
    let rise = up.0 * ray.x + up.1 * ray.y + up.2
    guard rise < -1e-6 else { return nil }
    let reach = -calibration.height / rise
    return Vector2(
      calibration.forwardOffset + reach * (forward.0 * ray.x + forward.1 * ray.y + forward.2),
      calibration.leftOffset + reach * (left.0 * ray.x + left.1 * ray.y + left.2))
  }

  /// The pixel at which a point on the road is seen, nil behind the camera.
  func pixel(of point: Vector2) -> Vector2? {
    let x = point.x - calibration.forwardOffset
    let y = point.y - calibration.leftOffset
    let z = -calibration.height
    let depth = forward.2 * x + left.2 * y + up.2 * z
    guard depth > 0.1 else { return nil }
    let ideal = Vector2(
      (forward.0 * x + left.0 * y + up.0 * z) / depth,
      (forward.1 * x + left.1 * y + up.1 * z) / depth)
    let seen = calibration.distortion.isEmpty ? ideal : distorted(ideal)
    return Vector2(
      calibration.principalPoint.x + calibration.focalLength.x * seen.x,
      calibration.principalPoint.y + calibration.focalLength.y * seen.y)
  }

  /// The row of the horizon in the picture's middle (px), lens distortion left aside.
  var horizonRow: Double {
    calibration.principalPoint.y - calibration.focalLength.y * Portable.tan(pitchDown)
  }

  /// Pixels a metre across the road, seen at a row; 0 at and above the horizon.
  func pixelsPerMetre(row: Double) -> Double {
    max(row - horizonRow, 0) / calibration.height * calibration.focalLength.x
      / calibration.focalLength.y
  }

  /// The pitch at which the horizon lies at a row.
  static func pitchDown(horizonRow: Double, of calibration: CameraCalibration) -> Double {
    Portable.atan((calibration.principalPoint.y - horizonRow) / calibration.focalLength.y)
  }
}
