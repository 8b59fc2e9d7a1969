/// The exponential and the hyperbolic tangent.
extension Portable {
  /// The exponential; infinite above 709.78, zero below -745.13.
  public static func exp(_ x: Double) -> Double {
    guard x < 709.782712893384 else { return x.isNaN ? x : .infinity }
    guard x > -745.1332191019412 else { return 0 }
    return scaled(power(Pair(x, 0)))
  }

  /// A pair that stands for `value * 2^exponent`.
  struct ScaledPair {
    var value: Pair
    var exponent: Int
  }

  /// The exponential of a pair within ±1100: 2^(j/32) from the table, the rest by its series.
  @inline(__always)
  static func power(_ x: Pair) -> ScaledPair {
    let shifted = x.high * 0x1.71547652b82fep+5 + rounder
    let count = shifted - rounder
    let number = Int(truncatingIfNeeded: Int64(bitPattern: shifted.bitPattern << 13) >> 13)
    let index = number & 31
    let r = ((x.high - count * 0x1.62e42fefap-6) - count * 0x1.cf79abc9e3b3ap-45) + x.low
    let rr = r * r
    let series =
      r + rr
      * ((0.5 + r * 0x1.5555555555555p-3)
        + rr * ((0x1.5555555555555p-5 + r * 0x1.1111111111111p-7) + rr * 0x1.6c16c16c16c17p-10))
    let base = powersOfTwo[2 * index]
    return ScaledPair(
      value: Pair(base, powersOfTwo[2 * index + 1] + base * series), exponent: number >> 5)
  }

  /// The number a scaled pair stands for, rounded once where it is normal.
  @inline(__always)
  static func scaled(_ pair: ScaledPair) -> Double {
    let value = pair.value.high + pair.value.low
    if pair.exponent > -1022 && pair.exponent < 1023 {
      return value * Double(bitPattern: UInt64(bitPattern: Int64(pair.exponent + 1023)) << 52)
    }
    return scaledFar(value, pair.exponent)
  }

  /// The same at the ends of the range, in two steps.
  private static func scaledFar(_ value: Double, _ exponent: Int) -> Double {
    let half = exponent < 0 ? -1000 : 1000
    let rest = min(max(exponent - half, -1000), 1000)
    func power(_ n: Int) -> Double {
      Double(bitPattern: UInt64(bitPattern: Int64(n + 1023)) << 52)
    }
    // The exact step comes first: a subnormal result is rounded once more, in the second.
    return exponent < 0 ? value * power(rest) * power(half) : value * power(half) * power(rest)
  }

  /// The hyperbolic tangent.
  public static func tanh(_ x: Double) -> Double {
    let size = abs(x)
    if size < 0.3 { return tanhSeries(x) }
    guard size < 20 else { return x.isNaN ? x : x < 0 ? -1 : 1 }
    let double = power(Pair(2 * size, 0))
    let scale = Double(bitPattern: UInt64(double.exponent + 1023) << 52)
    let growth = exactSum(larger: double.value.high * scale, double.value.low * scale)
    // 1 - 2 / (e^2x + 1), the quotient with what its rounding left.
    let below = exactSum(growth.high, 1)
    let divisor = Pair(below.high, below.low + growth.low)
    let first = 2 / divisor.high
    let product = exactProduct(first, divisor.high)
    let rest = ((2 - product.high) - product.low - first * divisor.low) / divisor.high
    let one = exactSum(larger: 1, -first)
    let value = one.high + (one.low - rest)
    return x < 0 ? -value : value
  }

  /// The same near zero.
  private static func tanhSeries(_ x: Double) -> Double {
    if abs(x) < 0x1p-27 { return x }
    let z = x * x
    let tail =
      -0x1.5555555555555p-2 + z
      * (0x1.1111111111101p-3 + z
        * (-0x1.ba1ba1ba17086p-5 + z
          * (0x1.664f487ea6396p-6 + z
            * (-0x1.226e3387f279cp-7 + z
              * (0x1.d6d2e3c31b8e1p-9 + z
                * (-0x1.7d802c87932dcp-10 + z
                  * (0x1.324694acfa01bp-11 + z
                    * (-0x1.aa77da56afcd0p-13))))))))
    return x + x * z * tail
  }
}
