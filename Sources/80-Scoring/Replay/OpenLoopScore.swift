import DrivingCore
import Geometry

/// Plans against what the driver then did: acceleration after 1 s, place after 2 s and 3 s.
///
/// Give each plan when it is made and each state of the driver as it is read, in the same world
/// frame and in order of time. Only what the next three seconds need is kept.
public struct OpenLoopScore: Sendable {
  private struct Expectation {
    let due: SimulationTime
    let horizon: Int
    let position: Vector2
    let acceleration: Double
  }

  private var pending: [Expectation] = []
  private var driver: VehicleState?
  private var errors: [RunningStatistics] = Array(repeating: RunningStatistics(), count: 4)

  /// Creates an empty score.
  public init() {}

  /// Adds a plan made at a time; horizons it does not reach are left out.
  public mutating func add(_ plan: Trajectory, madeAt time: SimulationTime) {
    for horizon in 1...3 {
      let due = time + SimulationTime(nanoseconds: Int64(horizon) * 1_000_000_000)
      guard let point = plan.point(at: due) else { continue }
      pending.append(
        Expectation(
          due: due, horizon: horizon, position: point.worldFromVehicle.position,
          acceleration: point.acceleration))
    }
  }

  /// Adds the driver's state; what is due is compared with the state interpolated to that time.
  public mutating func add(driver state: VehicleState) {
    let before = driver ?? state
    driver = state
    guard before.time <= state.time else { return }
    for item in pending where item.due >= before.time && item.due <= state.time {
      let span = (state.time - before.time).seconds
      let share = span > 0 ? (item.due - before.time).seconds / span : 0
      let position = before.worldFromVehicle.position.interpolated(
        to: state.worldFromVehicle.position, share)
      let acceleration = before.acceleration + (state.acceleration - before.acceleration) * share
      errors[item.horizon].add(
        item.horizon == 1
          ? abs(item.acceleration - acceleration) : position.distance(to: item.position))
    }
    pending.removeAll { $0.due <= state.time }
  }

  /// The rows, in order.
  public var values: [MetricValue] {
    let rows = [
      (1, "plan.acceleration_error_1s@1", "m/s2"), (2, "plan.displacement_error_2s@1", "m"),
      (3, "plan.displacement_error_3s@1", "m"),
    ]
    return rows.map { horizon, id, unit in
      errors[horizon].count > 0
        ? MetricValue(id: id, value: errors[horizon].mean, unit: unit)
        : .invalid(id, unit: unit, reason: "no plan reaches \(horizon) s into the recording")
    }
  }
}

extension Trajectory {
  /// The plan at a time, straight between its points; nil outside its span.
  func point(at time: SimulationTime) -> Point? {
    guard let after = points.firstIndex(where: { $0.time >= time }) else { return nil }
    let next = points[after]
    if next.time == time { return next }
    guard after > 0 else { return nil }
    let last = points[after - 1]
    let share = (time - last.time).seconds / (next.time - last.time).seconds
    let turn = Angle.difference(
      from: last.worldFromVehicle.heading, to: next.worldFromVehicle.heading)
    return Point(
      time: time,
      worldFromVehicle: SE2(
        position: last.worldFromVehicle.position.interpolated(
          to: next.worldFromVehicle.position, share),
        heading: last.worldFromVehicle.heading + turn * share),
      speed: last.speed + (next.speed - last.speed) * share,
      acceleration: last.acceleration + (next.acceleration - last.acceleration) * share)
  }
}
