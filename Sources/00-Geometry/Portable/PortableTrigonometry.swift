/// Sine, cosine and tangent.
extension Portable {
  /// The sine of an angle (rad).
  public static func sin(_ x: Double) -> Double {
    if abs(x) <= 0.785 { return abs(x) < 0x1p-27 ? x : sinePair(Pair(x, 0)).high }
    let reduced = reduced(x)
    let value =
      reduced.quadrant & 1 == 0 ? sinePair(reduced.angle).high : cosinePair(reduced.angle).high
    return reduced.quadrant & 2 == 0 ? value : -value
  }

  /// The cosine of an angle (rad).
  public static func cos(_ x: Double) -> Double {
    if abs(x) <= 0.785 { return cosinePair(Pair(x, 0)).high }
    let reduced = reduced(x)
    let value =
      reduced.quadrant & 1 == 0 ? cosinePair(reduced.angle).high : sinePair(reduced.angle).high
    return (reduced.quadrant &+ 1) & 2 == 0 ? value : -value
  }

  /// The sine and cosine of an angle (rad) together; the same bits as each alone.
  public static func sincos(_ x: Double) -> (sin: Double, cos: Double) {
    if abs(x) <= 0.785 {
      let sine = abs(x) < 0x1p-27 ? x : sinePair(Pair(x, 0)).high
      return (sine, cosinePair(Pair(x, 0)).high)
    }
    let reduced = reduced(x)
    let (sine, cosine) = (sinePair(reduced.angle).high, cosinePair(reduced.angle).high)
    switch reduced.quadrant {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// The tangent of an angle (rad).
  public static func tan(_ x: Double) -> Double {
    if abs(x) < 0x1p-27 { return x }
    let reduced =
      abs(x) <= 0.785 ? ReducedAngle(angle: Pair(x, 0), quadrant: 0) : reduced(x)
    // In a quotient errors add up: make good the rounding of the square in both series.
    let missing = exactProduct(reduced.angle.high, reduced.angle.high).low
    var (sine, cosine) = (sinePair(reduced.angle), cosinePair(reduced.angle))
    sine.low -= reduced.angle.high * missing * 0x1.5555555555555p-3
    cosine.low -= 0.5 * missing
    if reduced.quadrant & 1 == 0 { return quotient(sine, cosine) }
    return -quotient(cosine, sine)
  }

  /// The quotient of two pairs, rounded once.
  @inline(__always)
  static func quotient(_ a: Pair, _ b: Pair) -> Double {
    let first = a.high / b.high
    let product = exactProduct(first, b.high)
    let rest = ((a.high - product.high) - product.low) + (a.low - first * b.low)
    return first + rest / b.high
  }

  /// The sine of an angle within pi/4; the high part is the rounded value.
  @inline(__always)
  static func sinePair(_ angle: Pair) -> Pair {
    let x = angle.high
    let z = x * x
    let zz = z * z
    let series =
      (-0x1.5555555555555p-3 + z * 0x1.1111111111110p-7)
      + zz
      * ((-0x1.a01a01a019921p-13 + z * 0x1.71de3a545dd92p-19) + zz
        * ((-0x1.ae64540e0633bp-26 + z * 0x1.61217b49ad79ap-33) + zz * -0x1.ab159dc3b3c21p-41))
    let rest = z * x * series + (angle.low - 0.5 * z * angle.low)
    return exactSum(larger: x, rest)
  }

  /// The cosine of an angle within pi/4; the high part is the rounded value.
  @inline(__always)
  static func cosinePair(_ angle: Pair) -> Pair {
    let x = angle.high
    let z = x * x
    let zz = z * z
    let series =
      0x1.5555555555555p-5 + z * -0x1.6c16c16c1695ep-10 + zz
      * ((0x1.a01a019f4c9c5p-16 + z * -0x1.27e4fa1529574p-22) + zz
        * (0x1.1eeb661c764f3p-29 + z * -0x1.907b9fa75dee8p-37))
    let half = 0.5 * z
    let one = 1 - half
    let rest = ((1 - one) - half) + (zz * series - x * angle.low)
    return exactSum(larger: one, rest)
  }
}
