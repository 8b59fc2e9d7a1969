import COpenCV

/// Points in pixels become 1/16 pixel integers, far ones clamped.
private func fixed(_ points: [(x: Double, y: Double)]) -> [Int32] {
  var result: [Int32] = []
  result.reserveCapacity(2 * points.count)
  for point in points {
    for value in [point.x, point.y] {
      let clamped = value.isNaN ? 0 : min(max(value, -16000), 16000)
      result.append(Int32((clamped * 16).rounded()))
    }
  }
  return result
}

extension PixelColor {
  fileprivate var c: ge_color { ge_color(blue: blue, green: green, red: red) }
}

extension Bitmap {
  /// Draws a line through points (px), anti-aliased.
  /// - Throws: `ImagingFailure` where the thickness is not positive.
  public mutating func drawPolyline(
    _ points: [(x: Double, y: Double)], color: PixelColor, thickness: Int = 1,
    closed: Bool = false
  ) throws(ImagingFailure) {
    let flat = fixed(points)
    let count = Int32(clamping: points.count)
    try draw {
      ge_draw_polyline($0, flat, count, closed ? 1 : 0, Int32(clamping: thickness), color.c, &$1)
    }
  }

  /// Fills a polygon (px).
  /// - Throws: `ImagingFailure` where the picture is empty.
  public mutating func fillPolygon(
    _ points: [(x: Double, y: Double)], color: PixelColor
  ) throws(ImagingFailure) {
    let flat = fixed(points)
    let count = Int32(clamping: points.count)
    try draw { ge_fill_polygon($0, flat, count, color.c, &$1) }
  }

  /// Mixes a colour into a polygon (px); opacity 0 leaves the picture, 1 covers it.
  /// - Throws: `ImagingFailure` where the picture is not of three channels.
  public mutating func tintPolygon(
    _ points: [(x: Double, y: Double)], color: PixelColor, opacity: Double
  ) throws(ImagingFailure) {
    let flat = fixed(points)
    let count = Int32(clamping: points.count)
    let share = Int32((min(max(opacity, 0), 1) * 256).rounded())
    try draw { ge_tint_polygon($0, flat, count, color.c, share, &$1) }
  }

  /// Writes text with its lower left corner at a pixel; scale 1 is about 22 px high.
  /// - Throws: `ImagingFailure` where the thickness is not positive.
  public mutating func drawText(
    _ text: String, x: Int, y: Int, scale: Double = 0.5, thickness: Int = 1, color: PixelColor
  ) throws(ImagingFailure) {
    try draw {
      ge_draw_text(
        $0, text, Int32(clamping: x), Int32(clamping: y), scale, Int32(clamping: thickness),
        color.c, &$1)
    }
  }

  /// Draws a circle, filled where asked.
  /// - Throws: `ImagingFailure` where the radius is negative.
  public mutating func drawCircle(
    x: Int, y: Int, radius: Int, color: PixelColor, thickness: Int = 1, filled: Bool = false
  ) throws(ImagingFailure) {
    try draw {
      ge_draw_circle(
        $0, Int32(clamping: x), Int32(clamping: y), Int32(clamping: radius),
        filled ? -1 : Int32(clamping: thickness), color.c, &$1)
    }
  }
}
