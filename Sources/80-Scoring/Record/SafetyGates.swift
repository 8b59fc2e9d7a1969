import DrivingCore
import Geometry

/// The gates every run has: no contact the ego could have prevented, and inside the drivable area.
public struct SafetyGates: Metric {
  /// The values in order.
  public let ids = ["no_at_fault_collision@1", "drivable_area@1"]

  /// Creates the gates.
  public init() {}

  /// Measures a record.
  public func evaluate(_ record: RunRecord) -> [MetricValue] {
    let run = RunSamples(record)
    guard !run.samples.isEmpty else {
      return ids.map { .invalid($0, unit: "1", reason: "the run has no ticks") }
    }
    return [SafetyGates.collision(run), SafetyGates.drivableArea(run)]
  }

  private static func collision(_ run: RunSamples) -> MetricValue {
    let contacts = run.collisions()
    let solid = Clearance.nearestSolid(run.record)
    let margin = min(closest(run, contacts), solid?.distance ?? .infinity)
    let hitsSolid = solid.map { $0.distance <= 0 } ?? false
    let isFine = contacts.atFault.isEmpty && !hitsSolid
    let reason =
      hitsSolid ? solid?.inWords : (contacts.atFault.first ?? contacts.contacts.first)?.inWords
    return MetricValue(
      id: "no_at_fault_collision@1", value: isFine ? 1 : 0, unit: "1", isGate: true,
      margin: margin.finite, reason: reason)
  }

  /// The smallest distance to those not met without fault (m); the depth of a contact is negative.
  private static func closest(_ run: RunSamples, _ collisions: NuPlan.Collisions) -> Double {
    let excused = Set(collisions.contacts.filter { !$0.isAtFault }.map(\.id))
    var best = Double.infinity
    for tick in run.record.ticks {
      let box = run.outline.box(at: tick.scene.ego.worldFromVehicle).placed
      for object in tick.scene.objects where !excused.contains(object.id) {
        best = min(best, signedDistance(box, object.box, below: best))
      }
    }
    return best
  }

  /// The distance between two boxes (m), or how deep they overlap as a negative number.
  static func signedDistance(_ box: PlacedBox, _ other: OrientedBox, below limit: Double) -> Double
  {
    if limit < .infinity, !other.mayReach(box.centre, within: box.radius + max(limit, 0)) {
      return limit
    }
    let placed = other.placed
    let apart = box.separation(from: placed)
    // Apart along an axis is a lower bound of the distance.
    return apart < 0 || apart > limit ? apart : box.distance(to: placed)
  }

  private static func drivableArea(_ run: RunSamples) -> MetricValue {
    let id = "drivable_area@1"
    guard let excursions = run.excursions() else {
      let isLot = run.record.mission.lot != nil
      return .invalid(
        id, unit: "1",
        reason: isLot ? "only obstacles bound the car park" : "the map has no lanes")
    }
    let area = NuPlan.DrivableArea(excursions: excursions)
    let worst = excursions.firstIndex(of: area.worst) ?? 0
    let time = run.samples[worst].time.roundedToCentimetres
    return MetricValue(
      id: id, value: area.score, unit: "1", isGate: true, margin: area.margin.finite,
      reason: area.worst > 0
        ? "a corner \(area.worst.roundedToCentimetres) m outside at \(time) s" : nil)
  }
}
