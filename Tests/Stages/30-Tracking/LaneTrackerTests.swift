import DrivingCore
import Geometry
import Testing
import Tracking

@Suite("Tracking: the ego lane over time")
struct LaneTrackerTests {
  static func percepts(
    _ seconds: Double, offset: Double = 0, sigma: Double = 0.05, hasLane: Bool = true
  ) -> Percepts {
    var covariance = [Double](repeating: 0, count: 16)
    for (i, s) in [sigma, 0.002, 0.0002, 0.00001].enumerated() { covariance[5 * i] = s * s }
    let lanes = [(Percepts.LaneBoundary.Role.egoLeft, 1.8), (.egoRight, -1.8)].map { role, y in
      Percepts.LaneBoundary(
        role: role, coefficients: [y + offset, 0, 0, 0], covariance: covariance, nearest: 5,
        farthest: 40, probability: 1)
    }
    return Percepts(
      time: SimulationTime(seconds: seconds), frameIndex: 0, boundaries: hasLane ? lanes : [],
      odometry: .init(speed: 20, yawRate: 0))
  }

  @Test("what is seen again and again is believed, and never more surely than it was seen")
  func steady() throws {
    var tracker = LaneTracker()
    for step in 0..<20 {
      let left = try #require(tracker.step(Self.percepts(0.05 * Double(step))).first)
      #expect(abs(left.coefficients[0] - 1.8) < 1e-9)
      // Covariance intersection: repeated evidence does not shrink the deviation.
      #expect(left.lateralSigma(at: 0) > 0.03)
    }
  }

  @Test("an unseen lane is believed less and less, then forgotten")
  func unseen() throws {
    var tracker = LaneTracker()
    var sigma = try #require(tracker.step(Self.percepts(0)).first).lateralSigma(at: 10)
    for step in 1...19 {
      let believed = tracker.step(Self.percepts(0.1 * Double(step), hasLane: false))
      let left = try #require(believed.first)
      #expect(left.lateralSigma(at: 10) > sigma)
      #expect(abs(left.age - 0.1 * Double(step)) < 1e-9)
      sigma = left.lateralSigma(at: 10)
    }
    #expect(tracker.step(Self.percepts(2.2, hasLane: false)).isEmpty)
  }

  @Test("a lane change begins anew")
  func laneChange() throws {
    var tracker = LaneTracker()
    _ = tracker.step(Self.percepts(0, offset: 1.7))
    let left = try #require(tracker.step(Self.percepts(0.05, offset: -1.8)).first)
    #expect(abs(left.coefficients[0] - 0) < 1e-9)
  }

  @Test("the ego's turn moves the lane the other way")
  func turning() throws {
    var tracker = LaneTracker()
    _ = tracker.step(Self.percepts(0))
    var next = Self.percepts(0.1, hasLane: false)
    next.odometry = .init(speed: 20, yawRate: 0.1)
    let left = try #require(tracker.step(next).first)
    #expect(abs(left.coefficients[1] + 0.01) < 1e-12)
    #expect(abs(left.coefficients[0] - (1.8 - 0.01)) < 1e-12)
  }
}
