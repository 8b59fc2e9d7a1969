import DrivingCore
import Geometry
import Roads

/// What stands round the ego: the lot and the objects that do not move.
struct StandingThings: Hashable, Sendable {
  /// The lot.
  var lot: ParkingLot?
  /// Objects at rest, by id.
  var objects: [TrackedObject]

  /// Whether nothing has moved by more than 5 cm or a degree, come or gone.
  func isLike(_ other: StandingThings) -> Bool {
    guard lot == other.lot, objects.count == other.objects.count else { return false }
    return zip(objects, other.objects).allSatisfy { $0.isWhere($1) }
  }

  /// Whether an object is one of these and where it was.
  func holds(_ object: TrackedObject) -> Bool { objects.contains { $0.isWhere(object) } }
}

/// Tells who stands for good from who only stops for a moment.
///
/// Whoever stands when the search begins is taken to stay. Who stops later is waited for, and
/// counts as standing after three seconds: then a way round is looked for.
struct StandingWatch: Sendable {
  /// How long somebody stands before a way round is searched (s).
  static let patience = SimulationTime(nanoseconds: 3_000_000_000)
  /// Slower than this is standing (m/s).
  static let rest = 0.05

  private var entries: [(object: TrackedObject, since: SimulationTime)] = []
  private var hasBegun = false

  /// Looks at everyone again.
  mutating func look(at world: WorldModel, _ time: SimulationTime) {
    let before = entries
    entries = world.objects.compactMap { object in
      guard object.isUsable, object.velocity.length < StandingWatch.rest else { return nil }
      let known = before.first { $0.object.isWhere(object) }
      let fresh = hasBegun ? time : time - StandingWatch.patience
      return (known?.object ?? object, known?.since ?? fresh)
    }
    hasBegun = true
  }

  /// The lot and who has stood long enough, by id.
  func standing(in lot: ParkingLot?, at time: SimulationTime) -> StandingThings {
    StandingThings(
      lot: lot,
      objects: entries.filter { time - $0.since >= StandingWatch.patience }.map(\.object))
  }
}

extension TrackedObject {
  /// Whether this is the same one within 5 cm and a degree of where it was, not moving.
  func isWhere(_ other: TrackedObject) -> Bool {
    let (here, there) = (box.worldFromBox, other.box.worldFromBox)
    return id == other.id && velocity.length < StandingWatch.rest
      && here.position.distance(to: there.position) < 0.05
      && abs(Angle.difference(from: here.heading, to: there.heading)) < 0.02
  }
}
