import DrivingCore
import Geometry
import Roads

/// Everyone else: parked, recorded, following and scripted actors, moved together.
///
/// Drivers decide ten times a second on what all, the ego included, did until then; motion is
/// computed at every step. The order is that of the ids; nothing depends on anything else.
/// The cost of a step is linear in the number of actors. See `docs/guides/Traffic.md`.
public struct TrafficField: TrafficModel {
  /// How often drivers decide.
  public static let decisionInterval = SimulationTime(nanoseconds: 100_000_000)
  /// How far drivers look (m).
  public static let sight = 200.0

  private let actors: [Actor]
  private var ego: VehicleSpec?
  var roads: TrafficRoads
  var movers: [Mover]
  var occupancy: LaneOccupancy
  /// The movers on lanes, in the order of the last decision.
  private var order: [Int] = []
  private var nextDecision = SimulationTime(nanoseconds: .min)
  /// Whether anyone needs to know who is on which lane.
  var hasDrivers: Bool
  /// How far the ego has driven so far (m), whether ever backwards, and where it was seen last.
  var egoTravelled = 0.0
  var egoHasReversed = false
  private var egoSeen: Vector2?

  /// Who the stage is.
  public var description: StageDescription {
    StageDescription(name: "traffic-field", version: 1)
  }

  /// Places actors on a map; of two with one id the first is kept.
  public init(actors: [Actor], map: RoadMap, ego: VehicleSpec? = nil) {
    var kept: [Actor] = []
    for (_, actor) in actors.enumerated().sorted(by: {
      ($0.element.start.id, $0.offset) < ($1.element.start.id, $1.offset)
    }) where kept.last?.start.id != actor.start.id {
      kept.append(actor)
    }
    self.actors = kept
    self.ego = ego
    let roads = TrafficRoads(map)
    self.roads = roads
    let movers = kept.map { Mover($0, roads: roads) }
    self.movers = movers
    occupancy = LaneOccupancy(lanes: roads.ids.count)
    order = movers.indices.filter { movers[$0].mode == .lane }
    hasDrivers = movers.contains { $0.driver != nil || $0.reaction != nil }
  }

  /// Puts every actor back to its start, on the mission's map.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self = TrafficField(actors: actors, map: mission.map, ego: mission.vehicle)
  }

  /// Those who are there at a time before anything moved, ordered by id: a run's first scene.
  public func objects(at time: SimulationTime) -> [TrackedObject] {
    var shown: [TrackedObject] = []
    for mover in movers {
      var mover = mover
      if mover.mode == .recorded { TrafficField.replay(&mover, at: time) }
      if mover.isPresent && mover.mode != .gone { shown.append(mover.object) }
    }
    return shown
  }

  /// Lets a recorded actor that is there react from now on: it keeps its way, but looks ahead.
  /// - Returns: false where there is no such recorded actor at this moment.
  @discardableResult
  public mutating func makeReactive(_ id: String, as driver: Actor.Follower) -> Bool {
    guard let index = movers.firstIndex(where: { $0.object.id == id }),
      movers[index].mode == .recorded, movers[index].isPresent
    else { return false }
    movers[index].react(as: driver)
    hasDrivers = true
    return true
  }

  /// Lets recorded actors that are meant to react do so once they are there.
  private mutating func startReactions() {
    for index in movers.indices where movers[index].mode == .recorded {
      if let driver = movers[index].reaction { movers[index].react(as: driver) }
    }
  }

  /// Everyone a span later, ordered by id.
  /// - Throws: `StageFailure` where the span is not positive or longer than an hour.
  public mutating func step(
    _ input: TrafficInput, at time: SimulationTime
  ) throws(StageFailure) -> [TrackedObject] {
    guard input.span > .zero, input.span.seconds <= 3_600 else {
      throw StageFailure(
        stage: description.name, kind: .unavailable,
        reason: "found a span of \(input.span.seconds) s; expected more than 0 and at most 3600 s")
    }
    let guest = egoGuest(input.scene.ego)
    watch(input.scene.ego)
    if nextDecision.nanoseconds == .min { startMoves(at: input.scene.time.seconds) }
    var now = input.scene.time
    let end = now + input.span
    while now < end {
      if now >= nextDecision { decide(guest, at: now) }
      let next = min(end, nextDecision)
      move(from: now, to: next, ego: guest)
      now = next
    }
    return movers.compactMap { $0.isPresent && $0.mode != .gone ? $0.object : nil }
  }

  /// Notes what the ego has done so far.
  private mutating func watch(_ ego: VehicleState) {
    let position = ego.worldFromVehicle.position
    guard position.isFinite, ego.speed.isFinite else { return }
    egoTravelled += egoSeen?.distance(to: position) ?? 0
    egoSeen = position
    if ego.speed < -0.05 { egoHasReversed = true }
  }

  /// Drivers who start beside the middle of their lane drift to it from the run's start on.
  private mutating func startMoves(at time: Double) {
    for index in movers.indices { movers[index].sideways?.start = time }
  }

  /// The ego as the drivers see it; nil where its state is not finite.
  private func egoGuest(_ state: VehicleState) -> Guest? {
    let pose = state.worldFromVehicle
    guard (pose.position.x + pose.position.y + pose.heading + state.speed).isFinite else {
      return nil
    }
    let box =
      ego?.footprint(at: pose) ?? OrientedBox(worldFromBox: pose, length: 4.5, width: 1.8)
    return Guest(box: box, velocity: pose.forward * state.speed, mover: -1)
  }

  // MARK: - Deciding

  private mutating func decide(_ ego: Guest?, at now: SimulationTime) {
    let interval = TrafficField.decisionInterval.nanoseconds
    let tick = (Double(now.nanoseconds) / Double(interval)).rounded(.down)
    nextDecision = SimulationTime(nanoseconds: (Int64(tick) + 1) * interval)
    guard hasDrivers else { return }
    startReactions()
    survey(ego)
    for index in movers.indices where movers[index].driver != nil {
      if movers[index].mode == .lane { movers[index].acceleration = laneAcceleration(index) }
      if movers[index].mode == .path {
        movers[index].acceleration = pathAcceleration(index, ego)
      }
    }
    considerLaneChanges(tick: Int(tick), now: now.seconds)
  }

  /// Notes who is on which lane.
  private mutating func survey(_ ego: Guest?) {
    occupancy.removeAll()
    guard !roads.ids.isEmpty else { return }
    for index in order where movers[index].mode == .lane { enter(index) }
    if let ego { enter(ego) }
    for index in movers.indices where movers[index].mode != .lane {
      let mover = movers[index]
      guard mover.isPresent, mover.mode != .gone else { continue }
      enter(Guest(box: mover.object.box, velocity: mover.object.velocity, mover: index))
    }
    occupancy.arrange()
    order.removeAll(keepingCapacity: true)
    for entry in occupancy.entries where entry.isMain { order.append(entry.mover) }
  }

  private mutating func enter(_ index: Int) {
    var entry = LaneOccupancy.Entry(
      lane: movers[index].lane, s: movers[index].s, halfLength: movers[index].halfLength,
      speed: movers[index].speed, mover: index, isMain: true)
    occupancy.append(entry)
    if movers[index].leaving >= 0 {
      (entry.lane, entry.isMain) = (movers[index].leaving, false)
      entry.s += movers[index].leavingShift
      occupancy.append(entry)
    }
  }

  /// Enters someone who is not bound to a lane into all lanes that it touches.
  private mutating func enter(_ guest: Guest) {
    var touched: [LaneID] = []
    for probe in guest.probes {
      for lane in roads.map.lanes(containing: probe) where !touched.contains(lane) {
        touched.append(lane)
      }
    }
    for lane in touched {
      guard let number = roads.number(of: lane) else { continue }
      let s = roads.paths[number].project(guest.box.worldFromBox.position).arcLength
      let direction = Vector2(direction: roads.paths[number].heading(at: s))
      occupancy.append(
        LaneOccupancy.Entry(
          lane: number, s: s, halfLength: guest.box.length / 2,
          speed: guest.velocity.dot(direction), mover: guest.mover, isMain: false))
    }
  }

  // MARK: - Moving

  private mutating func move(from now: SimulationTime, to next: SimulationTime, ego: Guest?) {
    let (span, time) = ((next - now).seconds, next.seconds)
    for index in movers.indices {
      if let appears = movers[index].appears {
        guard appears <= next else { continue }
        (movers[index].appears, movers[index].isPresent) = (nil, true)
      }
      switch movers[index].mode {
      case .parked, .gone: break
      case .recorded: TrafficField.replay(&movers[index], at: next)
      case .lane: moveOnLane(index, span, time)
      case .path:
        if !movers[index].phases.isEmpty || movers[index].keepsOffEgo != nil {
          script(index, now: now.seconds, span, ego)
        }
        moveOnPath(index, span, time)
      }
    }
  }

  private mutating func moveOnLane(_ index: Int, _ span: Double, _ time: Double) {
    movers[index].roll(span)
    while movers[index].s > roads.paths[movers[index].lane].length {
      movers[index].s -= roads.paths[movers[index].lane].length
      guard let following = nextLane(index) else {
        movers[index].mode = .gone
        return
      }
      movers[index].lane = following
      // A lane that is being left is not followed into the next ones.
      movers[index].leaving = -1
    }
    movers[index].show(on: roads.paths[movers[index].lane], at: time)
  }

  private mutating func nextLane(_ index: Int) -> Int? {
    if movers[index].chainIndex + 1 >= movers[index].chain.count {
      // Rings end where they close: look again from here.
      movers[index].chain = roads.chain(from: movers[index].lane, at: 0)
      movers[index].chainIndex = 0
    }
    guard movers[index].chainIndex + 1 < movers[index].chain.count else { return nil }
    movers[index].chainIndex += 1
    return movers[index].chain[movers[index].chainIndex]
  }

  private mutating func moveOnPath(_ index: Int, _ span: Double, _ time: Double) {
    movers[index].roll(span)
    guard let path = movers[index].path, movers[index].s <= path.length || movers[index].staysAtEnd
    else {
      movers[index].mode = .gone
      return
    }
    if movers[index].s >= path.length {
      movers[index].s = path.length
      (movers[index].speed, movers[index].acceleration) = (0, 0)
    }
    movers[index].show(on: path, at: time)
  }

  private static func replay(_ mover: inout Mover, at time: SimulationTime) {
    guard let state = RecordedMotion.state(mover.states, at: time, cursor: &mover.cursor) else {
      mover.isPresent = false
      return
    }
    mover.isPresent = true
    mover.speed = state.speed
    mover.object.box.worldFromBox = state.worldFromBox
    mover.object.velocity = state.worldFromBox.forward * state.speed
    mover.object.acceleration = state.acceleration
    mover.object.yawRate = RecordedMotion.yawRate(mover.states, cursor: mover.cursor)
  }
}

/// Someone who is not bound to a lane: the ego, or an actor on its own way.
struct Guest: Sendable {
  var box: OrientedBox
  var velocity: Vector2
  /// The number of the actor; -1 is the ego.
  var mover: Int

  /// The middle and the corners.
  var probes: [Vector2] { [box.worldFromBox.position] + box.corners }
}
