import Geometry

/// One picture: 8-bit pixels, blue green red interleaved, rows top to bottom without gaps.
public struct CameraImage: Sendable, Hashable {
  /// Pixels a row.
  public var width: Int
  /// Rows.
  public var height: Int
  /// `width * height * 3` bytes, shared until written to.
  public var pixels: [UInt8]
  /// How rays become pixels.
  public var calibration: CameraCalibration

  /// Creates a picture; `pixels` holds `width * height * 3` bytes.
  public init(width: Int, height: Int, pixels: [UInt8], calibration: CameraCalibration) {
    precondition(pixels.count == width * height * 3, "a picture needs 3 bytes a pixel")
    self.width = width
    self.height = height
    self.pixels = pixels
    self.calibration = calibration
  }
}
