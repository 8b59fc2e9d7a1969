import DrivingCore
import Geometry
import Scoring
import Testing

@Suite("Replay scores")
struct ReplayScoreTests {
  private func time(_ seconds: Double) -> SimulationTime { SimulationTime(seconds: seconds) }

  private func boundary(
    _ role: Percepts.LaneBoundary.Role, age: Double = 0, sigma: Double = 0.05
  ) -> Percepts.LaneBoundary {
    var covariance = Array(repeating: 0.0, count: 16)
    covariance[0] = sigma * sigma
    return Percepts.LaneBoundary(
      role: role, coefficients: [1.8, 0, 0, 0], covariance: covariance, nearest: 5, farthest: 40,
      probability: 1, age: age)
  }

  @Test("Lane availability needs both boundaries, fresh and sure")
  func availability() {
    var score = LaneScore()
    let sets: [[Percepts.LaneBoundary]] = [
      [boundary(.egoLeft), boundary(.egoRight)], [boundary(.egoLeft)],
      [boundary(.egoLeft, age: 0.6), boundary(.egoRight)],
      [boundary(.egoLeft), boundary(.egoRight, sigma: 0.2)], [],
    ]
    for (index, set) in sets.enumerated() {
      score.add(
        Percepts(
          time: time(0.05 * Double(index)), frameIndex: index, boundaries: set,
          measuredLaneWidth: index < 3 ? 3.5 + 0.1 * Double(index) : nil))
    }
    #expect(score.values.value("replay.frames@1") == 5)
    #expect(score.values.value("lane.availability@1") == 0.2)
    #expect(abs((score.values.value("lane.width_mean@1") ?? 0) - 3.6) < 1e-12)
    #expect(abs((score.values.value("lane.width_standard_deviation@1") ?? 0) - 0.1) < 1e-12)
    #expect(LaneScore().values.dropFirst().allSatisfy { $0.value == nil && $0.reason != nil })
  }

  @Test("A wheel that reads low is found, and correcting it corrects the way")
  func odometry() {
    var (plain, corrected) = (OdometryScore(), OdometryScore())
    for step in 0..<600 {
      let t = Double(step) * 0.1
      let reading = SensorFrame.Odometry(
        speed: 20 * 0.99, worldFromVehicle: SE2(x: 20 * t, y: 0, heading: 0), satelliteSpeed: 20)
      plain.add(reading, at: time(t), estimatedSpeed: nil)
      corrected.add(reading, at: time(t), estimatedSpeed: reading.speed / 0.99)
    }
    #expect(abs((plain.speedScaleError ?? 0) + 0.01) < 1e-9)
    #expect(abs((plain.pathLengthError ?? 0) + 0.01) < 1e-6)
    #expect(abs(corrected.pathLengthError ?? 1) < 1e-6)
    var slow = OdometryScore()
    slow.add(
      SensorFrame.Odometry(speed: .nan, satelliteSpeed: 30), at: time(0), estimatedSpeed: nil)
    #expect(slow.values.allSatisfy { $0.value == nil })
  }

  @Test("A lead track counts where the radar sees somebody ahead")
  func lead() {
    var score = LeadScore()
    func track(_ x: Double, _ y: Double) -> TrackedObject {
      TrackedObject(
        id: "1", kind: .car,
        box: OrientedBox(worldFromBox: SE2(x: x, y: y, heading: 0), length: 4.5, width: 1.8),
        velocity: .zero)
    }
    func radar(_ x: Double, _ y: Double) -> SensorFrame.RadarReturn {
      SensorFrame.RadarReturn(id: 1, position: Vector2(x, y), relativeSpeed: 0)
    }
    score.add([radar(30, 0.5)], tracks: [track(35.7, 0.4)], frontOffset: 3.4)
    score.add([radar(30, 0.5)], tracks: [], frontOffset: 3.4)
    score.add([radar(30, 0.5)], tracks: [track(70, 0.4)], frontOffset: 3.4)
    score.add([radar(30, 0.5)], tracks: [track(35.7, 4)], frontOffset: 3.4)
    score.add([radar(30, 2.5), radar(-3, 0)], tracks: [], frontOffset: 3.4)
    #expect(score.values.value("lead.track_availability@1") == 0.25)
    #expect(LeadScore().values[0].value == nil)
  }

  @Test("Plans are compared with the driver at the right instants")
  func openLoop() {
    var score = OpenLoopScore()
    let plan = Trajectory(
      label: "keep",
      points: (0...8).map {
        let t = Double($0) * 0.5
        return Trajectory.Point(
          time: time(t), worldFromVehicle: SE2(x: 10 * t, y: 0, heading: 0), speed: 10,
          acceleration: 0.5)
      })
    score.add(plan, madeAt: time(0))
    // The driver goes 11 m/s and brakes at 0.2 m/s2; readings do not fall on whole seconds.
    for step in 0...50 {
      let t = Double(step) * 0.07
      score.add(
        driver: VehicleState(
          time: time(t), worldFromVehicle: SE2(x: 11 * t, y: 0, heading: 0), speed: 11,
          acceleration: -0.2))
    }
    #expect(abs((score.values.value("plan.acceleration_error_1s@1") ?? 0) - 0.7) < 1e-9)
    #expect(abs((score.values.value("plan.displacement_error_2s@1") ?? 0) - 2) < 1e-6)
    #expect(abs((score.values.value("plan.displacement_error_3s@1") ?? 0) - 3) < 1e-6)
    #expect(OpenLoopScore().values.allSatisfy { $0.value == nil && $0.reason != nil })
  }
}
