import COpenCV

/// What a colour conversion does.
public enum ColorConversion: Sendable {
  /// Blue green red to brightness.
  case gray
  /// Brightness to blue green red.
  case color
  /// Blue green red to CIE L*a*b*, each scaled to 8 bits.
  case lab
  /// CIE L*a*b* to blue green red.
  case colorFromLab
  /// Swaps red and blue.
  case swappedRedBlue
}

/// How a picture is scaled.
public enum Interpolation: Int32, Sendable {
  /// The nearest pixel.
  case nearest = 0
  /// Between the four nearest pixels.
  case linear = 1
  /// The mean over the area of the new pixel: the right one for shrinking.
  case area = 2
}

extension Bitmap {
  /// The picture in another colour space.
  /// - Throws: `ImagingFailure` where the number of channels does not fit.
  public func converted(_ conversion: ColorConversion) throws(ImagingFailure) -> Bitmap {
    var result = Bitmap(width: width, height: height, channels: conversion == .gray ? 1 : 3)
    try convert(conversion, into: &result)
    return result
  }

  /// Writes the picture in another colour space into a picture of the right size.
  /// - Throws: `ImagingFailure` where sizes or channels do not fit.
  public func convert(
    _ conversion: ColorConversion, into result: inout Bitmap
  ) throws(ImagingFailure) {
    let code: Int32 =
      switch conversion {
      case .gray: Int32(GE_BGR_TO_GRAY)
      case .color: Int32(GE_GRAY_TO_BGR)
      case .lab: Int32(GE_BGR_TO_LAB)
      case .colorFromLab: Int32(GE_LAB_TO_BGR)
      case .swappedRedBlue: Int32(GE_SWAP_RED_BLUE)
      }
    try run(into: &result) { ge_convert_color($0, $1, code, &$2) }
  }

  /// The picture scaled to another size.
  /// - Throws: `ImagingFailure` where the size is not positive.
  public func resized(
    width: Int, height: Int, _ interpolation: Interpolation = .area
  ) throws(ImagingFailure) -> Bitmap {
    guard width > 0, height > 0 else {
      throw ImagingFailure(kind: .badArgument, reason: "a picture has at least one pixel")
    }
    var result = Bitmap(width: width, height: height, channels: channels)
    try run(into: &result) { ge_resize($0, $1, interpolation.rawValue, &$2) }
    return result
  }

  /// The picture blurred by a Gaussian of odd kernel size (px).
  /// - Throws: `ImagingFailure` where the size is not odd.
  public func gaussianBlurred(size: Int) throws(ImagingFailure) -> Bitmap {
    var result = self
    try run(into: &result) { ge_gaussian_blur($0, $1, Int32(clamping: size), &$2) }
    return result
  }

  /// Writes the mean over a box of odd width and height around each pixel.
  /// - Throws: `ImagingFailure` where sizes do not fit.
  public func boxBlur(
    width: Int, height: Int, into result: inout Bitmap
  ) throws(ImagingFailure) {
    try run(into: &result) {
      ge_box_blur($0, $1, Int32(clamping: width), Int32(clamping: height), &$2)
    }
  }

  /// The picture warped by the 3x3 matrix, row by row, that takes new pixels to old ones.
  /// - Throws: `ImagingFailure` where the matrix has not 9 numbers.
  public func warped(
    sourceFromTarget matrix: [Double], width: Int, height: Int
  ) throws(ImagingFailure) -> Bitmap {
    guard matrix.count == 9, width > 0, height > 0 else {
      throw ImagingFailure(kind: .badArgument, reason: "a perspective needs 9 numbers and a size")
    }
    var result = Bitmap(width: width, height: height, channels: channels)
    try run(into: &result) { ge_warp_perspective($0, $1, matrix, &$2) }
    return result
  }

  /// The edges of a gray picture by Canny's method: 255 on an edge, else 0.
  /// - Throws: `ImagingFailure` where the picture is not gray.
  public func cannyEdges(low: Double, high: Double) throws(ImagingFailure) -> Bitmap {
    var result = Bitmap(width: width, height: height, channels: 1)
    try run(into: &result) { ge_canny($0, $1, low, high, &$2) }
    return result
  }

  /// Line segments (x1, y1, x2, y2) in an edge picture by the probabilistic Hough transform.
  /// - Throws: `ImagingFailure` where the picture is not of one channel.
  public func houghSegments(
    votes: Int, shortest: Double, largestGap: Double, capacity: Int = 4096
  ) throws(ImagingFailure) -> [(Int, Int, Int, Int)] {
    var status = ge_status()
    var count: Int32 = 0
    var flat = [Int32](repeating: 0, count: 4 * capacity)
    let code = withSource {
      ge_hough_segments(
        $0, 1, Double.pi / 180, Int32(clamping: votes), shortest, largestGap, &flat,
        Int32(clamping: capacity), &count, &status)
    }
    guard code == 0 else { throw ImagingFailure(kind: .badArgument, reason: status.text) }
    let numbers = flat.map { Int($0) }
    return (0..<Int(count)).map { index -> (Int, Int, Int, Int) in
      let at = 4 * index
      return (numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3])
    }
  }
}
