/// A curve whose curvature changes linearly with arc length (Euler spiral): road and steering.
public struct Clothoid: Hashable, Sendable, Codable {
  /// Where it starts.
  public var start: SE2
  /// The curvature at the start (1/m), positive to the left.
  public var curvature: Double
  /// The change of curvature with arc length (1/m²).
  public var curvatureRate: Double
  /// The length (m); negative lengths run backwards.
  public var length: Double

  /// Creates a curve.
  public init(start: SE2, curvature: Double, curvatureRate: Double, length: Double) {
    self.start = start
    self.curvature = curvature
    self.curvatureRate = curvatureRate
    self.length = length
  }

  /// The curvature at an arc length (1/m).
  public func curvature(at s: Double) -> Double { curvature + curvatureRate * s }

  /// The heading at an arc length (rad), not wrapped.
  public func heading(at s: Double) -> Double {
    start.heading + s * (curvature + curvatureRate * s / 2)
  }

  /// The pose at an arc length (m).
  ///
  /// The integral of the direction by Gauss and Legendre's rule with ten points on pieces that
  /// turn at most half a radian: the error stays below 1e-14 of the length.
  /// - Complexity: O(angle turned), at most 4096 pieces; beyond that the accuracy falls.
  public func pose(at s: Double) -> SE2 {
    let turned = abs(curvature * s) + abs(curvatureRate * s * s)
    let pieces = turned.isFinite ? max(1, Int(min(turned * 2, 4095)) + 1) : 1
    let width = s / Double(pieces)
    var sum = Vector2.zero
    for piece in 0..<pieces {
      let middle = (Double(piece) + 0.5) * width
      for (node, weight) in Clothoid.rule {
        let offset = node * width / 2
        let there = Vector2(direction: heading(at: middle + offset))
        let here = Vector2(direction: heading(at: middle - offset))
        sum += (there + here) * (weight * width / 2)
      }
    }
    return SE2(position: start.position + sum, heading: heading(at: s))
  }

  /// The pose at the end.
  public var end: SE2 { pose(at: length) }

  /// The curve cut to the part between two arc lengths.
  public func part(from first: Double, to last: Double) -> Clothoid {
    Clothoid(
      start: pose(at: first), curvature: curvature(at: first), curvatureRate: curvatureRate,
      length: last - first)
  }

  /// Points at equal steps, no longer than `step` (m), both ends included; at most 100,000.
  public func sampled(step: Double) -> Polyline {
    let wanted = (abs(length) / step).rounded(.up)
    let count = Int(min(max(wanted.isFinite ? wanted : 1, 1), 100_000))
    return Polyline((0...count).map { pose(at: length * Double($0) / Double(count)).position })
  }

  /// Nodes and weights of the ten-point rule on [-1, 1], one of each pair.
  private static let rule: [(Double, Double)] = [
    (0.148_874_338_981_631_21, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_19, 0.269_266_719_309_996_36),
    (0.679_409_568_299_024_41, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_51, 0.149_451_349_150_580_59),
    (0.973_906_528_517_171_72, 0.066_671_344_308_688_14),
  ]
}

/// Fresnel's integrals.
public enum Fresnel {
  /// The integrals from 0 to x of the cosine and sine of `pi / 2 * t * t`, to 1e-14.
  ///
  /// Power series to |x| = 2, beyond it the clothoid's own quadrature; above 32 the asymptotic
  /// series (Abramowitz and Stegun 7.3).
  public static func integrals(_ x: Double) -> (cosine: Double, sine: Double) {
    let size = abs(x)
    let sign = x < 0 ? -1.0 : 1.0
    if size <= 2 { return series(x) }
    if size <= 32 {
      let curve = Clothoid(start: .identity, curvature: 0, curvatureRate: .pi, length: size)
      let end = curve.end.position
      return (sign * end.x, sign * end.y)
    }
    // f and g of A&S 7.3.27-28; the angle is reduced exactly: x² mod 4 keeps its low bits.
    let t = 1 / (Double.pi * size * size)
    let f = (1 - 3 * t * t * (1 - 35 * t * t)) / (.pi * size)
    let g = t * (1 - 15 * t * t * (1 - 63 * t * t)) / (.pi * size)
    let (sine, cosine) = Portable.sincos(.pi / 2 * (size * size).truncatingRemainder(dividingBy: 4))
    return (sign * (0.5 + f * sine - g * cosine), sign * (0.5 - f * cosine - g * sine))
  }

  /// The power series (A&S 7.3.11 and 7.3.13).
  private static func series(_ x: Double) -> (cosine: Double, sine: Double) {
    let z = .pi / 2 * x * x
    var (term, cosine, sine) = (x, 0.0, 0.0)
    var index = 0
    while index < 60 {
      let part = term / Double(2 * index + 1)
      switch index & 3 {
      case 0: cosine += part
      case 1: sine += part
      case 2: cosine -= part
      default: sine -= part
      }
      index += 1
      term *= z / Double(index)
    }
    return (cosine, sine)
  }
}
