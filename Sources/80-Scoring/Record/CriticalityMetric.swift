import DrivingCore
import Geometry
import Roads

/// How close it came: least distance, time to collision and headway, greatest braking required.
///
/// The car ahead is whoever overlaps the ego's width along its lane (straight ahead off the road).
public struct CriticalityMetric: Metric {
  /// The values in order.
  public let ids = [
    "criticality.minimum_distance@1", "criticality.minimum_time_to_collision@1",
    "criticality.minimum_time_headway@1", "criticality.maximum_required_deceleration@1",
  ]

  /// Below this speed a headway says nothing (m/s).
  public static let leastSpeed = 1.0

  /// Creates the metric.
  public init() {}

  /// Measures a record.
  public func evaluate(_ record: RunRecord) -> [MetricValue] {
    let run = RunSamples(record)
    var worst = Extremes()
    let chains = DrivenChains(
      run.lanes.route(of: run.boxes.map(\.worldFromBox)), in: record.mission.map)
    for (sample, tick) in run.chosen.enumerated() {
      let scene = record.ticks[tick].scene
      let box = run.outline.box(at: scene.ego.worldFromVehicle)
      for object in scene.objects {
        worst.distance = min(
          worst.distance,
          max(0, SafetyGates.signedDistance(box.placed, object.box, below: worst.distance)))
      }
      if let lane = chains.map({ $0[sample].centre }) ?? Self.straightAhead(box),
        let lead = Self.lead(of: box, among: scene.objects, on: lane)
      {
        worst.add(gap: lead.gap, closing: scene.ego.speed - lead.speed, speed: scene.ego.speed)
      }
    }
    let values = [worst.distance, worst.timeToCollision, worst.headway, worst.deceleration]
    let reason = run.samples.isEmpty ? "the run has no ticks" : "nobody was met"
    return zip(ids, values).map { id, value in
      let unit = MetricCatalogue.entry(id)?.unit ?? "1"
      return value.isFinite
        ? MetricValue(id: id, value: value, unit: unit)
        : .invalid(id, unit: unit, reason: reason)
    }
  }

  private struct Extremes {
    var distance = Double.infinity
    var timeToCollision = Double.infinity
    var headway = Double.infinity
    var deceleration = -Double.infinity

    /// DRAC, the braking that just avoids contact: closing speed squared over twice the gap.
    mutating func add(gap: Double, closing: Double, speed: Double) {
      if speed >= CriticalityMetric.leastSpeed { headway = min(headway, gap / speed) }
      guard closing > 0, gap > 0 else {
        deceleration = max(deceleration, 0)
        return
      }
      timeToCollision = min(timeToCollision, gap / closing)
      deceleration = max(deceleration, closing * closing / (2 * gap))
    }
  }

  private static func straightAhead(_ box: OrientedBox) -> Path? {
    let start = box.worldFromBox.position
    return Path(Polyline([start, start + box.worldFromBox.forward * 100]))
  }

  /// The nearest ahead that overlaps the ego's width: its gap (m) and speed along the lane (m/s).
  static func lead(
    of ego: OrientedBox, among objects: [TrackedObject], on lane: Path
  ) -> (gap: Double, speed: Double)? {
    let here = lane.extendedFrame(at: ego.worldFromBox.position)
    var best: (gap: Double, speed: Double)?
    for object in objects {
      let centre = object.box.worldFromBox.position
      guard (centre - ego.worldFromBox.position).squaredLength < 200 * 200 else { continue }
      let there = lane.extendedFrame(at: centre)
      let turn = object.box.worldFromBox.heading - there.heading
      let (sine, cosine) = Portable.sincos(turn)
      let halfAlong = (abs(cosine) * object.box.length + abs(sine) * object.box.width) / 2
      let halfAcross = (abs(sine) * object.box.length + abs(cosine) * object.box.width) / 2
      guard there.along > here.along,
        abs(there.offset - here.offset) < halfAcross + ego.width / 2
      else { continue }
      let gap = there.along - halfAlong - (here.along + ego.length / 2)
      if gap < best?.gap ?? .infinity {
        best = (max(gap, 0), object.velocity.dot(Vector2(direction: there.heading)))
      }
    }
    return best
  }
}
