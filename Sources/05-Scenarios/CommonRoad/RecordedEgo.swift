import DrivingCore
import Geometry
import Roads

/// Replaces recorded vehicles by the ego, one scenario each: the recording is the expert.
struct RecordedEgo {
  /// The shortest recording that is worth driving (s).
  static let minimumDuration = 2.0
  /// The shortest way that counts as motion (m).
  static let minimumWay = 2.0
  /// How far a corner may lie outside the road (m), as nuPlan's drivable-area metric allows.
  static let roadTolerance = 0.3

  /// A scenario with everyone recorded and no ego.
  let base: Scenario
  let options: ScenarioLoader.Options

  /// One scenario for each vehicle that can be replaced, in the order of the actors.
  func scenarios(_ wanted: RecordedVehicles) -> [Scenario] {
    let road = DrivableArea(base.map)
    return base.actors.compactMap { actor in
      if case .id(let id) = wanted, actor.start.id != id { return nil }
      return scenario(replacing: actor, road: road)
    }
  }

  /// The scenario in which the ego drives in an actor's place; nil where it was no moving vehicle
  /// on the road for long enough.
  private func scenario(replacing actor: Actor, road: DrivableArea) -> Scenario? {
    guard actor.start.kind.isVehicle || actor.start.kind == .unknown,
      case .recorded(let all) = actor.behaviour,
      let span = drivable(all, without: actor, road: road)
    else { return nil }
    let states = Array(all[span])
    let vehicle = base.vehicle
    guard let first = states.first, let last = states.last,
      RecordedEgo.way(states) >= RecordedEgo.minimumWay, states.allSatisfy({ $0.speed >= -0.5 })
    else { return nil }
    let shift = -first.time.seconds
    var scenario = base
    scenario.id = "\(base.id)/recorded-\(actor.start.id)"
    scenario.title = "\(base.benchmark?.id ?? base.id), ego in place of vehicle \(actor.start.id)"
    scenario.notEvaluated = nil
    scenario.benchmark?.planningProblem = Int(actor.start.id)
    scenario.benchmark?.replacedObstacle = Int(actor.start.id)
    scenario.benchmark?.isRecordedEgo = true
    if let step = base.timeStep {
      scenario.benchmark?.initialTimeStep = Int((first.time.seconds / step).rounded())
    }
    let expert = RecordedEgo.expert(states, vehicle: vehicle)
    scenario.expert = expert
    if let start = expert.first { scenario.start = start }
    scenario.actors = base.actors.filter { $0.start.id != actor.start.id }
      .compactMap { $0.shifted(by: shift) }
    let recorded = (last.time - first.time).seconds
    scenario.duration = recorded + max(2, 0.3 * recorded)
    scenario.criteria.goalReached = true
    scenario.goal = goal(states, duration: scenario.duration)
    if span.count < all.count {
      scenario.notes.append(
        "\(all.count - span.count) of \(all.count) recorded states are left out: "
          + "off the road, or in contact with others there")
    }
    return scenario
  }

  /// The longest run of states in which the ego's body is on the road, starting clear of others.
  private func drivable(
    _ states: [Actor.RecordedState], without actor: Actor, road: DrivableArea
  ) -> Range<Int>? {
    var (best, start): (Range<Int>, Int?) = (0..<0, nil)
    for (index, state) in states.enumerated() {
      let body = OrientedBox(
        worldFromBox: state.worldFromBox, length: base.vehicle.body.length,
        width: base.vehicle.body.width)
      guard road.contains(body, tolerance: RecordedEgo.roadTolerance) else {
        start = nil
        continue
      }
      if start == nil, !touches(body, at: state.time, without: actor) { start = index }
      if let start, index + 1 - start > best.count { best = start..<(index + 1) }
    }
    guard let first = best.first, let last = best.last,
      (states[last].time - states[first].time).seconds >= RecordedEgo.minimumDuration - 1e-9
    else { return nil }
    return best
  }

  private func touches(_ body: OrientedBox, at time: SimulationTime, without actor: Actor) -> Bool {
    let outline = Polygon(body.corners)
    return base.actors.contains { other in
      guard other.start.id != actor.start.id, let box = other.box(at: time) else { return false }
      return Polygon(box.corners).intersects(outline)
    }
  }

  /// Where the recording ends: a stretch of lane before and after its last position.
  private func goal(_ states: [Actor.RecordedState], duration: Double) -> Goal {
    guard let last = states.last else { return Goal() }
    let way = RecordedEgo.way(states)
    let back = min(max(3, 0.1 * way), 0.5 * way)
    let region = [
      Vector2(-back, -1.75), Vector2(10, -1.75), Vector2(10, 1.75), Vector2(-back, 1.75),
    ].map { last.worldFromBox * $0 }
    return Goal(regions: [Polygon(region)], time: Goal.Interval(0, duration))
  }

  private static func way(_ states: [Actor.RecordedState]) -> Double {
    zip(states, states.dropFirst()).reduce(0) { sum, pair in
      sum + pair.0.worldFromBox.position.distance(to: pair.1.worldFromBox.position)
    }
  }
}

extension RecordedEgo {
  /// From the middle of the box to the rear axle.
  static func rearFromCentre(_ vehicle: VehicleSpec) -> SE2 {
    SE2(x: vehicle.body.rearOverhang - vehicle.body.length / 2, y: 0, heading: 0)
  }

  /// The road-wheel angle of a turn without slip (rad); 0 where the car hardly moves.
  static func steering(_ vehicle: VehicleSpec, speed: Double, yawRate: Double) -> Double {
    guard speed.magnitude > 1 else { return 0 }
    // Beyond what a driver corners at it is noise of a heading: 4 m/s².
    let most = 4 / speed.magnitude
    let turning = min(max(yawRate, -most), most)
    let angle = Portable.atan(vehicle.body.wheelbase * turning / speed)
    return min(max(angle, -vehicle.limits.steeringAngle), vehicle.limits.steeringAngle)
  }

  /// The angle at which the centre of gravity moves while the rear axle rolls straight on (rad).
  static func slip(_ vehicle: VehicleSpec, speed: Double, yawRate: Double) -> Double {
    let angle = steering(vehicle, speed: speed, yawRate: yawRate)
    let rear = vehicle.body.wheelbase - vehicle.inertia.frontAxleToCentre
    return Portable.atan(rear * Portable.tan(angle) / vehicle.body.wheelbase)
  }

  /// The recording as states of this car's rear axle, from time 0; rates are differences.
  static func expert(_ states: [Actor.RecordedState], vehicle: VehicleSpec) -> [VehicleState] {
    guard let start = states.first?.time else { return [] }
    return states.indices.map { index in
      let state = states[index]
      let (low, high) = window(around: index, in: states)
      let span = (states[high].time - states[low].time).seconds
      var (yawRate, acceleration) = (0.0, state.acceleration)
      if span > 0 {
        yawRate =
          Angle.difference(
            from: states[low].worldFromBox.heading, to: states[high].worldFromBox.heading) / span
        if acceleration == 0 { acceleration = (states[high].speed - states[low].speed) / span }
      }
      return VehicleState(
        time: state.time - start, worldFromVehicle: state.worldFromBox * rearFromCentre(vehicle),
        speed: state.speed, acceleration: acceleration, yawRate: yawRate,
        steeringAngle: steering(vehicle, speed: state.speed, yawRate: yawRate),
        slipAngle: slip(vehicle, speed: state.speed, yawRate: yawRate))
    }
  }

  /// The states within half a second: headings of recordings jitter from one to the next.
  private static func window(
    around index: Int, in states: [Actor.RecordedState]
  ) -> (low: Int, high: Int) {
    let half = SimulationTime(nanoseconds: 500_000_000)
    var (low, high) = (index, index)
    while low > 0 && states[index].time - states[low - 1].time <= half { low -= 1 }
    while high + 1 < states.count && states[high + 1].time - states[index].time <= half {
      high += 1
    }
    if high == low { (low, high) = (max(index - 1, 0), min(index + 1, states.count - 1)) }
    return (low, high)
  }

  /// Says what is odd about the start of a planned ego.
  static func noteStart(_ scenario: inout Scenario) {
    let body = scenario.vehicle.footprint(at: scenario.start.worldFromVehicle)
    let outline = Polygon(body.corners)
    if !DrivableArea(scenario.map).contains(body, tolerance: roadTolerance) {
      scenario.notes.append("the ego starts partly outside the lanelets")
    }
    for actor in scenario.actors {
      if let box = actor.box(at: .zero), Polygon(box.corners).intersects(outline) {
        scenario.notes.append("obstacle \(actor.start.id) touches the ego at the start")
      }
    }
  }
}
