import DrivingCore
import Geometry

/// A way that is being driven, with its times.
struct ParkingPlan: Sendable {
  /// How many searches it took so far.
  let searches: Int
  private let standing: StandingThings
  private var timed: Trajectory
  /// The stop that is held for somebody; nil while it drives.
  private var stop: Stop?
  /// Who was stopped for last, and how often in a row.
  private var last: (blocker: String, stops: Int)?

  /// A stop for somebody.
  private struct Stop: Sendable {
    var shown: Trajectory
    /// The time of the plan at which the car stands.
    var planTime: SimulationTime
    var deceleration: Double
    var blocker: String
    var since: SimulationTime
  }

  /// How hard is braked for others (m/s²): as gently as is enough.
  private static let decelerations = [1.0, 2.5, 6]
  /// How much later than planned a stop may begin (s): the percepts' age, and a car that still pulls.
  private static let reserve = 0.15

  /// Times a way that was found, after coming to rest.
  init(
    _ found: ParkingSearch.Found, _ ego: VehicleState, _ rest: (pose: SE2, time: Double),
    _ standing: StandingThings, _ mission: Mission, at time: SimulationTime, searches: Int,
    _ why: String
  ) {
    self.searches = searches
    self.standing = standing
    let room = found.strokes.flatMap(\.room).reduce(.infinity, min)
    let margin = room.isFinite ? "\(Int((room * 100).rounded(.down))) cm" : "everything"
    let reason =
      "\(why): \(found.path.length.short) m, \(found.path.gearChanges) gear changes, "
      + "\(found.expansions) poses tried, \(margin) kept clear, searched from the "
      + (found.isFromGoal ? "slot" : "car")
    let name = mission.goal?.slot.map { "park in \($0)" } ?? "park"
    let begin = time + SimulationTime(seconds: rest.time)
    timed = ParkingSpeed(mission.vehicle).trajectory(
      along: found.strokes, from: begin, steering: ego.steeringAngle, label: name, reason: reason)
    if rest.time > 0.05 {
      let stop = ParkingPlan.stopping(ego, at: time, rest.time, mission.vehicle)
      timed.points =
        stop + timed.points.filter { point in stop.last.map { point.time > $0.time } ?? true }
    }
  }

  /// Why a new way is needed; nil where this one still does.
  func reasonToSearch(
    _ ego: VehicleState, _ now: StandingThings, at time: SimulationTime
  ) -> String? {
    if standing.lot != now.lot { return "what stands here has changed" }
    let latest = time + SimulationTime(nanoseconds: 800_000_000)
    guard
      let wanted = nearest(to: ego.worldFromVehicle, upTo: latest)
        ?? nearest(to: ego, at: stop?.planTime ?? time)?.pose
    else { return "no plan" }
    let astray = wanted.position.distance(to: ego.worldFromVehicle.position)
    let turn = abs(Angle.difference(from: wanted.heading, to: ego.worldFromVehicle.heading))
    if astray > ParkingPlanner.strayed { return "\(astray.short) m off the way" }
    if turn > ParkingPlanner.turned { return "turned off the way" }
    return nil
  }

  /// Who is waited for, and since when; nil while the car drives.
  var waitsFor: (id: String, since: SimulationTime)? { stop.map { ($0.blocker, $0.since) } }

  /// Whether what stands is still what the way was searched among.
  func isAmong(_ now: StandingThings) -> Bool { standing.isLike(now) }

  /// How far the ego is from the way: from its pose nearest to it up to a little after now.
  ///
  /// A car that lags behind the clock, by however many strokes, is still on its way; only being
  /// beside it counts.
  private func nearest(to pose: SE2, upTo latest: SimulationTime) -> SE2? {
    var best: (distance: Double, pose: SE2)?
    for point in timed.points {
      if best != nil && point.time > latest { break }
      let there = point.worldFromVehicle
      let distance =
        there.position.distance(to: pose.position)
        + 0.5 * abs(Angle.difference(from: there.heading, to: pose.heading))
      if distance < best?.distance ?? .infinity { best = (distance, there) }
    }
    return best?.pose
  }

  /// The pose of the way nearest to the ego and its time: a little before and after now.
  ///
  /// A car that lags behind the clock is still on its way; only being beside it counts.
  private func nearest(
    to ego: VehicleState, at time: SimulationTime
  ) -> (pose: SE2, time: SimulationTime)? {
    var best: (distance: Double, pose: SE2, time: SimulationTime)?
    // A stop lasts: the car may have rolled past the place, or not have come up to it.
    for step in -60...(stop == nil ? 8 : 20) {
      let then = time + SimulationTime(nanoseconds: Int64(step) * 100_000_000)
      guard let there = timed.clampedSample(at: then) else { return nil }
      let turn = Angle.difference(
        from: there.worldFromVehicle.heading, to: ego.worldFromVehicle.heading)
      // Where the way is driven to and fro, the direction tells; of equals, what is nearest to now.
      let distance =
        there.worldFromVehicle.position.distance(to: ego.worldFromVehicle.position)
        + 0.5 * abs(turn) + (there.speed * ego.speed < -1e-3 ? 0.1 : 0)
        + 0.002 * Double(abs(step))
      if distance < best?.distance ?? .infinity {
        best = (distance, there.worldFromVehicle, then)
      }
    }
    return best.map { ($0.pose, $0.time) }
  }

  /// The trajectory to follow now: stands still while somebody is about to cross the way.
  mutating func trajectory(
    for world: WorldModel, _ vehicle: VehicleSpec, at time: SimulationTime
  ) -> Trajectory {
    let watch = CrossingWatch(world, except: standing, vehicle)
    if let held = stop { return wait(held, watch, world.ego, vehicle, at: time) }
    guard let now = nearest(to: world.ego, at: time) else { return timed }
    let going = watch.look(along: timed, from: now.time)
    guard let blocker = going.id else { return timed }
    let (best, finding) = bestStop(
      from: now.time, watch, world.ego, vehicle, blocker, at: time)
    // Where stopping does not help either, what keeps farther away is done.
    if !finding.isClear {
      let longer = watch.look(along: timed, from: now.time, over: CrossingWatch.stopHorizon)
      if longer.distance > finding.distance + 0.05 { return timed }
    }
    stop = best
    last = (blocker, last?.blocker == blocker ? (last?.stops ?? 0) + 1 : 1)
    return best.shown
  }

  /// How far ahead must be clear before it sets off again (s): the farther, the more often it had to
  /// stop for the same one again, so that it does not creep towards somebody who is slow.
  private var patience: Double {
    min(CrossingWatch.stopHorizon + 3 * Double(max(0, (last?.stops ?? 0) - 1)), 12)
  }

  /// The gentlest stop that keeps clear, or the one that keeps farthest away.
  private func bestStop(
    from planTime: SimulationTime, _ watch: CrossingWatch, _ ego: VehicleState,
    _ vehicle: VehicleSpec, _ blocker: String, at time: SimulationTime
  ) -> (stop: Stop, finding: CrossingWatch.Finding) {
    var best: (stop: Stop, finding: CrossingWatch.Finding)?
    for rate in ParkingPlan.decelerations {
      let delay = vehicle.actuators.accelerationDelay + vehicle.actuators.accelerationLag
      let (points, end) = PlanTempo.stop(
        timed, from: planTime, speed: ego.speed, at: time, deceleration: rate, delay: delay)
      let shown = Trajectory(
        label: "\(timed.label): wait", points: points, reason: "waits for \(blocker)")
      let late = PlanTempo.stop(
        timed, from: planTime, speed: ego.speed, at: time, deceleration: rate,
        delay: delay + ParkingPlan.reserve)
      let finding = watch.look(
        along: Trajectory(label: "", points: late.points), from: time,
        over: CrossingWatch.stopHorizon)
      let found = Stop(
        shown: shown, planTime: end, deceleration: rate, blocker: blocker, since: time)
      if finding.isClear { return (found, finding) }
      if finding.distance > (best?.finding.distance ?? -1) + 0.01 { best = (found, finding) }
    }
    return best ?? (
      Stop(
        shown: timed, planTime: planTime, deceleration: 1, blocker: blocker, since: time),
      CrossingWatch.Finding()
    )
  }

  /// Goes on standing, brakes harder, or sets off again.
  private mutating func wait(
    _ held: Stop, _ watch: CrossingWatch, _ ego: VehicleState, _ vehicle: VehicleSpec,
    at time: SimulationTime
  ) -> Trajectory {
    guard abs(ego.speed) < 0.02 else {
      let finding = watch.look(along: held.shown, from: time)
      guard let blocker = finding.id, held.deceleration < ParkingPlan.decelerations[2],
        let place = nearest(to: ego, at: held.planTime)
      else { return held.shown }
      var (harder, better) = bestStop(
        from: place.time, watch, ego, vehicle, blocker, at: time)
      guard better.isClear || better.distance > finding.distance + 0.05,
        harder.deceleration > held.deceleration
      else { return held.shown }
      harder.since = held.since
      stop = harder
      return harder.shown
    }
    let planTime = nearest(to: ego, at: held.planTime)?.time ?? held.planTime
    let plan = Trajectory(
      label: timed.label, points: PlanTempo.resume(timed, from: planTime, at: time),
      reason: timed.reason)
    let finding = watch.look(along: plan, from: time, over: patience, extra: 0.1)
    if let blocker = finding.id {
      stop?.blocker = blocker
      let going = watch.look(along: plan, from: time, over: CrossingWatch.stopHorizon)
      let staying = watch.look(along: held.shown, from: time, over: CrossingWatch.stopHorizon)
      // Who stands where something rolls to goes on, if that keeps farther away from everybody.
      guard !staying.isClear, going.distance > max(staying.distance, 0.1) + 0.1 else {
        return held.shown
      }
    }
    stop = nil
    timed = plan
    return timed
  }

  /// Braking at 1 m/s² with the wheels held, then standing.
  static func stopping(
    _ ego: VehicleState, at time: SimulationTime, _ span: Double, _ vehicle: VehicleSpec
  ) -> [Trajectory.Point] {
    let curvature = Portable.tan(ego.steeringAngle) / vehicle.body.wheelbase
    let sign = ego.speed < 0 ? -1.0 : 1
    let count = max(1, Int((span * 10).rounded(.up)))
    return (0...count).map { index in
      let elapsed = Double(index) / 10
      let moving = min(elapsed, abs(ego.speed))
      let driven = sign * (abs(ego.speed) - moving / 2) * moving
      let speed = abs(ego.speed) - moving
      return Trajectory.Point(
        time: time + SimulationTime(nanoseconds: Int64(index) * 100_000_000),
        worldFromVehicle: ego.worldFromVehicle.driven(driven, curvature: curvature),
        speed: sign * speed, acceleration: speed > 0 ? -sign : 0, curvature: curvature)
    }
  }
}
