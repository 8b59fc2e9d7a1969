import Geometry

/// A periodic tile of standard normal numbers, read with bilinear interpolation.
struct NoiseTile: Sendable {
  static let size = 256
  private static let mask = size - 1
  private let values: [Float]

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: 0x7469_6c65)
    values = (0..<NoiseTile.size * NoiseTile.size).map { _ in Float(random.normal()) }
  }

  /// The noise at a place, in cells; roughly normal with deviation 0.67 between the cells.
  @inline(__always)
  func sample(_ x: Float, _ y: Float) -> Float {
    let (fx, fy) = (x.rounded(.down), y.rounded(.down))
    let (i, j) = (Int(fx) & NoiseTile.mask, Int(fy) & NoiseTile.mask)
    let (k, l) = ((i + 1) & NoiseTile.mask, (j + 1) & NoiseTile.mask)
    let (a, b) = (x - fx, y - fy)
    return values.withUnsafeBufferPointer { v in
      let top = v[j << 8 | i] + (v[j << 8 | k] - v[j << 8 | i]) * a
      let bottom = v[l << 8 | i] + (v[l << 8 | k] - v[l << 8 | i]) * a
      return top + (bottom - top) * b
    }
  }
}
