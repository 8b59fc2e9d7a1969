/// Angles brought to within an eighth of a turn.
extension Portable {
  /// An angle in [-pi/4, pi/4] as a pair, and how many quarter turns were taken off (modulo 4).
  struct ReducedAngle {
    var angle: Pair
    var quadrant: UInt64
  }

  /// Takes off the nearest multiple of a quarter turn.
  static func reduced(_ x: Double) -> ReducedAngle {
    guard abs(x) < 1.6e6 else { return reducedHuge(x) }
    // pi/2 in pieces of 33 bits: products with the count, below 2^20, are exact.
    let shifted = x * 0x1.45f306dc9c883p-1 + rounder
    let count = shifted - rounder
    let quadrant = shifted.bitPattern & 3
    let first = x - count * 0x1.921fb544p+0
    let second = count * 0x1.0b4611a6p-34
    if abs(first) < 0x1p-10 && count != 0 { return reducedClose(first, second, count, quadrant) }
    let sum = first - second
    let low = ((first - sum) - second) - count * 0x1.3198a2e037073p-69
    return ReducedAngle(angle: exactSum(larger: sum, low), quadrant: quadrant)
  }

  /// The same very near a multiple of a quarter turn, where more digits of pi show.
  private static func reducedClose(
    _ first: Double, _ second: Double, _ count: Double, _ quadrant: UInt64
  ) -> ReducedAngle {
    let a = exactSum(first, -second)
    let b = exactSum(a.high, -count * 0x1.3198a2ep-69)
    let low = (b.low + a.low) - count * 0x1.b839a252049c1p-104
    return ReducedAngle(angle: exactSum(b.high, low), quadrant: quadrant)
  }

  /// The same for any finite angle: 192 bits of the product with 2/pi (Payne and Hanek).
  private static func reducedHuge(_ x: Double) -> ReducedAngle {
    guard x.isFinite else { return ReducedAngle(angle: Pair(.nan, .nan), quadrant: 0) }
    let exponent = Int(x.exponentBitPattern) - 1075
    let mantissa = x.significandBitPattern | 0x10_0000_0000_0000
    // Bits of 2/pi before this one only add multiples of four quarter turns.
    let first = exponent - 2
    let (w2, w1, w0) = (bits(first), bits(first + 64), bits(first + 128))
    let low = mantissa.multipliedFullWidth(by: w0)
    let middle = mantissa.multipliedFullWidth(by: w1)
    let (p1, carry) = low.high.addingReportingOverflow(middle.low)
    let p2 = (mantissa &* w2) &+ middle.high &+ (carry ? 1 : 0)
    let p0 = low.low
    var quadrant = p2 >> 62
    // The fraction of a quarter turn, 190 bits; above a half it counts back from the next one.
    var fraction = (p2 << 2 | p1 >> 62, p1 << 2 | p0 >> 62, p0 << 2)
    let isBack = fraction.0 >> 63 == 1
    if isBack {
      quadrant += 1
      fraction = (~fraction.0, ~fraction.1, ~fraction.2)
    }
    let angle = quarterTurns(fraction)
    let isNegative = isBack != (x < 0)
    return ReducedAngle(
      angle: isNegative ? Pair(-angle.high, -angle.low) : angle,
      quadrant: (x < 0 ? 0 &- quadrant : quadrant) & 3)
  }

  /// 64 bits of 2/pi from a position on; zeros before its first bit.
  private static func bits(_ position: Int) -> UInt64 {
    if position <= -64 { return 0 }
    if position < 0 { return twoOverPi[0] >> UInt64(-position) }
    let (word, shift) = (position / 64, UInt64(position % 64))
    let upper = twoOverPi[min(word, 19)] << shift
    return shift == 0 ? upper : upper | twoOverPi[min(word + 1, 19)] >> (64 - shift)
  }

  /// A 192-bit fraction of a quarter turn in radians.
  private static func quarterTurns(_ fraction: (UInt64, UInt64, UInt64)) -> Pair {
    var (a, b, c) = fraction
    var scale = 1.0
    if a == 0 { (a, b, c, scale) = (b, c, 0, 0x1p-64) }
    let zeros = UInt64(a.leadingZeroBitCount)
    if zeros > 0 && zeros < 64 {
      a = a << zeros | b >> (64 - zeros)
      b = b << zeros | c >> (64 - zeros)
    }
    scale *= Double(bitPattern: (1023 - zeros) << 52)
    let high = Double(a >> 11) * 0x1p-53
    let low = Double(a & 0x7FF) * 0x1p-64 + Double(b >> 11) * 0x1p-117
    let product = exactProduct(high, 0x1.921fb54442d18p+0)
    let rest = product.low + (high * 0x1.1a62633145c07p-54 + low * 0x1.921fb54442d18p+0)
    let sum = exactSum(larger: product.high, rest)
    return Pair(sum.high * scale, sum.low * scale)
  }
}
