/// One piece of a plane spline curve: two cubics over a parameter in [0, span].
struct CurvePiece: Hashable, Sendable {
  var x: CubicPolynomial
  var y: CubicPolynomial
  var span: Double
  var startArcLength = 0.0
  var length = 0.0

  init(x: CubicPolynomial, y: CubicPolynomial, span: Double, startArcLength: Double) {
    (self.x, self.y, self.span) = (x, y, span)
    self.startArcLength = startArcLength
    length = arcLength(to: span)
  }

  /// Where the piece starts.
  var start: Vector2 { Vector2(x.c0, y.c0) }

  /// The length of the tangent: metres a unit of the parameter.
  private func speed(at u: Double) -> Double {
    let dx = x.c1 + u * (2 * x.c2 + u * 3 * x.c3)
    let dy = y.c1 + u * (2 * y.c2 + u * 3 * y.c3)
    return (dx * dx + dy * dy).squareRoot()
  }

  /// The length from the start to a parameter: Gauss and Legendre's rule with four points.
  func arcLength(to u: Double) -> Double {
    let half = u / 2
    let inner = half * 0.339_981_043_584_856_26
    let outer = half * 0.861_136_311_594_052_6
    return half
      * (0.652_145_154_862_546_1 * (speed(at: half - inner) + speed(at: half + inner))
        + 0.347_854_845_137_453_9 * (speed(at: half - outer) + speed(at: half + outer)))
  }

  /// The parameter at a length from the start: Newton's method on a nearly linear function.
  func parameter(at arcLength: Double) -> Double {
    var u = arcLength * (span / length)
    for _ in 0..<6 {
      let step = (self.arcLength(to: u) - arcLength) / speed(at: u)
      u -= step
      if abs(step) <= 1e-8 * span { break }  // quadratic: the step after this one is below 1e-15
    }
    return u
  }

  /// How far a point lies ahead of the piece's point at a parameter, times the tangent's length.
  func progress(of point: Vector2, at u: Double) -> Double {
    let (a, b) = (x.evaluate(at: u), y.evaluate(at: u))
    return (point.x - a.value) * a.first + (point.y - b.value) * b.first
  }

  /// The parameter in [0, span] where the tangent is perpendicular to the way to a point.
  ///
  /// Newton's method, kept inside a bracket that every step narrows.
  func parameter(nearestTo point: Vector2) -> Double {
    var (low, high) = (0.0, span)
    if progress(of: point, at: low) <= 0 { return low }
    if progress(of: point, at: high) >= 0 { return high }
    var u = span / 2
    for _ in 0..<60 {
      let (a, b) = (x.evaluate(at: u), y.evaluate(at: u))
      let (dx, dy) = (point.x - a.value, point.y - b.value)
      let value = dx * a.first + dy * b.first
      if value > 0 { low = u } else { high = u }
      let slope = dx * a.second + dy * b.second - a.first * a.first - b.first * b.first
      let step = value / slope
      if abs(step) <= 1e-13 * span { return u - step }
      let next = u - step
      u = next > low && next < high ? next : (low + high) / 2
    }
    return u
  }

  /// Position, tangent, curvature and its rate at a parameter.
  func reference(atParameter u: Double) -> ReferencePoint {
    let (a, b) = (x.evaluate(at: u), y.evaluate(at: u))
    let squared = a.first * a.first + b.first * b.first
    let speed = squared.squareRoot()
    let turn = a.first * b.second - b.first * a.second
    let turnRate = a.first * b.third - b.first * a.third
    let stretch = a.first * a.second + b.first * b.second
    return ReferencePoint(
      position: Vector2(a.value, b.value), direction: Vector2(a.first / speed, b.first / speed),
      curvature: turn / (squared * speed),
      curvatureRate: (turnRate * squared - 3 * turn * stretch) / (squared * squared * squared))
  }
}
