import DrivingCore
import Geometry
import Roads

/// Rivals by car-following: IDM keeps its lane, IDM+MOBIL changes lanes for gain and for the route.
///
/// Sources: `RivalFollowing`; Kesting, Treiber, Helbing, General Lane-Changing Model MOBIL
/// (Transportation Research Record 1999, 2007) with politeness 0.25, threshold 0.1 m/s², safe
/// braking 4 m/s² and a keep-right bias of 0.2 m/s².
public struct CarFollowingRival: Planner {
  /// Who the stage is.
  public var description: StageDescription {
    StageDescription(name: changesLanes ? "idm-mobil" : "idm", version: 1)
  }

  /// Whether lanes are changed.
  public let changesLanes: Bool

  static let (politeness, threshold, safeBraking, keepRight) = (0.25, 0.1, 4.0, 0.2)
  /// A change takes so long (s), and this long after one none is begun.
  static let (changeTime, calm) = (4.0, 4.0)

  private var mission: Mission?
  private var road = RivalRoad()
  private var following = RivalFollowing()
  private var settledAt: SimulationTime?

  /// Creates the rival.
  public init(changesLanes: Bool) { self.changesLanes = changesLanes }

  /// Takes the car and the route.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self = CarFollowingRival(changesLanes: changesLanes)
    self.mission = mission
  }

  /// Plans 6 s; the decision of the reasoner is not looked at.
  /// - Throws: `StageFailure` where the ego's state is not finite or no lane is found.
  public mutating func step(
    _ request: PlanRequest, at time: SimulationTime
  ) throws(StageFailure) -> Trajectory {
    guard let mission, request.world.ego.isFinite else {
      throw StageFailure(
        stage: description.name, kind: .unavailable, reason: "no mission or no finite ego")
    }
    let world = request.world
    let start = PlanStart(request, at: time, mission.vehicle).motion
    let route = RivalRoad.route(world, mission)
    guard let course = road.course(start.pose, in: world, mission) else {
      throw StageFailure(
        stage: description.name, kind: .unavailable,
        reason: "the ego is in no lane of the map; expected one within reach")
    }
    if changesLanes { chooseLane(course, start, world, mission, route, time) }
    let goal = road.targetCourse(route) ?? course
    return try plan(goal, course, start, world, mission, time)
  }

  private mutating func plan(
    _ goal: RivalRoad.Course, _ here: RivalRoad.Course, _ start: CartesianMotion,
    _ world: WorldModel, _ mission: Mission, _ time: SimulationTime
  ) throws(StageFailure) -> Trajectory {
    let limits = KinematicLimits(mission.vehicle)
    guard let motion = goal.line.frame.toFrenet(start),
      let path = RivalPlan.path(
        from: motion, on: goal.line, speed: start.speed,
        seconds: abs(motion.d) > 1 ? CarFollowingRival.changeTime : 3, limits: limits)
    else {
      throw StageFailure(
        stage: description.name, kind: .unavailable, reason: "the ego lies across its lane")
    }
    let body = mission.vehicle.body
    var views = [(motion.s, view(world, goal.line, motion.s, body))]
    if goal.lane != here.lane, let mine = here.line.frame.toFrenet(start) {
      views.append((mine.s, view(world, here.line, mine.s, body)))
    }
    let leads = views.compactMap(\.1.ahead)
    let end = goal.line.end - motion.s - 5
    let isDeadEnd = road.endsEarly(goal, RivalRoad.route(world, mission))
    let profile = RivalPlan.profile(
      speed: start.speed, acceleration: start.acceleration
    ) { step, speed, travelled in
      let t = Double(step) * SpeedProfile.step
      let desired = desiredSpeed(goal.line, motion.s + travelled, mission)
      var pull = following.pull(speed: speed, desired: desired, gap: nil, leadSpeed: 0)
      for lead in leads {
        let gap = lead.gap + max(lead.speed, 0) * t - travelled
        pull = min(
          pull,
          following.pull(speed: speed, desired: desired, gap: gap, leadSpeed: max(lead.speed, 0)))
      }
      if isDeadEnd {
        pull = min(
          pull,
          following.pull(
            speed: speed, desired: desired, gap: end - travelled - body.length, leadSpeed: 0))
      }
      return pull
    }
    let verb = goal.lane == here.lane ? "keep" : "change to"
    return RivalPlan.trajectory(
      path, profile, on: goal.line, at: time, label: "\(verb) \(goal.line.source)",
      reason: leads.first.map { "\($0.id) ahead at \($0.gap.short) m" } ?? "nobody ahead")
  }

  private func view(
    _ world: WorldModel, _ line: ReferenceLine, _ s: Double, _ body: VehicleSpec.Body
  ) -> RivalView {
    RivalView(
      world.objects, along: line, at: s, body: body, corridor: body.width / 2 + 0.2)
  }

  /// The limit, or the slower speed of a bend (2.5 m/s² across).
  private func desiredSpeed(_ line: ReferenceLine, _ s: Double, _ mission: Mission) -> Double {
    let limit = line.limit(at: s)
    let usual = max(Asked.speedWithoutLimit, mission.start.speed)
    let bend = abs(line.frame.reference(at: s + 10).curvature)
    let inBend = bend > 1e-6 ? (2.5 / bend).squareRoot() : .infinity
    return min(limit.isFinite ? limit : usual, inBend)
  }
}

extension CarFollowingRival {
  /// Begins, goes on with or ends a change of lanes.
  private mutating func chooseLane(
    _ course: RivalRoad.Course, _ start: CartesianMotion, _ world: WorldModel,
    _ mission: Mission, _ route: [LaneID], _ time: SimulationTime
  ) {
    if let target = road.targetCourse(route) {
      let offset = target.line.frame.toFrenet(start)?.d ?? 0
      if abs(offset) < 0.4 {
        road.endChange()
        settledAt = time
      }
      return
    }
    if let settledAt, (time - settledAt).seconds < CarFollowingRival.calm { return }
    guard let here = course.line.frame.toFrenet(start) else { return }
    let demanded = road.demanded(from: course, speed: start.speed, at: here.s, route)
    guard demanded != nil || start.speed > 8 else { return }
    var best: (gain: Double, lane: LaneID)?
    for side in demanded.map({ [$0] }) ?? [.left, .right] {
      guard let there = road.course(beside: course.lane, side, route) else { continue }
      guard let gain = gain(of: there, side, from: course, start, world, mission) else { continue }
      let isWorth = demanded != nil || gain > CarFollowingRival.threshold
      if isWorth && gain > best?.gain ?? -.infinity { best = (gain, there.lane) }
    }
    if let best { road.begin(changeTo: best.lane) }
  }

  /// What a change gains (m/s²); nil where it is not safe.
  private func gain(
    of there: RivalRoad.Course, _ side: RivalRoad.Side, from here: RivalRoad.Course,
    _ start: CartesianMotion, _ world: WorldModel, _ mission: Mission
  ) -> Double? {
    guard let mine = here.line.frame.toFrenet(start), let other = there.line.frame.toFrenet(start),
      there.line.end - other.s > min(150, here.line.end - mine.s)
    else { return nil }
    let body = mission.vehicle.body
    let now = view(world, here.line, mine.s, body)
    let then = view(world, there.line, other.s, body)
    let desired = desiredSpeed(here.line, mine.s, mission)
    func pull(_ view: RivalView) -> Double {
      following.pull(
        speed: start.speed, desired: desired, gap: view.ahead?.gap,
        leadSpeed: view.ahead?.speed ?? 0)
    }
    let (before, after) = (pull(now), pull(then))
    guard after > -CarFollowingRival.safeBraking, (then.ahead?.gap ?? 100) > 2,
      (then.behind?.gap ?? 100) > 2
    else { return nil }
    var others = 0.0
    if let follower = then.behind {
      let free = following.pull(
        speed: follower.speed, desired: max(follower.speed, 5) * 1.05,
        gap: then.ahead.map { $0.gap + follower.gap + body.length },
        leadSpeed: then.ahead?.speed ?? 0)
      let behindEgo = following.pull(
        speed: follower.speed, desired: max(follower.speed, 5) * 1.05, gap: follower.gap,
        leadSpeed: start.speed)
      guard behindEgo > -CarFollowingRival.safeBraking else { return nil }
      others = behindEgo - free
    }
    let bias = side == .right ? CarFollowingRival.keepRight : -CarFollowingRival.keepRight
    return after - before + CarFollowingRival.politeness * others + bias
  }
}
