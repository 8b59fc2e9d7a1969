/// The inverse trigonometric functions: all from the angle of a point.
extension Portable {
  /// The arc tangent (rad), in [-pi/2, pi/2].
  public static func atan(_ x: Double) -> Double {
    let size = abs(x)
    if size < 0x1p-27 { return x }
    guard size <= .greatestFiniteMagnitude else { return x.isNaN ? x : withSign(.pi / 2, of: x) }
    let angle = angle(size, 1)
    return withSign(angle.high + angle.low, of: x)
  }

  /// The angle of the point (x, y) (rad), in [-pi, pi]; signed zeros as in C.
  public static func atan2(_ y: Double, _ x: Double) -> Double {
    let (height, width) = (abs(y), abs(x))
    guard height <= .greatestFiniteMagnitude, width <= .greatestFiniteMagnitude else {
      return atan2Special(y, x)
    }
    if height == 0 { return withSign(x.sign == .minus ? .pi : 0, of: y) }
    let angle = angle(height, width)
    if x < 0 {
      let sum = exactSum(larger: .pi, -angle.high)
      return withSign(sum.high + (sum.low + (0x1.1a62633145c07p-53 - angle.low)), of: y)
    }
    return withSign(angle.high + angle.low, of: y)
  }

  /// The arc sine (rad), in [-pi/2, pi/2]; not a number outside [-1, 1].
  public static func asin(_ x: Double) -> Double {
    let size = abs(x)
    guard size <= 1 else { return .nan }
    if size < 0x1p-27 { return x }
    let other = otherLeg(size)
    let angle = angle(size, other.high)
    return withSign(angle.high + (angle.low - size * other.low), of: x)
  }

  /// The arc cosine (rad), in [0, pi]; not a number outside [-1, 1].
  public static func acos(_ x: Double) -> Double {
    let size = abs(x)
    guard size <= 1 else { return .nan }
    let other = otherLeg(size)
    let angle = angle(other.high, size)
    let low = angle.low + size * other.low
    guard x < 0 else { return angle.high + low }
    let sum = exactSum(larger: .pi, -angle.high)
    return sum.high + (sum.low + (0x1.1a62633145c07p-53 - low))
  }

  /// The square root of 1 - x², with what is missing.
  @inline(__always)
  private static func otherLeg(_ x: Double) -> Pair {
    let square = exactProduct(x, x)
    let rest = exactSum(larger: 1, -square.high)
    let root = rest.high.squareRoot()
    guard root > 0 else { return Pair(0, 0) }
    let back = exactProduct(root, root)
    return Pair(
      root, (((rest.high - back.high) - back.low) + (rest.low - square.low)) / (2 * root))
  }

  /// The angle of a point with finite coordinates that are not negative and not both zero.
  @inline(__always)
  static func angle(_ y: Double, _ x: Double) -> Pair {
    if y > x {
      let angle = smallAngle(x, y)
      let sum = exactSum(larger: 0x1.921fb54442d18p+0, -angle.high)
      return Pair(sum.high, sum.low + (0x1.1a62633145c07p-54 - angle.low))
    }
    return smallAngle(y, x)
  }

  /// The same where y is not above x: the nearest of 17 angles, and the series of the difference.
  private static func smallAngle(_ y: Double, _ x: Double) -> Pair {
    guard x < 0x1p500, x > 0x1p-500 else { return smallAngleScaled(y, x) }
    let ratio = y / x
    if ratio < 0.046875 { return tinyAngle(y, x, ratio) }
    let nearest = (ratio * 16 + rounder) - rounder
    let index = Int(nearest) & 31
    let slope = nearest * 0.0625
    let upper = upperHalf(x)
    let t = ((y - slope * upper) - slope * (x - upper)) / (x + slope * y)
    let square = t * t
    let series = t * square * arcSeries(square)
    let sum = exactSum(larger: arcTangents[2 * index], t)
    return Pair(sum.high, sum.low + (arcTangents[2 * index + 1] + series))
  }

  /// The same for a ratio below 3/64: the rounding of the ratio counts.
  @inline(__always)
  private static func tinyAngle(_ y: Double, _ x: Double, _ ratio: Double) -> Pair {
    if ratio < 0x1p-60 { return Pair(ratio, 0) }
    let product = exactProduct(ratio, x)
    let missing = ((y - product.high) - product.low) / x
    let square = ratio * ratio
    return exactSum(larger: ratio, missing + ratio * square * arcSeries(square))
  }

  /// The arc tangent's series after its first term, for arguments to 3/64, in their square.
  @inline(__always)
  private static func arcSeries(_ s: Double) -> Double {
    let ss = s * s
    return (-0x1.5555555555555p-2 + s * 0x1.999999999999ap-3)
      + ss
      * ((-0x1.2492492492492p-3 + s * 0x1.c71c71c71c71cp-4)
        + ss * (s * 0x1.3b13b13b13b14p-4 - 0x1.745d1745d1746p-4))
  }

  /// The same for numbers so large or small that products would leave the range.
  private static func smallAngleScaled(_ y: Double, _ x: Double) -> Pair {
    if x < 1 { return smallAngle(y * 0x1p600, x * 0x1p600) }
    if y < x * 0x1p-60 { return Pair(y / x, 0) }
    return smallAngle(y * 0x1p-600, x * 0x1p-600)
  }

  /// Angles of infinite points, and not a number.
  private static func atan2Special(_ y: Double, _ x: Double) -> Double {
    if x.isNaN || y.isNaN { return .nan }
    guard x.isInfinite else { return withSign(.pi / 2, of: y) }
    if y.isInfinite { return withSign(x > 0 ? .pi / 4 : 0x1.2d97c7f3321d2p+1, of: y) }
    return withSign(x > 0 ? 0 : .pi, of: y)
  }

  /// A number that is not negative, with the sign of another.
  @inline(__always)
  private static func withSign(_ size: Double, of other: Double) -> Double {
    Double(bitPattern: size.bitPattern | (other.bitPattern & 0x8000_0000_0000_0000))
  }
}
