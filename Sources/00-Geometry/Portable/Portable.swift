/// Elementary functions with the same bits on every CPU, within one unit in the last place.
///
/// The C library picks its code by the CPU (with or without fused multiply-add), and the bits
/// differ. These functions use only + - * / and the square root, which IEEE 754 rounds correctly,
/// and integer operations. Special values follow C99 annex F.
///
/// Methods: argument reduction and series as in Muller, Elementary Functions (2016); exact sums and
/// products of Dekker (1971) and Knuth; reduction of huge angles of Payne and Hanek (1983).
/// Coefficients are our own Chebyshev fits, tables come from 90-digit arithmetic.
public enum Portable {
  /// A number as the unevaluated sum of two, the second far smaller.
  struct Pair {
    var high: Double
    var low: Double

    @inline(__always)
    init(_ high: Double, _ low: Double) { (self.high, self.low) = (high, low) }
  }

  /// The number with the lower half of its bits cleared: products of such are exact.
  @inline(__always)
  static func upperHalf(_ x: Double) -> Double {
    Double(bitPattern: x.bitPattern & 0xFFFF_FFFF_F800_0000)
  }

  /// The sum of two numbers, exactly (Knuth).
  @inline(__always)
  static func exactSum(_ a: Double, _ b: Double) -> Pair {
    let sum = a + b
    let part = sum - a
    return Pair(sum, (a - (sum - part)) + (b - part))
  }

  /// The sum of two numbers of which the first is the larger, exactly (Dekker).
  @inline(__always)
  static func exactSum(larger a: Double, _ b: Double) -> Pair {
    let sum = a + b
    return Pair(sum, (a - sum) + b)
  }

  /// The product of two numbers; the low part is exact but for its last bit (Dekker).
  @inline(__always)
  static func exactProduct(_ a: Double, _ b: Double) -> Pair {
    let product = a * b
    let (a1, b1) = (upperHalf(a), upperHalf(b))
    let (a2, b2) = (a - a1, b - b1)
    return Pair(product, ((a1 * b1 - product) + (a1 * b2 + a2 * b1)) + a2 * b2)
  }

  /// Added to a number below 2^51, and taken off again, it rounds to the nearest integer.
  static let rounder = 0x1.8p52

  /// The length of the hypotenuse, without overflow on the way.
  public static func hypot(_ x: Double, _ y: Double) -> Double {
    if x.isInfinite || y.isInfinite { return .infinity }
    if x.isNaN || y.isNaN { return .nan }
    let (large, small) = (max(abs(x), abs(y)), min(abs(x), abs(y)))
    if large > small * 0x1p60 { return large }
    if large == 0 { return 0 }
    let scale = large > 0x1p500 ? 0x1p-600 : small < 0x1p-400 ? 0x1p600 : 1.0
    let (a, b) = (large * scale, small * scale)
    let (aa, bb) = (exactProduct(a, a), exactProduct(b, b))
    let sum = exactSum(larger: aa.high, bb.high)
    let root = sum.high.squareRoot()
    let square = exactProduct(root, root)
    let rest = ((sum.high - square.high) - square.low) + (sum.low + aa.low + bb.low)
    return (root + rest / (2 * root)) / scale
  }
}
