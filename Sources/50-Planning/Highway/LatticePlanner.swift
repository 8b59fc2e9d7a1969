import DrivingCore
import Geometry
import Roads

/// Plans on roads: samples ways across and along in road coordinates, drops what cannot be driven
/// or would touch somebody, and takes the cheapest.
///
/// References: Werling, Ziegler, Kammel, Thrun, Optimal Trajectory Generation for Dynamic Street
/// Scenarios in a Frenét Frame (ICRA 2010); Dauner et al., Parting with Misconceptions about
/// Learning-based Vehicle Motion Planning (CoRL 2023) for car-following proposals.
public struct LatticePlanner: Planner {
  /// Who the stage is.
  public let description = StageDescription(name: "lattice", version: 1)

  var mission: Mission?
  var memory = LaneMemory()
  var detours = Detours()

  /// Creates the planner.
  public init() {}

  /// Takes the car, the goal and the style.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self.mission = mission
    memory = LaneMemory()
    detours = Detours()
  }

  /// Plans 6 s in steps of 0.1 s, starting on the plan being driven.
  /// - Throws: `StageFailure` where the ego lies across the road or its state is not finite.
  public mutating func step(
    _ request: PlanRequest, at time: SimulationTime
  ) throws(StageFailure) -> Trajectory {
    guard let mission else { throw failure("no mission yet; call prepare first") }
    let world = request.world
    guard world.ego.isFinite else {
      throw failure("the ego's state is not finite or faster than 150 m/s; check the tracker")
    }
    let start = PlanStart(request, at: time, mission.vehicle)
    let asked = Asked(request, mission, start)
    detours.watch(world.objects, at: time)
    let lines = memory.lines(for: world, mission, asked, start)
    var corridors: [Corridor] = []
    for (purpose, line) in lines {
      if let corridor = corridor(purpose, line, world, mission, asked, start, time) {
        corridors.append(corridor)
      }
    }
    if let gap = asked.gap, asked.wantsChange, corridors.count == 2, corridors[1].refusal != nil {
      let side = asked.path == .laneChangeLeft ? 1.0 : -1.0
      let body = mission.vehicle.body
      corridors[0].yields = corridors[0].leader(
        ofGap: gap, offset: side * corridors[0].line.width,
        egoMiddle: corridors[0].start.s - body.rearOverhang + body.length / 2)
    }
    guard !corridors.isEmpty else {
      throw failure(
        "the ego lies across every lane known here; expected it within 80 degrees of one; "
          + "start it along a lane")
    }
    let search = search(mission, asked)
    let choice = search.best(
      of: corridors, speed: start.motion.speed, acceleration: start.motion.acceleration)
    guard let path = choice.path else { throw failure("no path could be laid along the lane") }
    let chosen = corridors[choice.corridor]
    memory.note(detour: path.isDetour, offset: chosen.start.d, width: chosen.line.width)
    return trajectory(choice, path, corridors[choice.corridor], world, time)
  }

  private func failure(_ reason: String) -> StageFailure {
    StageFailure(stage: description.name, kind: .unavailable, reason: reason)
  }

  private func search(_ mission: Mission, _ asked: Asked) -> LatticeSearch {
    let style = mission.style
    let judge = CandidateJudge(
      vehicle: mission.vehicle, limits: KinematicLimits(mission.vehicle), style: style,
      headway: asked.headway, wantsChange: asked.wantsChange, nudge: asked.nudge)
    let following = CarFollowing(
      headway: asked.headway, acceleration: style.acceleration, deceleration: style.deceleration)
    return LatticeSearch(judge: judge, following: following, jerk: min(style.jerk, 3.5))
  }
}

extension LatticePlanner {
  /// Gathers what is known along a line; nil where the ego lies across it.
  private func corridor(
    _ purpose: Corridor.Purpose, _ line: ReferenceLine, _ world: WorldModel, _ mission: Mission,
    _ asked: Asked, _ start: PlanStart, _ time: SimulationTime
  ) -> Corridor? {
    guard let motion = line.frame.toFrenet(start.motion), abs(motion.dSlope) < 5 else { return nil }
    let others = ObjectPrediction(
      world.objects, along: line, near: motion.s, steps: SpeedProfile.steps,
      step: SpeedProfile.step, reach: 60 + start.motion.speed * 7,
      on: world.map)
    let goal = mission.goal.flatMap {
      GoalWindow(
        $0, along: line, near: motion.s, elapsed: (time - mission.start.time).seconds)
    }
    let cap = goal?.speed(from: motion.s, wanted: asked.speed) ?? asked.speed
    let mustStand = goal.flatMap { goal in
      (goal.speed?.high ?? 1) < 0.5 ? (goal.s.low + goal.s.high) / 2 : nil
    }
    let slow = goal.flatMap { goal in goal.speed.map { (s: goal.s.low, speed: $0.high) } }
    let ceiling = SpeedCeiling(
      along: line, from: motion.s, reach: 60 + start.motion.speed * 8, cap: cap,
      factor: mission.style.speedFactor, lateral: mission.style.lateralAcceleration,
      deceleration: 0.7 * mission.style.deceleration, goal: mustStand == nil ? slow : nil)
    var corridor = Corridor(
      purpose: purpose, line: line, start: motion, others: others, ceiling: ceiling,
      stop: mustStand, goal: goal, refusal: nil, startApart: [])
    let box = mission.vehicle.footprint(at: start.motion.pose).placed
    corridor.startApart = (0..<others.count).map { box.separation(from: others.boxes[$0]) }
    corridor.road = world.map
    if purpose == .keep && !world.map.lanes.isEmpty {
      corridor.detours = detours.offsets(
        in: corridor, objects: world.objects, vehicle: mission.vehicle,
        reach: 40 + start.motion.speed * 5, at: time)
    }
    if purpose == .change { corridor.refusal = refusal(corridor, mission.vehicle, world) }
    return corridor
  }

  /// Why the ego may not move over to a line now; nil where it may, or is half over already.
  private func refusal(_ corridor: Corridor, _ vehicle: VehicleSpec, _ world: WorldModel) -> String?
  {
    let start = corridor.start
    guard abs(start.d) > corridor.line.width * 0.55 else { return nil }
    let rear = start.s - vehicle.body.rearOverhang
    let front = rear + vehicle.body.length
    let half = vehicle.body.width / 2 + 0.3
    if let object = corridor.carBehindTooClose(
      egoRear: rear, egoFront: front, egoSpeed: start.sRate, halfWidth: half, laneOffset: 0)
    {
      return "\(world.objects[corridor.others.source[object]].id) comes too close from behind"
    }
    if let object = corridor.carAheadTooClose(
      egoFront: front, egoSpeed: start.sRate, halfWidth: half, laneOffset: 0)
    {
      return "\(world.objects[corridor.others.source[object]].id) is too close ahead"
    }
    return nil
  }

  /// The chosen candidate as a trajectory with exact poses, and why it was chosen.
  private func trajectory(
    _ choice: LatticeChoice, _ path: CandidatePath, _ corridor: Corridor, _ world: WorldModel,
    _ time: SimulationTime
  ) -> Trajectory {
    let verb = corridor.purpose == .keep ? "keep" : "change to"
    return Trajectory(
      label: "\(verb) \(corridor.line.source)",
      points: path.points(driving: choice.profile, on: corridor.line, from: time),
      reason: reason(choice, corridor, world))
  }

  private func reason(
    _ choice: LatticeChoice, _ corridor: Corridor, _ world: WorldModel
  ) -> String {
    func name(_ object: Int) -> String { world.objects[corridor.others.source[object]].id }
    var parts: [String] = []
    if let lead = choice.cost.lead {
      parts.append("\(name(lead.object)) ahead at \(lead.gap.short) m")
    }
    if let contact = choice.cost.contact {
      parts.append(
        "contact with \(name(contact.object)) in \(contact.time.short) s, nothing better")
    }
    let bad = Infeasibility.allCases.filter { choice.breaches[$0.rawValue] > 0 }.map {
      "\(choice.breaches[$0.rawValue]) \($0.words)"
    }
    let sum = choice.breaches.reduce(0, +)
    parts.append("\(choice.rated - sum) of \(choice.rated) candidates possible")
    return (parts + bad).joined(separator: "; ")
  }
}

extension Double {
  /// The number with one decimal, for sentences; very large ones as they are.
  var short: String {
    guard abs(self) < 1e12 else { return "\(self)" }
    let tenths = Int((self * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}

extension VehicleState {
  /// Whether pose, speed, acceleration and steering are finite numbers of a car's size.
  var isFinite: Bool {
    worldFromVehicle.isFinite && abs(speed) < 150 && acceleration.isFinite && steeringAngle.isFinite
  }
}
