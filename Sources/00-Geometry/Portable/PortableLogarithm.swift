/// The natural logarithm and the power.
extension Portable {
  /// The natural logarithm; minus infinity at zero, not a number below.
  public static func log(_ x: Double) -> Double {
    guard x > 0, x <= .greatestFiniteMagnitude else {
      return x == 0 ? -.infinity : x > 0 ? x : .nan
    }
    var (count, mantissa) = parts(x)
    if mantissa > 1.4142135623730951 { (count, mantissa) = (count + 1, mantissa * 0.5) }
    // log(1 + f) through s = f / (2 + f): the series of twice the inverse hyperbolic tangent.
    let f = mantissa - 1
    let s = f / (2 + f)
    let w = s * s
    let ww = w * w
    let series =
      w
      * ((0x1.5555555555558p-1 + w * 0x1.99999999952e1p-2) + ww
        * ((0x1.2492492df16d4p-2 + w * 0x1.c71c62e5518b4p-3) + ww
          * ((0x1.7462b4b86a8abp-3 + w * 0x1.39fe5ead68d96p-3) + ww * 0x1.2b585feb331adp-3)))
    let half = 0.5 * f * f
    let low = s * (half + series) + count * 0x1.cf79abc9e3b3ap-40
    return count * 0x1.62e42fefap-1 - ((half - low) - f)
  }

  /// A positive number as a power of two and a mantissa in [1, 2).
  @inline(__always)
  private static func parts(_ x: Double) -> (count: Double, mantissa: Double) {
    var (bits, offset) = (x.bitPattern, -1023)
    if bits < 0x10_0000_0000_0000 { (bits, offset) = ((x * 0x1p54).bitPattern, -1077) }
    let mantissa = Double(bitPattern: bits & 0xF_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000)
    return (Double(Int(bits >> 52) + offset), mantissa)
  }

  /// x to the power y; special values as in C.
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if x == 1 || y == 0 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    guard x > 0, x <= .greatestFiniteMagnitude, abs(y) <= .greatestFiniteMagnitude else {
      return powSpecial(x, y)
    }
    return powPositive(x, y)
  }

  /// The power of a positive finite number.
  private static func powPositive(_ x: Double, _ y: Double) -> Double {
    let logarithm = logPair(x)
    let rough = y * logarithm.high
    guard rough < 709.8 else { return .infinity }
    guard rough > -745.2 else { return 0 }
    if abs(rough) < 0x1p-60 { return 1 }
    // The factor is at most 2^10 / 2^-53 here: nothing leaves the range.
    let product = exactProduct(y, logarithm.high)
    return scaled(power(Pair(product.high, product.low + y * logarithm.low)))
  }

  /// The logarithm of a positive number to about 68 bits.
  private static func logPair(_ x: Double) -> Pair {
    var (count, mantissa) = parts(x)
    let index = Int((mantissa.bitPattern >> 45) & 127)
    if index >= 53 { (count, mantissa) = (count + 1, mantissa * 0.5) }
    let inverse = inverses[3 * index]
    // z = mantissa * inverse - 1, exactly: the inverse has nine bits.
    let upper = Double(bitPattern: mantissa.bitPattern & 0xFFFF_FFFF_FFF0_0000)
    let z = exactSum(upper * inverse - 1, (mantissa - upper) * inverse)
    let base = count * 0x1.62e42fefa38p-1 + inverses[3 * index + 1]
    let square = exactProduct(z.high, z.high)
    let first = exactSum(base, z.high)
    let second = exactSum(first.high, -0.5 * square.high)
    let small = first.low + second.low + (z.low - (0.5 * square.low + z.high * z.low))
    let rest = count * 0x1.ef35793c7673p-45 + inverses[3 * index + 2]
    let low = small + (rest + z.high * square.high * logSeries(z.high))
    return exactSum(larger: second.high, low)
  }

  /// The series of log(1 + z) from the third power on, for |z| to 1/128.
  @inline(__always)
  private static func logSeries(_ z: Double) -> Double {
    let zz = z * z
    let third = 0x1.5555555555555p-2 - z * 0.25
    let fifth = 0x1.999999999999ap-3 - z * 0x1.5555555555555p-3
    let seventh = 0x1.2492492492492p-3 - z * 0.125
    let ninth = 0x1.c71c71c71c71cp-4 - z * 0x1.999999999999ap-4
    return third + zz * (fifth + zz * (seventh + zz * ninth))
  }

  /// Powers of zero, of negative numbers and of infinities (C99 F.9.4.4).
  private static func powSpecial(_ x: Double, _ y: Double) -> Double {
    let size = abs(x)
    if y.isInfinite {
      if size == 1 { return 1 }
      return (size > 1) == (y > 0) ? .infinity : 0
    }
    let isWhole = y.rounded(.towardZero) == y
    let isOdd = isWhole && abs(y) < 0x1p53 && Int64(y) & 1 != 0
    let sign = x.sign == .minus && isOdd ? -1.0 : 1.0
    if size == 0 { return y < 0 ? sign * .infinity : sign * 0 }
    if size.isInfinite { return y < 0 ? sign * 0 : sign * .infinity }
    return isWhole ? sign * powPositive(size, y) : .nan
  }
}
