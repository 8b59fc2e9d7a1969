import DrivingCore
import Geometry
import Imaging

/// One picture of the front camera, for the report. Two a second are plenty.
public struct ReportFrame: Sendable, Hashable {
  /// When it was taken.
  public var time: SimulationTime
  /// The picture as JPEG.
  public var jpeg: [UInt8]

  /// Creates a frame.
  public init(time: SimulationTime, jpeg: [UInt8]) {
    self.time = time
    self.jpeg = jpeg
  }

  /// Creates a frame from a picture, made at most 480 pixels wide.
  /// - Throws: `ImagingFailure` where the codec refuses the picture.
  public init(time: SimulationTime, _ picture: Bitmap) throws(ImagingFailure) {
    let width = min(picture.width, 480)
    let height = max(picture.height * width / max(picture.width, 1), 1)
    var small = picture
    if width < picture.width { small = try picture.resized(width: width, height: height) }
    self.init(time: time, jpeg: try small.encoded(.jpeg(quality: 72)))
  }
}
