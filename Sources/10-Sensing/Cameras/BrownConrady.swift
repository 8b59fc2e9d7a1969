/// Lens distortion after Brown and Conrady (1966), in coordinates divided by the depth.
///
/// The inverse is by Newton's method on both coordinates, so that pictures do not depend on how
/// others invert it.
struct BrownConrady: Sendable, Hashable {
  private let k1, k2, p1, p2, k3: Double

  /// Creates the lens from k1, k2, p1, p2, k3; missing coefficients are zero.
  init(_ coefficients: [Double]) {
    func at(_ i: Int) -> Double { i < coefficients.count ? coefficients[i] : 0 }
    (k1, k2, p1, p2, k3) = (at(0), at(1), at(2), at(3), at(4))
  }

  /// Whether the lens bends nothing.
  var isIdentity: Bool { k1 == 0 && k2 == 0 && p1 == 0 && p2 == 0 && k3 == 0 }

  /// Where the lens puts the point.
  func distorted(_ point: SIMD2<Double>) -> SIMD2<Double> {
    let (x, y) = (point.x, point.y)
    let square = x * x + y * y
    let radial = 1 + square * (k1 + square * (k2 + square * k3))
    return SIMD2(
      x * radial + 2 * p1 * x * y + p2 * (square + 2 * x * x),
      y * radial + p1 * (square + 2 * y * y) + 2 * p2 * x * y)
  }

  /// The point the lens puts here.
  func undistorted(_ target: SIMD2<Double>) -> SIMD2<Double> {
    if isIdentity { return target }
    var point = target
    for _ in 0..<8 {
      let error = distorted(point) - target
      if abs(error.x) + abs(error.y) < 1e-12 { break }
      let (a, b, c, d) = derivative(at: point)
      let determinant = a * d - b * c
      point.x -= (d * error.x - b * error.y) / determinant
      point.y -= (a * error.y - c * error.x) / determinant
    }
    return point
  }

  private func derivative(at point: SIMD2<Double>) -> (Double, Double, Double, Double) {
    let (x, y) = (point.x, point.y)
    let square = x * x + y * y
    let radial = 1 + square * (k1 + square * (k2 + square * k3))
    let slope = 2 * (k1 + square * (2 * k2 + square * 3 * k3))
    let mixed = slope * x * y + 2 * p1 * x + 2 * p2 * y
    return (
      radial + slope * x * x + 2 * p1 * y + 6 * p2 * x, mixed,
      mixed, radial + slope * y * y + 6 * p1 * y + 2 * p2 * x
    )
  }
}
