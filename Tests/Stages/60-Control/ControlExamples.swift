import Control
import DrivingCore
import Dynamics
import Geometry

/// Plans made by rolling along given curvatures and speeds, and a car to drive them.
enum ControlExamples {
  /// A small car whose actuators lag as real ones do.
  static let car = VehicleSpec(
    id: "example", name: "example",
    body: .init(
      length: 3.78, width: 1.715, height: 1.54, wheelbase: 2.5, rearOverhang: 0.7, track: 1.5),
    inertia: .init(mass: 1200, yaw: 1759, frontAxleToCentre: 1.05, centreHeight: 0.55),
    limits: .init(
      steeringAngle: 0.614, steeringRate: 0.5, minimumSpeed: -5, maximumSpeed: 45,
      switchingSpeed: 7, acceleration: 9),
    actuators: .init(
      steeringLag: 0.1, steeringDelay: 0.1, accelerationLag: 0.2, accelerationDelay: 0.15,
      jerk: 20))

  /// Rolls along for some seconds: speed and curvature by time.
  static func plan(
    _ label: String = "test", seconds: Double, from start: SE2 = .identity,
    speed: (Double) -> (speed: Double, acceleration: Double), curvature: (Double) -> Double,
    interval: Double = 0.1
  ) -> Trajectory {
    var (pose, points) = (start, [Trajectory.Point]())
    let inner = Int((interval / 0.001).rounded())
    for index in 0...Int((seconds / interval).rounded()) {
      let time = Double(index) * interval
      let now = speed(time)
      points.append(
        Trajectory.Point(
          time: SimulationTime(seconds: time), worldFromVehicle: pose, speed: now.speed,
          acceleration: now.acceleration, curvature: curvature(time)))
      for step in 0..<inner {
        let middle = time + (Double(step) + 0.5) * 0.001
        let (v, k) = (speed(middle).speed, curvature(middle))
        let heading = pose.heading + v * k * 0.0005
        pose.position.x += v * 0.001 * Portable.cos(heading)
        pose.position.y += v * 0.001 * Portable.sin(heading)
        pose.heading += v * k * 0.001
      }
    }
    return Trajectory(label: label, points: points)
  }

  /// One stroke of a parking plan: how far (m, negative backwards), curvature from and to.
  struct Stroke: Sendable {
    var length: Double
    var from: Double
    var to: Double
  }

  /// Strokes with stops between, at 1 m/s and 0.6 m/s², a pause of half a second at each cusp.
  static func parking(
    _ strokes: [Stroke], from start: SE2 = .identity, pause: Double = 0.5
  ) -> Trajectory {
    var (pose, time, points) = (start, 0.0, [Trajectory.Point]())
    for stroke in strokes {
      let (length, rate, direction) = (
        abs(stroke.length), 0.6, stroke.length < 0 ? -1.0 : 1.0
      )
      let top = min(1, (length * rate).squareRoot())
      let ramp = top / rate
      let duration = 2 * ramp + (length - top * ramp) / top
      let count = Int((duration / 0.05).rounded(.up))
      var driven = 0.0
      for index in 0...count {
        let t = min(duration, Double(index) * duration / Double(count))
        let (distance, speed, acceleration) = ramped(t, length, top, ramp, rate, duration)
        let steps = index == 0 ? 0 : 20
        for step in 0..<steps {
          let part = (distance - driven) / 20
          let middle = driven + (Double(step) + 0.5) * part
          let k = stroke.from + (stroke.to - stroke.from) * middle / length
          let heading = pose.heading + direction * part * k / 2
          pose.position.x += direction * part * Portable.cos(heading)
          pose.position.y += direction * part * Portable.sin(heading)
          pose.heading += direction * part * k
        }
        driven = distance
        points.append(
          Trajectory.Point(
            time: SimulationTime(seconds: time + t), worldFromVehicle: pose,
            speed: direction * speed, acceleration: direction * acceleration,
            curvature: stroke.from + (stroke.to - stroke.from) * driven / length))
      }
      time += duration + pause
    }
    return Trajectory(label: "park", points: points)
  }

  private static func ramped(
    _ t: Double, _ length: Double, _ top: Double, _ ramp: Double, _ rate: Double,
    _ duration: Double
  ) -> (Double, Double, Double) {
    if t <= ramp { return (rate * t * t / 2, rate * t, rate) }
    let left = duration - t
    if left <= ramp { return (length - rate * left * left / 2, rate * left, -rate) }
    return (top * ramp / 2 + top * (t - ramp), top, 0)
  }

  /// Drives a plan in closed loop at 100 Hz.
  static func drive(
    _ plan: Trajectory, car: VehicleSpec = car, from start: VehicleState, seconds: Double,
    tuning: TrackerTuning = .highway, replan: ((Trajectory, SimulationTime) -> Trajectory)? = nil
  ) throws -> (states: [VehicleState], commands: [ControlCommand]) {
    var (tracker, vehicle) = (
      TrajectoryTracker(car, tuning: tuning), SingleTrackVehicle(car, at: start)
    )
    var (state, states, commands) = (start, [start], [ControlCommand]())
    for index in 0..<Int((seconds * 100).rounded()) {
      let time = SimulationTime(nanoseconds: Int64(index) * 10_000_000)
      let given = replan.map { $0(plan, time) } ?? plan
      let command = try tracker.step(ControlRequest(plan: given, ego: state), at: time)
      state = try vehicle.step(
        VehicleInput(
          state: state, command: command, span: SimulationTime(nanoseconds: 10_000_000)),
        at: time)
      commands.append(command)
      states.append(state)
    }
    return (states, commands)
  }

  /// The offsets from the plan's path (m) and the differences of speed (m/s) at equal times.
  static func errors(
    _ states: [VehicleState], _ plan: Trajectory
  ) -> [(lateral: Double, station: Double, speed: Double)] {
    var (index, errors) = (0, [(lateral: Double, station: Double, speed: Double)]())
    for state in states {
      while index + 2 < plan.points.count, plan.points[index + 1].time <= state.time { index += 1 }
      let (a, b) = (plan.points[index], plan.points[index + 1])
      let u = min(1, (state.time - a.time).seconds / (b.time - a.time).seconds)
      let wanted = a.worldFromVehicle.position
      let turn = b.worldFromVehicle.heading - a.worldFromVehicle.heading
      let chord = b.worldFromVehicle.position - wanted
      let place = wanted + chord * u + chord.leftNormal * (-turn / 2 * u * (1 - u))
      let frame = SE2(position: place, heading: a.worldFromVehicle.heading + turn * u)
      let error = frame.inverse * state.worldFromVehicle.position
      errors.append((error.y, error.x, state.speed - (a.speed + (b.speed - a.speed) * u)))
    }
    return errors
  }
}
