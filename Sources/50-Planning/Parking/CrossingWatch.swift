import DrivingCore
import Geometry

/// Who will be too near to the ego on a way through time: people and cars that move, or stopped.
///
/// Everyone keeps the velocity it has, or goes on slowing down where it slows down: both are looked
/// at. The room to keep grows with the time looked ahead, since people turn and stop as they like.
/// Whoever is hidden is not known of: percepts say who is there.
struct CrossingWatch: Sendable {
  /// How far ahead is looked (s), and the step (s).
  static let (horizon, step) = (4.0, 0.2)
  /// How far ahead a stop is looked at (s): nobody stops where something slow rolls to.
  static let stopHorizon = 6.0
  /// The room to keep to cars and to people (m), and how fast it grows ahead (m/s), at most by (m).
  static let (roomToCars, roomToPeople, growth, mostGrowth) = (0.25, 0.4, 0.15, 0.45)

  /// Who is too near first, when (s from now), and the least distance of all to anybody (m).
  struct Finding: Sendable {
    var id: String?
    var time = Double.infinity
    var distance = Double.infinity
    /// Whether nobody is too near.
    var isClear: Bool { id == nil }
  }

  private struct Mover: Sendable {
    var id: String
    var box: PlacedBox
    var velocity: Vector2
    var room: Double
    var growth: Double
    /// How long until it stands if it goes on slowing down (s); infinite where it does not slow down.
    var stopTime: Double

    /// Where it is after a time (s): at the velocity it has, and slowing down.
    func boxes(after time: Double) -> [PlacedBox] {
      let even = box.moved(velocity * time)
      guard stopTime.isFinite else { return [even] }
      let moving = min(time, stopTime)
      return [even, box.moved(velocity * (moving - moving * moving / (2 * stopTime)))]
    }
  }

  private let vehicle: VehicleSpec
  private let movers: [Mover]

  /// Takes everyone but those whom the way was searched among and who have not moved.
  init(_ world: WorldModel, except known: StandingThings, _ vehicle: VehicleSpec) {
    self.vehicle = vehicle
    let here = vehicle.footprint(at: world.ego.worldFromVehicle).placed
    movers = world.objects.compactMap { object in
      guard object.isUsable, !known.holds(object) else { return nil }
      let box = object.box.placed
      let usual =
        object.kind.isVulnerable ? CrossingWatch.roomToPeople : CrossingWatch.roomToCars
      // Who is near already cannot be cleared at once: not nearer, then.
      let room = min(usual, max(here.separation(from: box) - 0.03, 0.02))
      let speed = object.velocity.length
      return Mover(
        id: object.id, box: box, velocity: object.velocity, room: room,
        growth: speed < StandingWatch.rest ? 0 : CrossingWatch.growth,
        stopTime: object.acceleration < -0.05 ? speed / -object.acceleration : .infinity)
    }
  }

  /// Looks along a trajectory from a time of its own that is now; `extra` is further room (m).
  func look(
    along plan: Trajectory, from planTime: SimulationTime, over span: Double = horizon,
    extra: Double = 0
  ) -> Finding {
    var finding = Finding()
    guard !movers.isEmpty else { return finding }
    let steps = Int((span / CrossingWatch.step).rounded())
    for index in 0...steps {
      let ahead = Double(index) * CrossingWatch.step
      guard let point = plan.clampedSample(at: planTime + SimulationTime(seconds: ahead))
      else { return finding }
      let ego = vehicle.footprint(at: point.worldFromVehicle).placed
      for mover in movers {
        let reach = ego.radius + mover.box.radius + 1.5 + mover.velocity.length * ahead
        if (mover.box.centre - ego.centre).squaredLength > reach * reach { continue }
        let distance = mover.boxes(after: ahead).reduce(.infinity) {
          min($0, ego.separation(from: $1))
        }
        finding.distance = min(finding.distance, distance)
        let room =
          mover.room + extra + min(mover.growth * ahead, CrossingWatch.mostGrowth)
        if finding.id == nil && distance < room { (finding.id, finding.time) = (mover.id, ahead) }
      }
    }
    return finding
  }
}

extension PlacedBox {
  /// The box moved in the plane.
  fileprivate func moved(_ offset: Vector2) -> PlacedBox {
    var box = self
    box.centre += offset
    return box
  }
}
