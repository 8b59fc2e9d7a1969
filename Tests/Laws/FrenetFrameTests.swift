import Geometry
import Testing

@Suite("Frenet frames")
struct FrenetFrameTests {
  /// A road of gentle bends, R of 60 m and more.
  static func road(_ random: inout SeededGenerator) throws -> FrenetFrame {
    var (heading, curvature, points) = (random.uniform(-3, 3), 0.0, [Vector2(100, -50)])
    for _ in 0..<60 {
      curvature = min(max(curvature + random.uniform(-0.003, 0.003), -0.015), 0.015)
      for _ in 0..<4 {
        heading += curvature
        points.append(points[points.count - 1] + Vector2(direction: heading))
      }
    }
    return FrenetFrame(try #require(Path(Polyline(points))))
  }

  @Test("there and back again, positions, within and beyond the ends")
  func positionRoundTrip() throws {
    var random = SeededGenerator(seed: 41)
    for _ in 0..<10 {
      let frame = try FrenetFrameTests.road(&random)
      for _ in 0..<200 {
        let (s, d) = (random.uniform(-20, frame.length + 20), random.uniform(-12, 12))
        let found = frame.toFrenet(frame.point(s: s, d: d))
        #expect(abs(found.s - s) < 1e-9 && abs(found.d - d) < 1e-9, "\(s) \(d) \(found)")
      }
    }
  }

  @Test("there and back again, whole motions with derivatives")
  func motionRoundTrip() throws {
    var random = SeededGenerator(seed: 42)
    for _ in 0..<10 {
      let frame = try FrenetFrameTests.road(&random)
      for _ in 0..<200 {
        let motion = FrenetMotion(
          s: random.uniform(1, frame.length - 1), sRate: random.uniform(0, 40),
          sAcceleration: random.uniform(-8, 4), d: random.uniform(-8, 8),
          dSlope: random.uniform(-1, 1), dBend: random.uniform(-0.1, 0.1))
        let plane = try #require(frame.toCartesian(motion))
        let back = try #require(frame.toFrenet(plane))
        #expect(abs(back.s - motion.s) < 1e-8 && abs(back.d - motion.d) < 1e-8)
        #expect(abs(back.sRate - motion.sRate) < 1e-7)
        #expect(abs(back.sAcceleration - motion.sAcceleration) < 1e-6)
        #expect(abs(back.dSlope - motion.dSlope) < 1e-8)
        #expect(abs(back.dBend - motion.dBend) < 1e-8)
      }
    }
  }

  @Test("speed, heading, acceleration and curvature are the derivatives of the position in time")
  func derivativesAreDerivatives() throws {
    var random = SeededGenerator(seed: 43)
    let frame = try FrenetFrameTests.road(&random)
    for _ in 0..<40 {
      let along = QuinticPolynomial(
        from: MotionState1D(position: random.uniform(30, 60), speed: random.uniform(5, 20)),
        to: MotionState1D(position: random.uniform(100, 130), speed: random.uniform(5, 20)),
        duration: 5)
      let across = QuinticPolynomial(
        from: MotionState1D(position: random.uniform(-4, 4), speed: 0.3),
        to: MotionState1D(position: random.uniform(-4, 4)), duration: 5)
      func motion(_ t: Double) throws -> CartesianMotion {
        let frenet = try #require(FrenetMotion(s: along.state(at: t), d: across.state(at: t)))
        return try #require(frame.toCartesian(frenet))
      }
      let (t, h) = (random.uniform(0.5, 4.5), 1e-4)
      let (before, here, after) = (try motion(t - h), try motion(t), try motion(t + h))
      let velocity = (after.pose.position - before.pose.position) * (1 / (2 * h))
      #expect(velocity.distance(to: here.pose.forward * here.speed) < 1e-5)
      #expect(abs((after.speed - before.speed) / (2 * h) - here.acceleration) < 1e-4)
      let turn = Angle.difference(from: before.pose.heading, to: after.pose.heading) / (2 * h)
      #expect(abs(turn - here.curvature * here.speed) < 1e-4)
    }
  }

  @Test("on a circle: curvature, and offsets up to the centre but not beyond")
  func circle() throws {
    let frame = FrenetFrame(
      try #require(Path(PathTests.circle(radius: 30, points: 120, turn: 3))))
    for step in 5...55 {
      let reference = frame.reference(at: Double(step) * 1.5)
      #expect(abs(reference.curvature - 1.0 / 30) < 1e-4)
      #expect(abs(reference.position.length - 30) < 1e-3)
    }
    #expect(frame.toCartesian(FrenetMotion(s: 20, sRate: 1, d: 29)) != nil)
    #expect(frame.toCartesian(FrenetMotion(s: 20, sRate: 1, d: 31)) == nil)
    let backwards = frame.pose(s: 20, d: 0, heading: .pi)
    #expect(frame.toFrenet(CartesianMotion(pose: backwards, speed: 1)) == nil)
  }

  @Test("a long straight before a bend stays straight")
  func noSwinging() throws {
    let bend = (1...80).map { index in
      let angle = Double(index) / 100
      return Vector2(800 + 100 * Portable.sin(angle), 100 - 100 * Portable.cos(angle))
    }
    let frame = FrenetFrame(try #require(Path(Polyline([.zero, Vector2(800, 0)] + bend))))
    for step in 0...780 {
      #expect(abs(frame.reference(at: Double(step)).position.y) < 2e-3)
      #expect(abs(frame.reference(at: Double(step)).curvature) < 2e-3)
    }
    #expect(abs(frame.reference(at: 840).curvature - 0.01) < 2e-4)
  }

  @Test("smoothing takes the noise off the curvature and leaves the bend")
  func smoothing() throws {
    var random = SeededGenerator(seed: 44)
    let clean = PathTests.circle(radius: 200, points: 300, turn: 1.5)
    let noisy = Polyline(
      clean.points.map { $0 + Vector2(random.normal(), random.normal()) * 0.01 })
    let path = try #require(Path(noisy))
    let smooth = FrenetFrame(path, smoothing: 30)
    for step in 10...280 {
      let reference = smooth.reference(at: Double(step))
      #expect(abs(reference.curvature - 1.0 / 200) < 3e-3)
      #expect(abs(reference.position.length - 200) < 0.04)
    }
  }

  @Test("any path and any spacing give a finite frame")
  func oddInput() throws {
    let path = try #require(Path(Polyline([.zero, Vector2(1e-6, 0), Vector2(1e6, 3)])))
    for spacing in [0, -1, .nan, .infinity, 1e-9, 1e9] {
      let frame = FrenetFrame(path, spacing: spacing)
      #expect(frame.point(s: 10, d: 1).isFinite && frame.toFrenet(Vector2(5, 5)).s.isFinite)
    }
    let two = FrenetFrame(try #require(Path(Polyline([.zero, Vector2(3, 4)]))))
    #expect(abs(two.length - 5) < 1e-12)
    #expect(two.toFrenet(Vector2(6, 8)).s == 10)
  }
}
