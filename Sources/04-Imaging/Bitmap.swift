/// 8-bit pixels in memory: rows top to bottom without gaps, channels interleaved.
///
/// Three channels are blue, green, red; one channel is brightness. The bytes are shared until
/// written to, so handing a bitmap on costs nothing.
public struct Bitmap: Sendable, Hashable {
  /// Pixels a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Bytes a pixel: 1 or 3.
  public let channels: Int
  /// `width * height * channels` bytes.
  public var pixels: [UInt8]

  /// Creates a picture of one value.
  public init(width: Int, height: Int, channels: Int = 3, filledWith value: UInt8 = 0) {
    self.width = width
    self.height = height
    self.channels = channels
    pixels = [UInt8](repeating: value, count: width * height * channels)
  }

  /// Creates a picture from its bytes.
  public init(width: Int, height: Int, channels: Int = 3, pixels: [UInt8]) {
    precondition(pixels.count == width * height * channels, "bytes do not match the size")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// One channel's value at a pixel, column `x` and row `y`.
  public subscript(x: Int, y: Int, channel: Int) -> UInt8 {
    get { pixels[(y * width + x) * channels + channel] }
    set { pixels[(y * width + x) * channels + channel] = newValue }
  }

  /// The picture seen in a mirror: left and right swapped.
  public var mirrored: Bitmap {
    var result = self
    for y in 0..<height {
      for x in 0..<width {
        let from = (y * width + x) * channels
        let to = (y * width + (width - 1 - x)) * channels
        for channel in 0..<channels { result.pixels[to + channel] = pixels[from + channel] }
      }
    }
    return result
  }

  /// The part from column `left` and row `top` on; outside the picture it is black.
  public func cropped(left: Int, top: Int, width newWidth: Int, height newHeight: Int) -> Bitmap {
    var result = Bitmap(width: newWidth, height: newHeight, channels: channels)
    for y in 0..<newHeight where top + y >= 0 && top + y < height {
      for x in 0..<newWidth where left + x >= 0 && left + x < width {
        let from = ((top + y) * width + left + x) * channels
        let to = (y * newWidth + x) * channels
        for channel in 0..<channels { result.pixels[to + channel] = pixels[from + channel] }
      }
    }
    return result
  }
}

/// A colour of 8 bits a channel.
public struct PixelColor: Sendable, Hashable {
  /// The blue part.
  public var blue: UInt8
  /// The green part.
  public var green: UInt8
  /// The red part.
  public var red: UInt8

  /// Creates a colour.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }
}
