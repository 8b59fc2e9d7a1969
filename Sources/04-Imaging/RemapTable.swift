import COpenCV

/// Where each pixel of a new picture comes from in an old one, in 1/32 pixel; built once, used for
/// every frame.
public struct RemapTable: Sendable {
  /// Pixels a row of the new picture.
  public let width: Int
  /// Rows of the new picture.
  public let height: Int
  private var whole: [Int16]
  private var fraction: [UInt16]

  /// Creates a table; `source` gives the place (px) in the old picture for column and row of the
  /// new one, nil where there is none (black).
  public init(width: Int, height: Int, source: (_ x: Int, _ y: Int) -> (x: Double, y: Double)?) {
    self.width = width
    self.height = height
    whole = [Int16](repeating: RemapTable.outside, count: 2 * width * height)
    fraction = [UInt16](repeating: 0, count: width * height)
    for y in 0..<height {
      for x in 0..<width {
        if let place = source(x, y) { set(y * width + x, place.x, place.y) }
      }
    }
  }

  private static let outside = Int16(-30000)

  private mutating func set(_ index: Int, _ x: Double, _ y: Double) {
    guard abs(x) < 30000, abs(y) < 30000 else { return }
    let fixedX = Int((x * 32).rounded())
    let fixedY = Int((y * 32).rounded())
    whole[2 * index] = Int16(fixedX >> 5)
    whole[2 * index + 1] = Int16(fixedY >> 5)
    fraction[index] = UInt16((fixedY & 31) * 32 + (fixedX & 31))
  }

  /// Looks every pixel up, bilinearly in fixed point.
  /// - Throws: `ImagingFailure` where the result has another size or number of channels.
  public func apply(to source: Bitmap, into result: inout Bitmap) throws(ImagingFailure) {
    guard result.width == width, result.height == height, result.channels == source.channels else {
      throw ImagingFailure(kind: .badArgument, reason: "the result's size is not the table's")
    }
    try source.run(into: &result) { ge_remap($0, $1, whole, fraction, &$2) }
  }

  /// The looked-up picture.
  /// - Throws: `ImagingFailure` where the source is empty.
  public func apply(to source: Bitmap) throws(ImagingFailure) -> Bitmap {
    var result = Bitmap(width: width, height: height, channels: source.channels)
    try apply(to: source, into: &result)
    return result
  }
}
