import DrivingCore
import Geometry

/// A way that is being driven, with its times.
struct ParkingPlan: Sendable {
  /// How many searches it took so far.
  let searches: Int
  private let standing: StandingThings
  private var timed: Trajectory
  /// Since when the ego waits for somebody; nil while it drives.
  private var waitsSince: SimulationTime?

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
    if !standing.isLike(now) { return "what stands here has changed" }
    guard let wanted = nearest(to: ego.worldFromVehicle, at: time) else { return "no plan" }
    let astray = wanted.position.distance(to: ego.worldFromVehicle.position)
    let turn = abs(Angle.difference(from: wanted.heading, to: ego.worldFromVehicle.heading))
    if astray > ParkingPlanner.strayed { return "\(astray.short) m off the way" }
    if turn > ParkingPlanner.turned { return "turned off the way" }
    return nil
  }

  /// Whether what stands is still what the way was searched among.
  func isAmong(_ now: StandingThings) -> Bool { standing.isLike(now) }

  /// The pose of the way nearest to the ego, at any time up to a little after now.
  ///
  /// A car that lags behind the clock, by however many strokes, is still on its way; only being
  /// beside it counts.
  private func nearest(to pose: SE2, at time: SimulationTime) -> SE2? {
    var best: (distance: Double, pose: SE2)?
    let latest = time + SimulationTime(nanoseconds: 800_000_000)
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

  /// The trajectory to follow now: stands still while somebody is about to cross the way.
  mutating func trajectory(
    for world: WorldModel, _ vehicle: VehicleSpec, at time: SimulationTime
  ) -> Trajectory {
    let moving = world.objects.filter { $0.isUsable && $0.velocity.length >= 0.05 }
    if let since = waitsSince {
      guard blocker(moving, world, vehicle, from: since, at: time) == nil else {
        return hold(world, vehicle, at: time, "waits until the way is free")
      }
      // Go on where the plan was left: everything later by the time waited.
      let delay = time - since
      timed.points = timed.points.map { point in
        var point = point
        if point.time > since { point.time += delay }
        return point
      }
      waitsSince = nil
      return timed
    }
    guard let id = blocker(moving, world, vehicle, from: time, at: time) else { return timed }
    waitsSince = time
    return hold(world, vehicle, at: time, "waits for \(id)")
  }

  /// Who will be within 0.3 m of the ego during the next 3 s of the plan; nil where nobody.
  private func blocker(
    _ moving: [TrackedObject], _ world: WorldModel, _ vehicle: VehicleSpec,
    from planTime: SimulationTime, at time: SimulationTime
  ) -> String? {
    for object in moving {
      for step in 0...15 {
        let ahead = SimulationTime(nanoseconds: Int64(step) * 200_000_000)
        guard let point = timed.clampedSample(at: planTime + ahead) else { continue }
        let ego = vehicle.footprint(at: point.worldFromVehicle).placed
        var box = object.box
        box.worldFromBox.position += object.velocity * ahead.seconds
        if ego.separation(from: box.placed) < 0.3 { return object.id }
      }
    }
    return nil
  }

  private func hold(
    _ world: WorldModel, _ vehicle: VehicleSpec, at time: SimulationTime, _ reason: String
  ) -> Trajectory {
    let span = abs(world.ego.speed)
    return Trajectory(
      label: "\(timed.label): wait",
      points: ParkingPlan.stopping(world.ego, at: time, max(span, 1), vehicle), reason: reason)
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
