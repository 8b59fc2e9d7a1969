import DrivingCore
import Geometry
import Roads

/// What is wrong with a proposed plan, worst first.
struct PlanFault: Hashable, Sendable {
  /// How a fault is met.
  enum Kind: Hashable, Sendable {
    /// No plan, or numbers that are none: nothing of it can be used.
    case unusable
    /// It does not start where the ego is, or jumps.
    case discontinuous
    /// The car cannot do it.
    case undrivable
    /// It touches somebody or something.
    case contact
    /// It gives up the last safe stop.
    case noWayOut
  }

  /// How it is met.
  var kind: Kind
  /// What was found and expected, in one line.
  var reason: String
}

/// The checks of the safety gate, all of them cheap and none of them the planner's own code path.
///
/// Points are checked at their own times; between them the pose is linear.
struct PlanCheck: Sendable {
  /// The car.
  let vehicle: VehicleSpec
  /// What it can follow.
  let limits: KinematicLimits

  /// The most points a plan may have, and the longest it may be (s).
  static let (mostPoints, longest) = (5_000, 900.0)
  /// How far the plan's start may lie from the ego: across (m), along (m), turned (rad), speed (m/s).
  static let (across, along, turn, speed) = (1.0, 3.0, 0.35, 3.0)

  /// Prepares for a car.
  init(_ vehicle: VehicleSpec) {
    self.vehicle = vehicle
    limits = KinematicLimits(vehicle)
  }

  /// Whether a plan can be read at all; the first fault.
  func form(_ plan: Trajectory, at time: SimulationTime) -> PlanFault? {
    guard let first = plan.points.first, let last = plan.points.last else {
      return PlanFault(kind: .unusable, reason: "the plan has no points")
    }
    guard plan.points.count <= PlanCheck.mostPoints else {
      return PlanFault(
        kind: .unusable,
        reason: "\(plan.points.count) points; at most \(PlanCheck.mostPoints) are read")
    }
    for (index, point) in plan.points.enumerated() where !point.isFinite {
      return PlanFault(
        kind: .unusable, reason: "point \(index) holds a number that is not finite or beyond 1e12")
    }
    for (index, (a, b)) in zip(plan.points, plan.points.dropFirst()).enumerated()
    where b.time <= a.time {
      return PlanFault(
        kind: .unusable, reason: "point \(index + 1) is not later than the one before")
    }
    if first.time > time + SimulationTime(nanoseconds: 200_000_000) {
      return PlanFault(kind: .unusable, reason: "the plan starts later than now")
    }
    if last.time <= time && !plan.isAtRest {
      return PlanFault(kind: .unusable, reason: "the plan ended before now, still moving")
    }
    return nil
  }

  /// Whether a plan starts where the ego is and its poses agree with its speeds; the first fault.
  func continuity(
    _ plan: Trajectory, _ ego: VehicleState, at time: SimulationTime
  ) -> PlanFault? {
    guard let start = plan.clampedSample(at: time) else {
      return PlanFault(kind: .unusable, reason: "the plan has no points")
    }
    let local = ego.worldFromVehicle.inverse * start.worldFromVehicle.position
    let turn = Angle.difference(
      from: ego.worldFromVehicle.heading, to: start.worldFromVehicle.heading)
    guard abs(local.y) <= PlanCheck.across, abs(local.x) <= PlanCheck.along else {
      return PlanFault(
        kind: .discontinuous,
        reason: "the plan starts \(local.length.short) m from the ego; expected on it")
    }
    guard abs(turn) <= PlanCheck.turn, abs(start.speed - ego.speed) <= PlanCheck.speed else {
      return PlanFault(
        kind: .discontinuous,
        reason: "the plan starts turned by \(turn.short) rad at \(start.speed.short) m/s; "
          + "the ego drives \(ego.speed.short) m/s")
    }
    for (a, b) in plan.upcoming(from: time) {
      let dt = (b.time - a.time).seconds
      let chord = a.worldFromVehicle.position.distance(to: b.worldFromVehicle.position)
      let driven = abs(a.speed + b.speed) / 2 * dt
      if abs(chord - driven) > 0.3 + 0.1 * driven {
        return PlanFault(
          kind: .discontinuous,
          reason: "poses move \(chord.short) m where the speeds say \(driven.short) m")
      }
    }
    return nil
  }

  /// Whether the car can do what the plan asks; the first fault after the first step.
  func drivability(_ plan: Trajectory, at time: SimulationTime) -> PlanFault? {
    for (index, (a, b)) in plan.upcoming(from: time).enumerated() {
      let dt = (b.time - a.time).seconds
      let rate = (b.speed - a.speed) / dt
      let speeding = abs(b.speed) > abs(a.speed)
      let most = speeding ? limits.acceleration + 0.5 : limits.deceleration + 0.5
      if abs(rate) > most && index > 0 {
        return undrivable("changes speed by \(rate.short) m/s²; at most \(most.short)")
      }
      if b.speed > limits.speed.high + 0.5 || b.speed < limits.speed.low - 0.5 {
        return undrivable("a speed of \(b.speed.short) m/s")
      }
      let turn = Angle.difference(
        from: a.worldFromVehicle.heading, to: b.worldFromVehicle.heading)
      let driven = (a.speed + b.speed) / 2 * dt
      if abs(turn) > (limits.curvature * 1.05 * abs(driven)) + 0.01 {
        return undrivable("turns \(turn.short) rad in \(driven.short) m; sharper than full lock")
      }
      let lateral = abs(turn / dt * (a.speed + b.speed) / 2)
      if lateral > limits.lateral + 1 {
        return undrivable("a lateral acceleration of \(lateral.short) m/s²")
      }
      if abs(driven) > 0.05 {
        let direction = b.worldFromVehicle.position - a.worldFromVehicle.position
        let middle = (a.worldFromVehicle.heading + turn / 2)
        let slip = abs(Vector2(direction: middle).cross(direction))
        if slip > 0.1 + 0.1 * abs(driven) {
          return undrivable("slides \(slip.short) m sideways in one step")
        }
      }
    }
    return nil
  }

  private func undrivable(_ reason: String) -> PlanFault {
    PlanFault(kind: .undrivable, reason: "the plan asks for \(reason)")
  }
}

extension Trajectory {
  /// Whether the last point stands still.
  var isAtRest: Bool { abs(points.last?.speed ?? 0) < 0.05 }

  /// The steps of the plan that are not over at a time.
  func upcoming(from time: SimulationTime) -> [(Point, Point)] {
    zip(points, points.dropFirst()).filter { $0.1.time > time }
  }
}

extension Trajectory.Point {
  /// Whether all numbers are finite and of a size a road can have.
  var isFinite: Bool {
    let position = worldFromVehicle.position
    return [position.x, position.y, worldFromVehicle.heading, speed, acceleration, curvature]
      .allSatisfy { $0.isFinite && abs($0) < 1e12 } && abs(worldFromVehicle.heading) < 1e6
      && abs(time.nanoseconds) < 1 << 60
  }
}
