import DrivingCore
import Geometry
import Imaging

/// A log source that can hand on a frame's picture as the file it came from, so that an import
/// does not pack it a second time.
public protocol EncodedPictureSource: LogSource {
  /// The file behind the last frame's picture; nil where there is none.
  var encodedPicture: EncodedPicture? { get }
}

/// Turns decoded pictures into camera images of one size, and says what it had to assume.
struct PictureStream {
  /// Where the camera is, if that was given.
  let given: CameraCalibration?
  private(set) var calibration: CameraCalibration?
  private(set) var size: (width: Int, height: Int)?

  init(_ given: CameraCalibration?) { self.given = given }

  /// The camera image, and a note where the picture's size is not the first one's.
  mutating func image(_ picture: Bitmap, number: Int) -> (CameraImage, note: String?) {
    let size = self.size ?? (picture.width, picture.height)
    self.size = size
    let calibration = self.calibration ?? given ?? .assumed(width: size.width, height: size.height)
    self.calibration = calibration
    guard picture.width != size.width || picture.height != size.height else {
      return (Self.image(picture, calibration), nil)
    }
    let fitted = picture.cropped(left: 0, top: 0, width: size.width, height: size.height)
    return (
      Self.image(fitted, calibration),
      "frame \(number): a picture of \(picture.width)x\(picture.height) among "
        + "\(size.width)x\(size.height); cut or filled with black to fit"
    )
  }

  private static func image(_ picture: Bitmap, _ calibration: CameraCalibration) -> CameraImage {
    CameraImage(
      width: picture.width, height: picture.height, pixels: picture.pixels,
      calibration: calibration)
  }

  /// What is assumed of a camera nobody calibrated.
  static func assumption(_ width: Int, _ height: Int) -> String {
    let assumed = CameraCalibration.assumed(width: width, height: height)
    return "no calibration: assumed focal length \(Int(assumed.focalLength.x.rounded())) px for "
      + "\(width)x\(height), camera \(assumed.height) m above the road and looking straight ahead; "
      + "metres scale with the height"
  }
}
