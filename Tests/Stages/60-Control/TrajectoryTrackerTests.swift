import Control
import DrivingCore
import Dynamics
import Geometry
import Testing

@Suite("Trajectory tracker on the road")
struct TrajectoryTrackerTests {
  typealias Examples = ControlExamples

  /// The largest offset, distance and speed errors after a while.
  static func worst(
    _ errors: [(lateral: Double, station: Double, speed: Double)], after skip: Int = 0
  ) -> (lateral: Double, station: Double, speed: Double) {
    errors.dropFirst(skip).reduce((0, 0, 0)) {
      (max($0.0, abs($1.lateral)), max($0.1, abs($1.station)), max($0.2, abs($1.speed)))
    }
  }

  @Test("a straight plan that speeds up and slows down is followed")
  func straight() throws {
    let plan = Examples.plan(
      seconds: 20,
      speed: { t in
        t < 5
          ? (20, 0) : t < 10 ? (20 + (t - 5), 1) : t < 14 ? (25 - 1.5 * (t - 10), -1.5) : (19, 0)
      }, curvature: { _ in 0 })
    let (states, _) = try Examples.drive(plan, from: VehicleState(speed: 20), seconds: 19)
    let worst = Self.worst(Examples.errors(states, plan))
    #expect(worst.lateral < 1e-9 && worst.station < 0.3 && worst.speed < 0.3)
  }

  @Test(
    "curves are followed at the speeds roads have",
    arguments: [(10.0, 25.0), (20, 120), (36.1, 700)])
  func curves(_ speed: Double, _ radius: Double) throws {
    // A straight, a clothoid of two seconds, the curve.
    let plan = Examples.plan(
      seconds: 14, speed: { _ in (speed, 0) },
      curvature: { t in min(max((t - 2) / 2, 0), 1) / radius })
    let (states, _) = try Examples.drive(plan, from: VehicleState(speed: speed), seconds: 13)
    let all = Self.worst(Examples.errors(states, plan))
    let settled = Self.worst(Examples.errors(states, plan), after: 800)
    #expect(all.lateral < 0.15 && settled.lateral < 0.02)
  }

  /// Four seconds of a lane change of 3.5 m as curvature: quintic sideways motion.
  static func laneChange(_ speed: Double, seconds: Double = 12) -> Trajectory {
    Examples.plan(
      seconds: seconds, speed: { _ in (speed, 0) },
      curvature: { t in
        let u = (t - 2) / 4
        guard u > 0, u < 1 else { return 0 }
        return 3.5 * (60 * u - 180 * u * u + 120 * u * u * u) / 16 / (speed * speed)
      })
  }

  @Test("a lane change at 130 km/h stays within a decimetre and settles")
  func laneChangeFast() throws {
    let plan = Self.laneChange(130 / 3.6)
    let (states, _) = try Examples.drive(plan, from: VehicleState(speed: 130 / 3.6), seconds: 11)
    let errors = Examples.errors(states, plan)
    #expect(Self.worst(errors).lateral < 0.12)
    #expect(Self.worst(errors, after: 900).lateral < 0.02)
  }

  @Test("an offset is driven out without swinging", arguments: [2.0, 8, 15, 25, 130 / 3.6, 44])
  func recovery(_ speed: Double) throws {
    let plan = Examples.plan(
      seconds: 16, speed: { _ in (speed, 0) }, curvature: { _ in 0 })
    var start = VehicleState(speed: speed)
    start.worldFromVehicle.position.y = 1
    let (states, _) = try Examples.drive(plan, from: start, seconds: 15)
    let offsets = states.map(\.worldFromVehicle.position.y)
    let under = offsets.min() ?? 0
    #expect(under > -0.15, "overshoot")
    #expect(offsets[800...].allSatisfy { abs($0) < 0.1 })
    #expect(offsets[1300...].allSatisfy { abs($0) < 0.02 })
  }

  @Test("mirrored plans are driven mirrored")
  func mirror() throws {
    let plan = Self.laneChange(25)
    var mirrored = plan
    for index in mirrored.points.indices {
      mirrored.points[index].worldFromVehicle.position.y.negate()
      mirrored.points[index].worldFromVehicle.heading.negate()
      mirrored.points[index].curvature.negate()
    }
    let left = try Examples.drive(plan, from: VehicleState(speed: 25), seconds: 10)
    let right = try Examples.drive(mirrored, from: VehicleState(speed: 25), seconds: 10)
    for (a, b) in zip(left.states, right.states) {
      #expect(abs(a.worldFromVehicle.position.y + b.worldFromVehicle.position.y) < 1e-9)
      #expect(abs(a.steeringAngle + b.steeringAngle) < 1e-9)
    }
  }

  @Test("a stop is met within a quarter metre, and the car stays")
  func stop() throws {
    let plan = Examples.plan(
      seconds: 16,
      speed: { t in t < 2 ? (20, 0) : t < 12 ? (20 - 2 * (t - 2), -2) : (0, 0) },
      curvature: { _ in 0 })
    let (states, _) = try Examples.drive(plan, from: VehicleState(speed: 20), seconds: 20)
    let end = try #require(states.last)
    #expect(end.speed == 0)
    #expect(
      abs(end.worldFromVehicle.position.x - plan.points[150].worldFromVehicle.position.x) < 0.35)
    #expect(states.allSatisfy { $0.speed >= 0 })
  }

  @Test("an emergency stop uses the brake, not comfort limits")
  func emergency() throws {
    let plan = Examples.plan(
      "minimum risk", seconds: 6,
      speed: { t in 30 - 8 * t > 0 ? (30 - 8 * t, -8) : (0, 0) }, curvature: { _ in 0 })
    let (states, _) = try Examples.drive(plan, from: VehicleState(speed: 30), seconds: 7)
    let stop = try #require(states.firstIndex { $0.speed == 0 })
    #expect(states[stop].worldFromVehicle.position.x < 30 * 30 / 16.0 + 20)
    #expect(states[stop...].allSatisfy { $0.speed == 0 })
  }

  @Test("a stop laid anew every tenth of a second brakes as hard as one laid once")
  func repeatedStop() throws {
    var car = Examples.car
    car.actuators = .ideal
    var (state, plan) = (VehicleState(speed: 20), Trajectory(label: "", points: []))
    var (tracker, vehicle) = (TrajectoryTracker(car), SingleTrackVehicle(car, at: state))
    let tick = SimulationTime(nanoseconds: 10_000_000)
    for index in 0..<500 where state.speed > 0 {
      let time = SimulationTime(nanoseconds: Int64(index) * tick.nanoseconds)
      if index % 10 == 0 { plan = Self.stop(from: state, at: time) }
      let command = try tracker.step(ControlRequest(plan: plan, ego: state), at: time)
      state = try vehicle.step(
        VehicleInput(state: state, command: command, span: tick), at: time)
      state.time = time + tick
    }
    // 20 m/s at 8 m/s² after half a second of build-up: 30 m.
    #expect(state.speed < 0.05)
    #expect(state.worldFromVehicle.position.x < 34)
  }

  /// Full braking that builds up over half a second from what the car does now.
  private static func stop(from state: VehicleState, at time: SimulationTime) -> Trajectory {
    var (x, speed, rate) = (state.worldFromVehicle.position.x, state.speed, state.acceleration)
    let points = (0...60).map { index -> Trajectory.Point in
      let point = Trajectory.Point(
        time: time + SimulationTime(nanoseconds: Int64(index) * 100_000_000),
        worldFromVehicle: SE2(x: x, y: 0, heading: 0), speed: speed,
        acceleration: speed > 0 ? rate : 0, curvature: 0)
      rate = max(-8, rate - 1.6)
      let next = max(0, speed + rate * 0.1)
      x += (speed + next) * 0.05
      speed = next
      return point
    }
    return Trajectory(label: "stop", points: points)
  }

  @Test("new plans every tenth of a second change nothing")
  func replanning() throws {
    let plan = Self.laneChange(25)
    let whole = try Examples.drive(plan, from: VehicleState(speed: 25), seconds: 9)
    let parts = try Examples.drive(plan, from: VehicleState(speed: 25), seconds: 9) { plan, now in
      // Four seconds from the last tenth on, under a new end each time.
      let first = Int(now.nanoseconds / 100_000_000)
      let last = min(first + 40, plan.points.count - 1)
      return Trajectory(label: "part", points: Array(plan.points[first...last]))
    }
    for (a, b) in zip(whole.states, parts.states) {
      let apart = a.worldFromVehicle.position.distance(to: b.worldFromVehicle.position)
      #expect(apart < 0.02)
    }
  }

  @Test("empty, broken and backward plans are refused")
  func badPlans() {
    let good = Trajectory.Point(time: .zero, worldFromVehicle: .identity, speed: 1)
    var (broken, late) = (good, good)
    broken.curvature = .nan
    late.time = SimulationTime(seconds: 1)
    for points in [[], [broken], [late, good]] {
      var tracker = TrajectoryTracker(Examples.car)
      let request = ControlRequest(
        plan: Trajectory(label: "bad", points: points), ego: VehicleState())
      #expect(throws: StageFailure.self) { try tracker.step(request, at: .zero) }
    }
  }

  @Test("the limiter keeps to the standards' limits")
  func limiter() {
    var limiter = CommandLimiter(Examples.car)
    let calm = PlannedHardness(acceleration: 0)
    var last = ControlCommand.neutral
    _ = limiter.limited(last, speed: 30, planned: calm, direction: 1, at: .zero)
    for tick in 1...300 {
      let command = limiter.limited(
        ControlCommand(steeringAngle: 0.3, acceleration: tick < 150 ? -9 : 9), speed: 30,
        planned: calm, direction: 1, at: SimulationTime(nanoseconds: Int64(tick) * 10_000_000))
      #expect(command.acceleration >= -3.5 && command.acceleration <= 2)
      #expect(command.acceleration >= min(last.acceleration, 0) - 0.025 - 1e-12)
      let lateralJerk = 900 * (command.steeringAngle - last.steeringAngle) / 0.01 / 2.5
      #expect(lateralJerk <= 5 + 1e-9)
      last = command
    }
  }

  @Test("a brake that lags behind its plan may catch up faster than comfort allows")
  func catchesUp() {
    var limiter = CommandLimiter(Examples.car)
    let late = PlannedHardness(acceleration: -3, present: -3)
    _ = limiter.limited(.neutral, speed: 30, planned: late, direction: 1, at: .zero)
    var command = ControlCommand.neutral
    for tick in 1...30 {
      command = limiter.limited(
        ControlCommand(steeringAngle: 0, acceleration: -3), speed: 30, planned: late, direction: 1,
        at: SimulationTime(nanoseconds: Int64(tick) * 10_000_000))
    }
    // At 2.5 m/s³ it would have reached 0.75 m/s² after 0.3 s.
    #expect(command.acceleration < -2 && command.acceleration >= -3)
  }
}
