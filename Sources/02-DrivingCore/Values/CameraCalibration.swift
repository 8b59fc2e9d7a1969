import Geometry

/// How a camera sees: intrinsics, lens distortion and where it is mounted.
///
/// Camera frame: x right, y down, z forward (OpenCV). Integer pixel values are pixel centres.
public struct CameraCalibration: Sendable, Hashable, Codable {
  /// Where the numbers come from.
  public enum Origin: String, Sendable, Hashable, Codable {
    /// Measured for this camera.
    case calibrated
    /// Guessed from the picture's size: metres scale with the guess.
    case assumed
  }

  /// The focal lengths (px).
  public var focalLength: Vector2
  /// The principal point (px).
  public var principalPoint: Vector2
  /// Brown-Conrady distortion k1, k2, p1, p2, k3; empty for a pinhole.
  public var distortion: [Double]
  /// The height of the camera above the road (m).
  public var height: Double
  /// The camera ahead of the rear axle (m).
  public var forwardOffset: Double
  /// The camera left of the vehicle's middle (m).
  public var leftOffset: Double
  /// How far the optical axis looks down (rad).
  public var pitchDown: Double
  /// How far the optical axis looks left (rad).
  public var yawLeft: Double
  /// How far the camera leans to the right (rad).
  public var rollRight: Double
  /// Where the numbers come from.
  public var origin: Origin

  /// Creates a calibration.
  public init(
    focalLength: Vector2, principalPoint: Vector2, distortion: [Double] = [], height: Double,
    forwardOffset: Double = 0, leftOffset: Double = 0, pitchDown: Double = 0, yawLeft: Double = 0,
    rollRight: Double = 0, origin: Origin
  ) {
    self.focalLength = focalLength
    self.principalPoint = principalPoint
    self.distortion = distortion
    self.height = height
    self.forwardOffset = forwardOffset
    self.leftOffset = leftOffset
    self.pitchDown = pitchDown
    self.yawLeft = yawLeft
    self.rollRight = rollRight
    self.origin = origin
  }

  /// What to assume of an uncalibrated front camera: a lens of about 58 degrees across, the
  /// principal point in the middle, behind the windscreen of a car. Metres scale with the height.
  public static func assumed(width: Int, height: Int) -> CameraCalibration {
    let focalLength = 0.9 * Double(width)
    return CameraCalibration(
      focalLength: Vector2(focalLength, focalLength),
      principalPoint: Vector2(Double(width - 1) / 2, Double(height - 1) / 2),
      height: 1.25, forwardOffset: 1.8, origin: .assumed)
  }
}
