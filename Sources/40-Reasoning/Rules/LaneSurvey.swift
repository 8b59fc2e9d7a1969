import DrivingCore
import Geometry
import Roads

/// Who drives in a lane, seen from the ego: the nearest car ahead and the nearest behind.
struct LaneSurvey: Hashable, Sendable {
  /// Somebody in the lane.
  struct Neighbour: Hashable, Sendable {
    /// Its name.
    var id: String
    /// Bumper to bumper (m); negative where it is beside the ego.
    var gap: Double
    /// Its speed along the lane (m/s).
    var speed: Double
  }

  /// A place where the lane bends.
  struct Bend: Hashable, Sendable {
    /// How far ahead (m).
    var distance: Double
    /// How sharply (1/m), positive.
    var curvature: Double
  }

  /// The lane.
  var lane: LaneID
  /// The nearest ahead.
  var ahead: Neighbour?
  /// The nearest behind or beside.
  var behind: Neighbour?
  /// How far the lane and its followers go on (m), as far as looked at.
  var remaining: Double
  /// The legal limit where the ego is (m/s); nil where none is known.
  var limit: Double?
  /// The bends ahead, in order, as far as looked at.
  var bends: [Bend]

  /// How far ahead and behind is looked at (m).
  static let (reachAhead, reachBehind) = (250.0, 120.0)

  /// Surveys a lane; nil where it has no length.
  init?(_ id: LaneID, of world: WorldModel, vehicle: VehicleSpec, route: [LaneID]) {
    let pose = world.ego.worldFromVehicle
    guard let match = world.map.match(pose, to: id), let lane = world.map[id] else { return nil }
    let guide = route.isEmpty ? nil : Route(sections: route.map { [$0] })
    let chain = world.map.chain(
      from: id, at: match.s, ahead: LaneSurvey.reachAhead, behind: LaneSurvey.reachBehind,
      route: guide)
    guard let path = world.map.path(through: chain) else { return nil }
    self.lane = id
    limit = lane.speedLimit
    let here = path.project(pose.position).arcLength
    remaining = path.length - here
    let look = max(30, world.ego.speed * 5)
    bends = stride(from: here, to: min(here + look, path.length), by: 4).map {
      Bend(distance: $0 - here, curvature: abs(path.curvature(at: $0)))
    }
    let width = min(max(lane.width(atFraction: 0.5), 2.5), 5)
    let rear = here - vehicle.body.rearOverhang
    let front = rear + vehicle.body.length
    for object in world.objects where object.isPlausible {
      place(object, path, rear, front, halfLane: width / 2)
    }
  }

  private mutating func place(
    _ object: TrackedObject, _ path: Path, _ rear: Double, _ front: Double, halfLane: Double
  ) {
    let box = object.box
    let foot = path.project(box.worldFromBox.position)
    let turn = box.worldFromBox.heading - path.heading(at: foot.arcLength)
    let (sine, cosine) = Portable.sincos(turn)
    let half = abs(cosine) * box.length / 2 + abs(sine) * box.width / 2
    let across = abs(sine) * box.length / 2 + abs(cosine) * box.width / 2
    // In the lane: its middle is, or it reaches half a metre in.
    guard abs(foot.offset) < max(halfLane, halfLane + across - 0.5) else { return }
    let direction = Vector2(direction: path.heading(at: foot.arcLength))
    let speed = object.velocity.dot(direction)
    if foot.arcLength - half > front - 1 {
      let gap = foot.arcLength - half - front
      guard gap < LaneSurvey.reachAhead, gap < ahead?.gap ?? .infinity else { return }
      ahead = Neighbour(id: object.id, gap: gap, speed: speed)
    } else {
      let gap = rear - foot.arcLength - half
      guard gap < LaneSurvey.reachBehind, gap < behind?.gap ?? .infinity else { return }
      behind = Neighbour(id: object.id, gap: gap, speed: speed)
    }
  }
}

extension TrackedObject {
  /// Whether its numbers are finite and its box has an extent.
  var isPlausible: Bool {
    box.worldFromBox.position.isFinite && box.worldFromBox.heading.isFinite && velocity.isFinite
      && box.length > 0 && box.width > 0 && box.length.isFinite && box.width.isFinite
  }
}
