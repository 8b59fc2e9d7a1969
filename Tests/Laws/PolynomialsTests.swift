import Geometry
import Testing

@Suite("Polynomials and splines")
struct PolynomialsTests {
  @Test("a quintic meets both states, a quartic its speed, and the derivatives belong together")
  func endsAreMet() {
    var random = SeededGenerator(seed: 51)
    func state() -> MotionState1D {
      MotionState1D(
        position: random.uniform(-9, 9), speed: random.uniform(-9, 9),
        acceleration: random.uniform(-3, 3))
    }
    for _ in 0..<200 {
      let (start, end, span) = (state(), state(), random.uniform(0.5, 8))
      let quintic = QuinticPolynomial(from: start, to: end, duration: span)
      let quartic = QuarticPolynomial(
        from: start, toSpeed: end.speed, acceleration: end.acceleration, duration: span)
      #expect(quintic.state(at: 0) == start && quartic.state(at: 0) == start)
      let reached = quintic.state(at: span)
      #expect(abs(reached.position - end.position) < 1e-10)
      #expect(abs(reached.speed - end.speed) < 1e-10)
      #expect(abs(reached.acceleration - end.acceleration) < 1e-9)
      #expect(abs(quartic.speed(at: span) - end.speed) < 1e-10)
      #expect(abs(quartic.acceleration(at: span) - end.acceleration) < 1e-10)
      let (t, h) = (random.uniform(0.1, span), 1e-5)
      #expect(
        abs(
          (quintic.position(at: t + h) - quintic.position(at: t - h)) / (2 * h)
            - quintic.speed(at: t)) < 1e-5)
      #expect(
        abs(
          (quintic.acceleration(at: t + h) - quintic.acceleration(at: t - h)) / (2 * h)
            - quintic.jerk(at: t)) < 1e-4 * max(1, abs(quintic.jerk(at: t))))
      let steps = 2000
      let (sum5, sum4) = (0..<steps).reduce((0.0, 0.0)) { sums, index in
        let at = span * (Double(index) + 0.5) / Double(steps)
        let (a, b) = (quintic.jerk(at: at), quartic.jerk(at: at))
        return (sums.0 + a * a * span / Double(steps), sums.1 + b * b * span / Double(steps))
      }
      #expect(abs(sum5 - quintic.squaredJerk) < 1e-4 * (1 + sum5))
      #expect(abs(sum4 - quartic.squaredJerk) < 1e-4 * (1 + sum4))
    }
  }

  @Test("a quintic has less squared jerk than any other motion between its states")
  func leastJerk() {
    let (start, end) = (MotionState1D(position: 0, speed: 3), MotionState1D(position: 20))
    let best = QuinticPolynomial(from: start, to: end, duration: 4)
    // t³(T-t)³ vanishes with two derivatives at both ends: added, it only costs.
    for factor in [-0.01, 0.01] {
      var sum = 0.0
      for index in 0..<4000 {
        let t = 4 * (Double(index) + 0.5) / 4000
        let bump = 6 * 64 - 24 * 48 * t + 60 * 12 * t * t - 120 * t * t * t
        let jerk = best.jerk(at: t) + factor * bump
        sum += jerk * jerk * 4 / 4000
      }
      #expect(sum > best.squaredJerk)
    }
  }

  @Test("a clamped spline reproduces any cubic; natural ends do not bend; knots are met")
  func splineLaws() throws {
    let knots = [0, 0.7, 1, 2.5, 4.0]
    func cubic(_ x: Double) -> Double { 1 + x * (2 + x * (-3 + x * 0.5)) }
    func slope(_ x: Double) -> Double { 2 + x * (-6 + x * 1.5) }
    let clamped = try #require(
      CubicSpline(
        knots: knots, values: knots.map(cubic),
        ends: .clamped(start: slope(0), end: slope(4))))
    for step in 0...80 {
      let x = Double(step) / 20
      #expect(abs(clamped.value(at: x) - cubic(x)) < 1e-12)
      #expect(abs(clamped.firstDerivative(at: x) - slope(x)) < 1e-11)
    }
    let natural = try #require(CubicSpline(knots: knots, values: [3, 1, 4, 1, 5]))
    #expect(abs(natural.secondDerivative(at: 0)) < 1e-12)
    #expect(abs(natural.secondDerivative(at: 4)) < 1e-12)
    #expect(abs(natural.value(at: 2.5) - 1) < 1e-12)
    for knot in knots.dropFirst().dropLast() {
      let (a, b) = (natural.evaluate(at: knot - 1e-9), natural.evaluate(at: knot + 1e-9))
      #expect(abs(a.first - b.first) < 1e-6 && abs(a.second - b.second) < 1e-6)
    }
    #expect(CubicSpline(knots: [0, 0], values: [1, 2]) == nil)
    #expect(CubicSpline(knots: [0], values: [1]) == nil)
    #expect(CubicSpline(knots: [0, 1], values: [1, .nan]) == nil)
  }

  @Test("the error of a spline falls with the fourth power of the step")
  func splineConvergence() throws {
    func error(_ count: Int) throws -> Double {
      let knots = (0...count).map { Double($0) / Double(count) }
      let spline = try #require(
        CubicSpline(
          knots: knots, values: knots.map(Portable.sin),
          ends: .clamped(start: 1, end: Portable.cos(1))))
      return (0...500).map {
        abs(spline.value(at: Double($0) / 500) - Portable.sin(Double($0) / 500))
      }
      .max() ?? 0
    }
    let ratio = try error(8) / error(16)
    #expect(ratio > 14 && ratio < 18)
  }
}
