import DrivingCore
import Geometry

/// All checks of one plan at one instant.
struct Inspection: Sendable {
  /// The checks.
  let check: PlanCheck
  /// What to keep clear of.
  let threats: ThreatField
  /// The ego.
  let ego: VehicleState
  /// Now.
  let time: SimulationTime
  /// The room that must be left all round (m), where there is that much now.
  let room: Double

  /// The first fault of a plan, and the least margin found (m).
  ///
  /// - Parameter escape: whether the plan must leave a safe stop open.
  func verdict(on plan: Trajectory, escape: Bool) -> (fault: PlanFault?, margin: Double?) {
    if let fault = check.form(plan, at: time) { return (fault, nil) }
    if let fault = check.continuity(plan, ego, at: time) { return (fault, nil) }
    if let fault = check.drivability(plan, at: time) { return (fault, nil) }
    let least = margin(of: plan, .goesOn)
    let margin = least.distance.isFinite ? least.distance : nil
    // Who is nearer than the margin already cannot be cleared at once: not nearer, then.
    let now = threats.margin(
      of: footprint(ego.worldFromVehicle), after: 0, speed: ego.speed,
      start: footprint(ego.worldFromVehicle), .goesOn
    ).distance
    if least.distance < min(room, now > 0 ? max(now - 0.1, now / 2) : now - 0.1) {
      return (
        PlanFault(
          kind: .contact,
          reason: "\(least.distance.short) m from \(least.id) in \(least.time.short) s"), margin
      )
    }
    if escape, let fault = wayOut(plan) { return (fault, margin) }
    return (nil, margin)
  }

  /// The least margin of a plan over the horizon, with whom and when.
  ///
  /// - Parameter whileMoving: whether only the times count at which the ego moves: who drives into a
  ///   car that stands has to answer for it.
  func margin(
    of plan: Trajectory, _ assumption: ThreatField.Assumption, whileMoving: Bool = false
  ) -> (distance: Double, id: String, time: Double) {
    let start = footprint(ego.worldFromVehicle)
    var best = (distance: Double.infinity, id: "nobody", time: 0.0)
    func look(after ahead: Double) -> (distance: Double, pace: Double) {
      guard let point = plan.clampedSample(at: time + SimulationTime(seconds: ahead))
      else { return (.infinity, 0) }
      if whileMoving && abs(point.speed) < 0.05 { return (.infinity, 0) }
      let found = threats.margin(
        of: footprint(point.worldFromVehicle), after: ahead, speed: point.speed, start: start,
        assumption)
      if found.distance < best.distance { best = (found.distance, found.id, ahead) }
      return (found.distance, found.pace)
    }
    var before = look(after: Supervisor.step)
    let steps = Int((Supervisor.horizon / Supervisor.step).rounded())
    for index in 2...steps {
      let now = look(after: Double(index) * Supervisor.step)
      // Between two looks somebody near may come nearer: every 5 cm of the way then.
      let way = max(now.pace, before.pace) * Supervisor.step
      if min(now.distance, before.distance) < way {
        let parts = min(10, Int((way / 0.05).rounded(.up)))
        for part in 1..<max(parts, 1) {
          let share = Double(part) / Double(parts)
          _ = look(after: (Double(index) - 1 + share) * Supervisor.step)
        }
      }
      before = now
    }
    return best
  }

  /// Whether, after the reaction time, a full stop would no longer avoid who brakes hard ahead,
  /// although braking now still would: then the plan uses up the last safe moment.
  private func wayOut(_ plan: Trajectory) -> PlanFault? {
    guard let path = MinimumRisk(along: plan, ego, at: time), ego.speed > 1 else { return nil }
    // Braking firmly is the proper response already (RSS): nothing better is to be had.
    let soon = plan.clampedSample(at: time + SimulationTime(seconds: 1))
    if let soon, abs(ego.speed) - abs(soon.speed) > 2.5 { return nil }
    let rate = min(MinimumRisk.emergency, check.limits.deceleration)
    let late = stop(after: plan, path, rate)
    let found = margin(of: late, .brakes)
    guard found.distance < 0 else { return nil }
    let now = path.trajectory(
      ego, at: time, deceleration: rate, label: "", reason: "")
    guard margin(of: now, .brakes).distance >= 0 else { return nil }
    return PlanFault(
      kind: .noWayOut,
      reason: "after \(Supervisor.reaction.short) s of it, hard braking by \(found.id) "
        + "could no longer be answered")
  }

  /// The plan for the reaction time, then full braking along its path.
  private func stop(after plan: Trajectory, _ path: MinimumRisk, _ rate: Double) -> Trajectory {
    let until = time + SimulationTime(seconds: Supervisor.reaction)
    guard let point = plan.clampedSample(at: until) else { return plan }
    let then = VehicleState(
      time: until, worldFromVehicle: point.worldFromVehicle, speed: point.speed,
      acceleration: point.acceleration)
    guard let rest = MinimumRisk(along: plan, then, at: until) else { return plan }
    let braking = rest.trajectory(then, at: until, deceleration: rate, label: "", reason: "")
    let before = plan.points.filter { $0.time >= time && $0.time < until }
    return Trajectory(label: "", points: before + braking.points)
  }

  private func footprint(_ pose: SE2) -> PlacedBox { check.vehicle.footprint(at: pose).placed }
}

/// Makes a plan drivable that asks a little too much, without leaving its path.
enum Clamp {
  /// The plan on the same path at speeds the car can change to; nil where that is not enough.
  static func clamped(
    _ plan: Trajectory, _ inspection: Inspection, _ vehicle: VehicleSpec
  ) -> Trajectory? {
    let limits = inspection.check.limits
    guard let first = plan.points.first else { return nil }
    var points = [first]
    var (distance, speed) = (0.0, first.speed)
    let lengths = distances(plan.points)
    for (a, b) in zip(plan.points, plan.points.dropFirst()) {
      let dt = (b.time - a.time).seconds
      guard dt > 0, dt < 1 else { return nil }
      let most = min(limits.acceleration(at: abs(speed)), limits.acceleration)
      let change = min(max(b.speed - speed, -limits.deceleration * dt), most * dt)
      let next = min(max(speed + change, limits.speed.low), limits.speed.high)
      // Gear changes are not clamped: a path driven back and forth has no single order.
      guard next * first.speed >= 0 || abs(next) < 1e-9 else { return nil }
      distance += abs(speed + next) / 2 * dt
      let place = place(distance, plan.points, lengths)
      points.append(
        Trajectory.Point(
          time: b.time, worldFromVehicle: place.pose, speed: next, acceleration: change / dt,
          curvature: place.curvature))
      speed = next
    }
    return Trajectory(label: plan.label, points: points, reason: "clamped: \(plan.reason)")
  }

  private static func distances(_ points: [Trajectory.Point]) -> [Double] {
    var sum = 0.0
    var result = [0.0]
    for (a, b) in zip(points, points.dropFirst()) {
      sum += a.worldFromVehicle.position.distance(to: b.worldFromVehicle.position)
      result.append(sum)
    }
    return result
  }

  private static func place(
    _ distance: Double, _ points: [Trajectory.Point], _ lengths: [Double]
  ) -> (pose: SE2, curvature: Double) {
    var index = 0
    while index + 2 < lengths.count && lengths[index + 1] <= distance { index += 1 }
    guard index + 1 < points.count else {
      return (points[index].worldFromVehicle, points[index].curvature)
    }
    let (a, b) = (points[index], points[index + 1])
    let span = lengths[index + 1] - lengths[index]
    let share = span > 1e-9 ? min(max((distance - lengths[index]) / span, 0), 1) : 0
    return (
      a.worldFromVehicle.blended(b.worldFromVehicle, share),
      a.curvature + (b.curvature - a.curvature) * share
    )
  }
}
