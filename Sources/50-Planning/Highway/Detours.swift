import DrivingCore
import Geometry
import Roads

/// Ways round what stands in the lane: a parked car, a broken-down lorry, a barrier.
///
/// Only what stands is passed so; who drives is followed or overtaken by a lane change. A car that
/// was seen moving must have stood for a while: it may wait for a light or for its turn.
struct Detours: Sendable {
  /// The room left to what is passed (m).
  static let room = 0.6
  /// Slower than this somebody stands (m/s).
  static let standing = 0.3
  /// How long somebody who was seen moving must have stood (s).
  static let patience = 4.0
  /// How many obstacles ahead are looked at.
  static let most = 3

  /// Since when somebody stands; nil while moving. Kept in the order of names.
  private var since: [(id: String, time: SimulationTime?, moved: Bool)] = []

  /// Takes note of who stands and who moves.
  mutating func watch(_ objects: [TrackedObject], at time: SimulationTime) {
    var next: [(id: String, time: SimulationTime?, moved: Bool)] = []
    let sorted = objects.indices.sorted { objects[$0].id < objects[$1].id }
    for index in sorted {
      let object = objects[index]
      let before = entry(of: object.id)
      let stands = object.velocity.length < Detours.standing
      let moved = before?.moved ?? false || !stands
      next.append((object.id, stands ? before?.time ?? time : nil, moved))
    }
    since = next
  }

  private func entry(of id: String) -> (id: String, time: SimulationTime?, moved: Bool)? {
    var (low, high) = (0, since.count)
    while low < high {
      let middle = (low + high) / 2
      if since[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < since.count && since[low].id == id ? since[low] : nil
  }

  /// Whether somebody may be taken to stand for good.
  private func isParked(_ object: TrackedObject, at time: SimulationTime) -> Bool {
    guard object.velocity.length < Detours.standing else { return false }
    guard let entry = entry(of: object.id), let start = entry.time else { return true }
    return !entry.moved || (time - start).seconds >= Detours.patience
  }

  /// The offsets that pass the nearest obstacles on either side (m left of the line).
  func offsets(
    in corridor: Corridor, objects: [TrackedObject], vehicle: VehicleSpec, reach: Double,
    at time: SimulationTime
  ) -> [Double] {
    let others = corridor.others
    let half = vehicle.body.width / 2
    let rear = corridor.start.s - vehicle.body.rearOverhang
    var blocking = (0..<others.count).filter { object in
      others.s[object] + others.halfAlong[object] > rear
        && others.s[object] < corridor.start.s + reach
        && abs(others.d[object]) < others.halfAcross[object] + half + 0.2
        && isParked(objects[others.source[object]], at: time)
    }
    blocking.sort { (others.s[$0], $0) < (others.s[$1], $1) }
    return blocking.prefix(Detours.most).flatMap { object in
      let across = others.halfAcross[object] + half + Detours.room
      return [others.d[object] + across, others.d[object] - across]
    }
  }
}

extension CandidatePath {
  /// Whether the car's body stays on the lanes of a map until a while after the swing out.
  ///
  /// - Parameter end: where the known road ends (m along the line).
  func stays(on road: RoadMap, halfWidth: Double, end: Double) -> Bool {
    let last = min((knots.first?.s ?? 0) + length + 25, end - 1)
    for knot in knots where knot.s < last && abs(knot.d) > 0.5 {
      let side = knot.direction.leftNormal * (knot.d > 0 ? halfWidth : -halfWidth)
      if road.lanes(containing: knot.position + side).isEmpty { return false }
    }
    return true
  }
}
