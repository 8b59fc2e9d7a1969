import DrivingCore
import Geometry
import Roads

/// Reads `actors` and `traffic`: who, where, and how they behave.
struct ActorDecoder {
  let place: ScenarioPlace
  let start: VehicleState
  let seed: UInt64

  /// Everyone, ordered by id.
  func actors(_ file: ScenarioReader) throws(ScenarioFailure) -> [Actor] {
    var actors: [Actor] = []
    let furniture = place.road?.furniture() ?? []
    let ego = file.map("ego")
    for map in file.maps("actors") {
      let id = map.text("id") ?? ""
      let isTaken = furniture.contains { $0.start.id == id }
      guard id != "ego", !isTaken, !actors.contains(where: { $0.start.id == id }) else {
        throw map.failure(
          "id", found: "the name '\(id)' twice", expected: "unique names (the ego is 'ego')",
          advice: "rename it")
      }
      actors.append(try actor(map, id: id, ego: ego))
    }
    actors += furniture
    if let traffic = file.map("traffic") {
      let stream =
        traffic.has("density_per_km")
        ? try TrafficFlow(traffic, place: place, seed: seed).actors(
          ego: ego, clearOf: actors.map(\.start.box))
        : try TrafficStream(place: place, seed: seed).actors(traffic, ego: ego)
      if let twice = stream.first(where: { car in actors.contains { $0.start.id == car.start.id } })
      {
        throw traffic.failure(
          found: "the name '\(twice.start.id)' twice", expected: "unique names",
          advice: "rename the actor")
      }
      actors += stream
    }
    return actors.sorted { $0.start.id < $1.start.id }
  }

  private func actor(_ map: ScenarioReader, id: String, ego: ScenarioReader?)
    throws(ScenarioFailure) -> Actor
  {
    let word = map.text("kind") ?? "car"
    let kind = word == "other" ? .unknown : TrackedObject.Kind(rawValue: word) ?? .car
    let size = ActorDecoder.size(kind)
    let length = map.number("length_m") ?? size.length
    let width = map.number("width_m") ?? size.width
    let pose = try place.pose(map, station: try station(map, length: length, ego: ego))
    let speed = try map.speed("speed") ?? 0
    let box = OrientedBox(worldFromBox: pose, length: length, width: width)
    let object = TrackedObject(id: id, kind: kind, box: box, velocity: pose.forward * speed)
    var actor = Actor(start: object, behaviour: try behaviour(map, speed: speed))
    try addWay(map, to: &actor)
    if let time = map.number("appears_s"), time > 0 {
      guard !map.has("follow") else {
        throw map.failure(
          "appears_s", found: "a car-following driver out of nowhere",
          expected: "'appears_s' for a parked or scripted actor", advice: "remove one of them")
      }
      actor.appears = SimulationTime(seconds: time)
    }
    return actor
  }

  /// The way of a scripted actor, and whether it looks out for the ego on it.
  private func addWay(_ map: ScenarioReader, to actor: inout Actor) throws(ScenarioFailure) {
    guard let key = ["way", "keeps_off_ego_m", "at_end"].first(where: map.has) else { return }
    guard map.flag("parked") != true, !map.has("follow") else {
      throw map.failure(
        key, found: "'\(key)' for an actor that is parked or follows",
        expected: "'\(key)' for a scripted actor", advice: "remove one of them")
    }
    guard !map.has("at_end") || map.has("way") else {
      throw map.failure(
        "at_end", found: "an end without a way", expected: "'way' with 'at_end'",
        advice: "add a way")
    }
    var last = actor.start.box.worldFromBox.position
    for point in map.maps("way") {
      let next = Vector2(point.number("x_m") ?? 0, point.number("y_m") ?? 0)
      guard next.distance(to: last) > 0.05 else {
        throw point.failure(
          found: "two places of a way on one spot", expected: "places at least 0.05 m apart",
          advice: "remove one")
      }
      actor.way.append(next)
      last = next
    }
    if case .parked = actor.behaviour { actor.behaviour = .scripted([]) }
    actor.staysAtEnd = map.text("at_end") == "stays"
    actor.keepsOffEgo = map.number("keeps_off_ego_m")
  }

  /// The station that gap_ahead_m or gap_behind_m mean, bumper to bumper.
  private func station(_ map: ScenarioReader, length: Double, ego: ScenarioReader?)
    throws(ScenarioFailure) -> Double?
  {
    let gaps = ["gap_ahead_m", "gap_behind_m"].filter(map.has)
    guard let key = gaps.first else { return nil }
    if let other = (gaps.dropFirst() + ["s_m", "x_m", "y_m"].filter(map.has)).first {
      throw map.failure(
        other, found: "both '\(key)' and '\(other)'", expected: "one place", advice: "remove one")
    }
    guard let egoStation = place.station(ofEgo: ego) else {
      throw map.failure(
        key, found: "'\(key)' without an ego on a lane", expected: "an ego with lane and s_m",
        advice: "place the ego on a lane, or the actor by x_m and y_m")
    }
    let reach = (place.vehicle.body.length + length) / 2 + (map.number(key) ?? 0)
    return egoStation + (key == "gap_ahead_m" ? reach : -reach)
  }

  private func behaviour(_ map: ScenarioReader, speed: Double) throws(ScenarioFailure)
    -> Actor.Behaviour
  {
    let given = ["parked", "follow", "script"].filter(map.has)
    guard given.count <= 1 else {
      throw map.failure(
        given[1], found: "both '\(given[0])' and '\(given[1])'", expected: "one behaviour",
        advice: "remove one")
    }
    if map.flag("parked") == true {
      guard speed == 0 else {
        throw map.failure(
          "parked", found: "a parked actor that moves", expected: "no speed",
          advice: "remove 'parked' or the speed")
      }
      return .parked
    }
    if let follow = map.map("follow") {
      return .following(try ActorDecoder.follower(follow, speed: speed))
    }
    if map.has("script") {
      var phases: [Actor.Phase] = []
      for phase in map.maps("script") { phases.append(try self.phase(phase, start: speed)) }
      return .scripted(phases)
    }
    return speed == 0 ? .parked : .scripted([])
  }

  /// A car-following driver; it wants its start speed where nothing else is said.
  static func follower(_ map: ScenarioReader, speed: Double) throws(ScenarioFailure)
    -> Actor.Follower
  {
    let desired = try map.speed("desired_speed") ?? speed
    guard desired > 0 else {
      throw map.failure(
        found: "no speed to want", expected: "desired_speed_kph above 0", advice: "add it")
    }
    return Actor.Follower(
      desiredSpeed: desired, headway: map.number("headway_s") ?? 1.5,
      standstillGap: map.number("standstill_gap_m") ?? 2,
      acceleration: map.number("acceleration_mps2") ?? 1.5,
      deceleration: map.number("deceleration_mps2") ?? 2, politeness: map.number("politeness"))
  }

  /// A phase of the script of an actor that starts at a speed (m/s).
  private func phase(_ map: ScenarioReader, start: Double) throws(ScenarioFailure) -> Actor.Phase {
    let when = map.map("when")
    let trigger = ActorDecoder.trigger(when)
    let actions = ["change_speed", "change_lane", "react"].filter(map.has)
    guard actions.count == 1 else {
      throw map.failure(
        found: actions.isEmpty ? "a phase without an action" : "two actions in one phase",
        expected: "change_speed, change_lane or react", advice: "one action a phase, in order")
    }
    if let driver = map.map("react") {
      return .init(
        trigger: trigger, action: .react(try ActorDecoder.follower(driver, speed: start)))
    }
    let (speed, lane) = (map.map("change_speed"), map.map("change_lane"))
    if let speed {
      guard let target = try speed.speed("to") else {
        throw speed.failure(
          found: "no speed to reach", expected: "to_kph or to_mps", advice: "add it")
      }
      return .init(
        trigger: trigger,
        action: .changeSpeed(target: target, rate: speed.number("rate_mps2") ?? 2))
    }
    return .init(trigger: trigger, action: try changeLane(lane ?? map))
  }

  private static func trigger(_ when: ScenarioReader?) -> Actor.Trigger {
    var trigger = Actor.Trigger(
      time: when?.number("time_s"), gapToEgo: when?.number("gap_to_ego_m"),
      timeToCollision: when?.number("time_to_collision_s"))
    trigger.after = when?.number("after_s")
    trigger.distanceToEgo = when?.number("ego_within_m")
    trigger.egoTravelled = when?.number("ego_travelled_m")
    trigger.egoHasReversed = when?.flag("ego_reversed")
    return trigger
  }

  private func changeLane(_ map: ScenarioReader) throws(ScenarioFailure) -> Actor.Action {
    guard map.has("lanes") != map.has("offset_m") else {
      throw map.failure(
        found: "a change of lane without one clear target", expected: "either lanes or offset_m",
        advice: "give one of them")
    }
    let laneWidth = place.road?.laneWidth
    guard
      let offset = map.number("offset_m")
        ?? map.integer("lanes").flatMap({ lanes in laneWidth.map { $0 * Double(lanes) } })
    else {
      throw map.failure(
        "lanes", found: "lanes in a car park", expected: "offset_m", advice: "use offset_m")
    }
    return .changeLane(offset: offset, duration: map.number("duration_s") ?? 4)
  }

  /// Usual outside measures (m) of each kind of road user.
  static func size(_ kind: TrackedObject.Kind) -> (length: Double, width: Double) {
    switch kind {
    case .car, .unknown: (4.6, 1.85)
    case .truck: (12, 2.5)
    case .bus: (12, 2.55)
    case .motorcycle: (2.2, 0.8)
    case .bicycle: (1.8, 0.6)
    case .pedestrian: (0.5, 0.6)
    case .barrier: (2, 0.5)
    }
  }
}
