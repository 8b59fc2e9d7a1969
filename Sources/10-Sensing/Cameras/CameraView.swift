import DrivingCore
import Geometry

/// How far a camera is from its calibrated pose at one instant, as the body pitches and heaves.
public struct CameraShake: Sendable, Hashable {
  /// Looks down by so much more (rad).
  public var pitchDown: Double
  /// Leans right by so much more (rad).
  public var rollRight: Double
  /// Stands higher by so much (m).
  public var heave: Double

  /// Creates a deviation.
  public init(pitchDown: Double = 0, rollRight: Double = 0, heave: Double = 0) {
    self.pitchDown = pitchDown
    self.rollRight = rollRight
    self.heave = heave
  }

  /// The camera is where its calibration says.
  public static let none = CameraShake()
}

/// A camera held at one place above the road: points of the vehicle frame to pixels and back.
///
/// The rotation is yaw (about z), then pitch (about the turned y), then roll (about the axis):
/// vehicleFromCamera = Rz(yawLeft) Ry(pitchDown) Rx(rollRight), then the axes are renamed
/// to right, down, forward.
struct CameraView: Sendable {
  /// The optical centre in the vehicle frame (m).
  let origin: SIMD3<Double>
  /// The camera's axes in the vehicle frame.
  let right, down, forward: SIMD3<Double>
  let focalLength: Vector2
  let principalPoint: Vector2
  let lens: BrownConrady

  init(_ calibration: CameraCalibration, shake: CameraShake = .none) {
    let (sy, cy) = Portable.sincos(calibration.yawLeft)
    let (sp, cp) = Portable.sincos(calibration.pitchDown + shake.pitchDown)
    let (sr, cr) = Portable.sincos(calibration.rollRight + shake.rollRight)
    let left = SIMD3(cy * sp * sr - sy * cr, sy * sp * sr + cy * cr, cp * sr)
    let up = SIMD3(cy * sp * cr + sy * sr, sy * sp * cr - cy * sr, cp * cr)
    forward = SIMD3(cy * cp, sy * cp, -sp)
    right = -left
    down = -up
    origin = SIMD3(
      calibration.forwardOffset, calibration.leftOffset, calibration.height + shake.heave)
    focalLength = calibration.focalLength
    principalPoint = calibration.principalPoint
    lens = BrownConrady(calibration.distortion)
  }

  /// A point of the vehicle frame, seen from the camera: right, down, forward (m).
  func cameraPoint(_ point: SIMD3<Double>) -> SIMD3<Double> {
    let p = point - origin
    return SIMD3(dot(right, p), dot(down, p), dot(forward, p))
  }

  /// The pixel of a point of the camera frame that lies ahead of the camera.
  func pixel(_ point: SIMD3<Double>) -> SIMD2<Double> {
    let seen = lens.distorted(SIMD2(point.x / point.z, point.y / point.z))
    return SIMD2(
      focalLength.x * seen.x + principalPoint.x, focalLength.y * seen.y + principalPoint.y)
  }

  /// The direction through a pixel in the vehicle frame, one metre deep.
  func direction(pixel: SIMD2<Double>) -> SIMD3<Double> {
    let ray = lens.undistorted(
      SIMD2(
        (pixel.x - principalPoint.x) / focalLength.x, (pixel.y - principalPoint.y) / focalLength.y))
    return forward + right * ray.x + down * ray.y
  }
}

/// The scalar product.
func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { a.x * b.x + a.y * b.y + a.z * b.z }
