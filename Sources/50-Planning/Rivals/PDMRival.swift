import DrivingCore
import Geometry
import Roads

/// PDM-Closed-like: the rule planner that won nuPlan's closed loop of 2023, from its constants.
///
/// Proposals, roll-out, score and choice are those of `tuplan_garage` b51d5d0 and agree with it (see
/// the conformance tests). It is called "like" for what differs: the map and the others are looked
/// at within 150 m instead of 50 m; there are no traffic lights and no intersections; the centre
/// line follows the lane driven instead of being fixed at the start; what is handed on is the
/// rolled-out trajectory, where nuPlan's tracker would drive the proposal; the emergency brake is a
/// constant 4.05 m/s².
public struct PDMRival: Planner {
  /// Who the stage is.
  public var description: StageDescription {
    StageDescription(name: changesLanes ? "pdm-lanes" : "pdm-closed", version: 1)
  }

  /// Whether lane changes are among the proposals: our addition, scored by the same score.
  public let changesLanes: Bool

  /// The durations of the lane changes proposed (s).
  static let changeTimes = [3.5, 5.5]

  private var mission: Mission?
  private var road = RivalRoad()
  private var touched: Set<String> = []

  /// Creates the rival.
  public init(changesLanes: Bool) { self.changesLanes = changesLanes }

  /// Takes the car and the route.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self = PDMRival(changesLanes: changesLanes)
    self.mission = mission
  }

  /// Plans 4 s: rolls out the proposals, scores them, takes the best.
  /// - Throws: `StageFailure` where the ego's state is not finite or no lane is found.
  public mutating func step(
    _ request: PlanRequest, at time: SimulationTime
  ) throws(StageFailure) -> Trajectory {
    guard let mission, request.world.ego.isFinite else {
      throw failure("no mission or no finite ego")
    }
    let (world, ego) = (request.world, request.world.ego)
    guard let course = road.course(ego.worldFromVehicle, in: world, mission),
      let here = course.line.frame.toFrenet(CartesianMotion(ego))
    else { throw failure("the ego is in no lane of the map; expected one within reach") }
    let body = mission.vehicle.body
    let box = body.box(rear: ego.worldFromVehicle.position, forward: ego.worldFromVehicle.forward)
    let reach = max(PDM.radius, ego.speed * 5 + 30)
    let forecast = PDMForecast(world.objects, near: box, radius: reach, ignoring: touched)
    forecast.touched.forEach { touched.insert($0) }
    let ends = road.endsEarly(course, RivalRoad.route(world, mission))
    guard
      let centre = DiscretePath(
        course.line, from: here.s - 20,
        to: ends ? course.line.end : max(course.line.end, here.s + 500))
    else {
      throw failure("the lane has no length")
    }
    let limit = course.line.limit(at: here.s)
    let usual = max(PDM.speedWithoutLimit, mission.start.speed)
    let targets = PDM.shares.map { $0 * max(limit.isFinite ? limit : usual, 0.1) }
    let (paths, isWanted) = paths(course, centre, ego, here, world, mission)
    let proposals = PDMProposals(
      paths: paths, targets: targets, forecast: forecast, ego: ego, body: body)
    let scorer = PDMScorer(
      forecast: forecast, areas: areas(near: box.centre, reach, course, world), centre: centre,
      body: body)
    return choose(proposals, scorer, isWanted, ego, mission, time)
  }

  private func failure(_ reason: String) -> StageFailure {
    StageFailure(stage: description.name, kind: .unavailable, reason: reason)
  }

  /// Rolls out, scores, and brakes where a collision is near and the speed low.
  private func choose(
    _ proposals: PDMProposals, _ scorer: PDMScorer, _ isWanted: [Bool], _ ego: VehicleState,
    _ mission: Mission, _ time: SimulationTime
  ) -> Trajectory {
    let simulation = PDMSimulation(wheelbase: mission.vehicle.body.wheelbase)
    let start = PDMState(ego)
    let rolls = proposals.proposals.map { simulation.roll($0.poses, from: start) }
    let verdicts = rolls.map(scorer.judge)
    var scores = PDMScorer.scores(verdicts)
    for index in scores.indices where !isWanted[proposals.proposals[index].path] {
      scores[index] *= 0.5
    }
    var best = 0
    for index in scores.indices where scores[index] > scores[best] { best = index }
    if let step = verdicts[best].collisionStep, Double(step) * PDM.step <= PDM.brakeTime,
      ego.speed <= PDM.brakeSpeed
    {
      let profile = RivalPlan.profile(speed: max(0, ego.speed), acceleration: ego.acceleration) {
        _, speed, _ in speed > 0 ? -PDM.braking : 0
      }
      return RivalPlan.straight(
        ego, profile, at: time, label: "emergency brake",
        reason: "collision in \((Double(step) * PDM.step).short) s")
    }
    return trajectory(
      rolls[best], onPath: proposals.proposals[best].path, mission, time,
      reason: "proposal \(best) of \(scores.count) scores \((scores[best] * 100).short)")
  }

  /// The roll-out as a plan of 4 s.
  private func trajectory(
    _ roll: [PDMState], onPath path: Int, _ mission: Mission, _ time: SimulationTime,
    reason: String
  ) -> Trajectory {
    let wheelbase = mission.vehicle.body.wheelbase
    let points = roll.indices.map { index -> Trajectory.Point in
      let state = roll[index]
      return Trajectory.Point(
        time: time + SimulationTime(nanoseconds: Int64(index) * 100_000_000),
        worldFromVehicle: SE2(position: state.position, heading: state.heading),
        speed: max(0, state.speed), acceleration: state.acceleration,
        curvature: Portable.tan(state.steering) / wheelbase)
    }
    return Trajectory(
      label: "proposal on path \(path)", points: points, reason: reason)
  }
}

extension PDMRival {
  /// The centre line with its offsets, and the changes of lanes; and whether the route wants each.
  private mutating func paths(
    _ course: RivalRoad.Course, _ centre: DiscretePath, _ ego: VehicleState,
    _ here: FrenetMotion, _ world: WorldModel, _ mission: Mission
  ) -> (paths: [DiscretePath], isWanted: [Bool]) {
    var paths = PDM.offsets.compactMap { $0 == 0 ? centre : centre.shifted(by: $0) }
    guard changesLanes else { return (paths, paths.map { _ in true }) }
    let route = RivalRoad.route(world, mission)
    let demanded = road.demanded(from: course, speed: ego.speed, at: here.s, route)
    var isWanted = paths.map { _ in demanded == nil }
    for side in [RivalRoad.Side.left, .right] {
      guard let there = road.course(beside: course.lane, side, route),
        let start = there.line.frame.toFrenet(CartesianMotion(ego)),
        demanded != nil || there.line.end - start.s > 150
      else { continue }
      for seconds in PDMRival.changeTimes {
        guard
          let way = CandidatePath(
            from: start, to: 0, length: max(12, ego.speed * seconds), reach: ego.speed * 9 + 60,
            on: there.line),
          let last = way.knots.last,
          let tail = DiscretePath(
            there.line, from: last.s + 2, to: max(last.s + 6, here.s + 500)),
          let path = DiscretePath(
            way.knots.map { (position: $0.position, heading: $0.direction.direction) }
              + zip(tail.positions, tail.headings).map { (position: $0, heading: $1) })
        else { continue }
        paths.append(path)
        isWanted.append(demanded == nil || demanded == side)
      }
    }
    return (paths, isWanted)
  }

  /// The lanes near by, and whether driving there is driving the right way.
  private func areas(
    near centre: Vector2, _ reach: Double, _ course: RivalRoad.Course, _ world: WorldModel
  ) -> [PDMScorer.Area] {
    let window = Bounds(low: centre, high: centre).expanded(by: reach)
    let square = Polygon([
      window.low, Vector2(window.high.x, window.low.y), window.high,
      Vector2(window.low.x, window.high.y),
    ])
    // The right way: the lanes driven and those beside them in the same direction.
    var right = Set(course.line.lanes)
    for id in course.line.lanes {
      for side in [\Lane.leftNeighbour, \Lane.rightNeighbour] {
        var lane = world.map[id]
        while let next = lane?[keyPath: side], next.sameDirection, right.insert(next.id).inserted {
          lane = world.map[next.id]
        }
      }
    }
    return world.map.lanes.compactMap { lane in
      guard let outline = world.map.outline(of: lane.id), outline.bounds.intersects(window)
      else { return nil }
      let near = outline.clipped(to: square)
      guard near.corners.count >= 3 else { return nil }
      return PDMScorer.Area(outline: near, isOnRoute: right.contains(lane.id))
    }
  }
}

extension PDMState {
  /// The ego as PDM-Closed sees it.
  fileprivate init(_ ego: VehicleState) {
    self.init(
      position: ego.worldFromVehicle.position, heading: ego.worldFromVehicle.heading,
      speed: max(0, ego.speed), acceleration: ego.acceleration, steering: ego.steeringAngle,
      steeringRate: ego.steeringRate)
  }
}

extension CartesianMotion {
  /// The motion of an ego, its bend left out.
  fileprivate init(_ ego: VehicleState) {
    self.init(
      pose: ego.worldFromVehicle, speed: max(0, ego.speed), acceleration: ego.acceleration)
  }
}

extension DiscretePath {
  /// A piece of a line.
  fileprivate init?(_ line: ReferenceLine, from start: Double, to end: Double) {
    let low = max(0, start)
    guard end.isFinite, end > low + 2 else { return nil }
    // Two metres are close enough on a motorway; beyond the known road it goes straight on.
    let poses = stride(from: low, through: end, by: 2).map { s in
      let reference = line.frame.reference(at: s)
      return (position: reference.position, heading: reference.direction.direction)
    }
    self.init(poses)
  }
}
