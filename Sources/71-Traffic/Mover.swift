import DrivingCore
import Geometry
import Roads

/// One actor while it moves: where it is on its way, how fast, and what it is about to do.
struct Mover: Sendable {
  /// How it moves.
  enum Mode: Sendable { case parked, recorded, lane, path, gone }

  var mode: Mode
  /// What it looks like from outside, as of the last move.
  var object: TrackedObject
  /// Whether it is there at all: recorded actors come and go.
  var isPresent = true

  /// How far along its lane or path it is (m).
  var s = 0.0
  var speed: Double
  var acceleration = 0.0
  /// How far to the left of its lane or path it is (m).
  var offset = 0.0
  var sideways: SidewaysMove?

  /// On lanes: the lane, those that follow, and the lane it is still leaving.
  var lane = -1
  var chain: [Int] = []
  var chainIndex = 0
  var leaving = -1
  var leavingShift = 0.0
  var lastChange = -Double.infinity
  /// On which tenth of a second it thinks about changing lanes: by where it started, not by its name.
  var thinkingPhase = 0

  /// Off lanes: its own way.
  var path: Path?

  /// Car-following, if it does.
  var driver: Actor.Follower?
  /// The script, and what of it is under way.
  var phases: [Actor.Phase] = []
  var nextPhase = 0
  var wantedSpeed: Double
  var speedRate = 0.0
  /// When the last phase began (s).
  var phaseBegan = 0.0
  /// Scripted: how far before the ego it stops (m), and whether it stays at the end of its way.
  var keepsOffEgo: Double?
  var staysAtEnd = false
  /// Since when the ego has stood in its way (s); nil where it does not.
  var heldUpSince: Double?

  /// The recording.
  var states: [Actor.RecordedState] = []
  var cursor = 0

  var halfLength: Double { object.box.length / 2 }

  /// Places an actor on the roads.
  init(_ actor: Actor, roads: TrafficRoads) {
    object = actor.start
    let along = actor.start.speed
    (speed, wantedSpeed, mode) = (along, along, .parked)
    (appears, isPresent) = (actor.appears, actor.appears == nil)
    switch actor.behaviour {
    case .parked:
      speed = 0
      (object.velocity, object.acceleration, object.yawRate) = (.zero, 0, 0)
    case .recorded(let states):
      (self.states, mode, reaction) = (states, .recorded, actor.reaction)
    case .following(let driver):
      self.driver = driver
      if !enterLane(roads) { enterPath(Mover.straight(object.box.worldFromBox)) }
    case .scripted(let phases):
      self.phases = phases
      (keepsOffEgo, staysAtEnd) = (actor.keepsOffEgo, actor.staysAtEnd)
      if actor.way.isEmpty {
        enterPath(roads: roads)
      } else {
        enterPath(Path(Mover.rounded([object.box.worldFromBox.position] + actor.way)))
      }
    }
  }

  /// From when on it is there; nil once it is.
  var appears: SimulationTime?
  /// The driver a recorded actor becomes as soon as it is there.
  var reaction: Actor.Follower?

  /// Makes a recorded or scripted actor a driver who keeps to its way, but looks ahead.
  mutating func react(as driver: Actor.Follower) {
    if mode == .path { self.driver = driver }
    guard mode == .recorded, isPresent else { return }
    (self.driver, reaction) = (driver, nil)
    let rest = states.dropFirst(cursor).map(\.worldFromBox.position)
    var points = [object.box.worldFromBox.position]
    for point in rest where point.distance(to: points[points.count - 1]) > 0.5 {
      points.append(point)
    }
    let last = states.last?.worldFromBox ?? object.box.worldFromBox
    points.append(points[points.count - 1] + last.forward * 2_000)
    enterPath(Path(Polyline(points)) ?? Mover.straight(object.box.worldFromBox))
  }

  /// A straight way of two kilometres from a pose on; what comes from behind is on it, too.
  private static func straight(_ pose: SE2) -> Path? {
    Path(
      Polyline([
        pose.position - pose.forward * 300, pose.position, pose.position + pose.forward * 2_000,
      ]))
  }

  /// Goes back the way it came, and two metres on.
  mutating func turnBack() {
    guard let path else { return }
    var back = [object.box.worldFromBox.position]
    for (point, driven) in zip(path.points, path.arcLengths).reversed() where driven < s - 0.1 {
      back.append(point)
    }
    guard let last = back.last else { return }
    back.append(last - Vector2(direction: path.heading(at: 0)) * 2)
    guard let way = Path(Polyline(back)) else { return }
    (self.path, s, heldUpSince, staysAtEnd) = (way, 0, nil, false)
  }

  /// A way with its corners cut by 0.3 m, so that who follows it turns instead of jumping.
  private static func rounded(_ corners: [Vector2]) -> Polyline {
    var points = [corners[0]]
    for index in corners.indices.dropFirst() {
      let (before, here) = (corners[index - 1], corners[index])
      guard index + 1 < corners.count else {
        points.append(here)
        break
      }
      let after = corners[index + 1]
      let cut = min(0.3, before.distance(to: here) / 3, here.distance(to: after) / 3)
      let (a, b) = (here.towards(before, cut), here.towards(after, cut))
      for step in 0...4 {
        // A parabola that touches both legs.
        let share = Double(step) / 4
        points.append(
          a.interpolated(to: here, share).interpolated(to: here.interpolated(to: b, share), share))
      }
    }
    return Polyline(points)
  }

  private mutating func enterLane(_ roads: TrafficRoads) -> Bool {
    guard let match = roads.map.lane(at: object.box.worldFromBox, within: 2),
      abs(match.headingDifference) < .pi / 2, let number = roads.number(of: match.lane)
    else { return false }
    (mode, lane, s, offset) = (.lane, number, match.s, match.d)
    chain = roads.chain(from: number, at: match.s)
    // Places are often whole metres: a shift keeps rounding from choosing the tenth.
    thinkingPhase = Int(((match.s + 0.37).rounded(.down)).truncatingRemainder(dividingBy: 10))
    if abs(offset) > 0.05 {
      sideways = SidewaysMove(from: offset, to: 0, start: 0, duration: 4)
    }
    return true
  }

  private mutating func enterPath(_ path: Path?) {
    (self.path, mode) = (path, path == nil ? .parked : .path)
    s = path?.project(object.box.worldFromBox.position).arcLength ?? 0
    offset = 0
  }

  /// The road under the actor as one path, some way back too, or straight on without a road.
  private mutating func enterPath(roads: TrafficRoads) {
    let pose = object.box.worldFromBox
    guard let match = roads.map.lane(at: pose, within: 2),
      abs(match.headingDifference) < .pi / 2,
      let road = roads.map.path(
        through: roads.map.chain(from: match.lane, at: match.s, ahead: 5_000, behind: 300))
    else { return enterPath(Mover.straight(pose)) }
    let projection = road.project(pose.position)
    enterPath(road)
    (s, offset) = (projection.arcLength, projection.offset)
  }

  /// Shows the actor at its place on a way, at a time (s).
  mutating func show(on path: Path, at time: Double) {
    var rate = 0.0
    if let sideways {
      (offset, rate) = sideways.at(time)
      if sideways.isOver(at: time) { (self.sideways, leaving) = (nil, -1) }
    }
    let heading = path.heading(at: s)
    let (sine, cosine) = Portable.sincos(heading)
    let place = path.point(at: s)
    object.box.worldFromBox = SE2(
      x: place.x - sine * offset, y: place.y + cosine * offset,
      heading: rate == 0 ? heading : heading + Portable.atan2(rate, max(speed, 0.1)))
    object.velocity = Vector2(cosine * speed - sine * rate, sine * speed + cosine * rate)
    object.acceleration = acceleration
    object.yawRate = speed * path.curvature(at: s)
  }

  /// Moves on for a span (s): speed never falls below zero.
  mutating func roll(_ span: Double) {
    let next = speed + acceleration * span
    if next >= 0 {
      s += (speed + next) / 2 * span
      speed = next
    } else {
      s += acceleration < 0 ? speed * speed / (-2 * acceleration) : 0
      speed = 0
    }
  }
}

extension Vector2 {
  /// The point a distance (m) from here towards another.
  fileprivate func towards(_ other: Vector2, _ distance: Double) -> Vector2 {
    let way = other - self
    return self + way * (distance / max(way.length, 1e-9))
  }
}
