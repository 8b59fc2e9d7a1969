import DrivingCore
import Geometry
import Roads

/// The parking score and everything it is made of.
public struct ParkingMetric: Metric {
  /// The values in order.
  public let ids = [
    "parking.final_lateral_error@1", "parking.final_longitudinal_error@1",
    "parking.final_heading_error@1", "parking.gear_switches@1", "parking.strokes@1",
    "parking.path_length@1", "parking.path_ratio@1", "parking.minimum_clearance@1",
    "parking.time@1", "parking.time_ratio@1", "parking.comfort@1", "parking.curvature_rate@1",
    "parking.replans@1", "parking.reference_time@1", "parking.reference_gear_switches@1",
    "parking.stops_for_others@1", "parking.waiting_time@1", "parking.gate@1",
    "parking.score@1",
  ]

  /// Creates the metric.
  public init() {}

  /// Measures a record.
  public func evaluate(_ record: RunRecord) -> [MetricValue] {
    guard let end = ParkedPose(record) else {
      return ids.map { .invalid($0, unit: Self.unit($0), reason: "the run has no ticks") }
    }
    let clearance = Clearance.nearest(record)
    let drive = ParkingDrive(record)
    let waits = WaitsForOthers(record)
    let slot = Self.reference(record.mission, switches: drive.gearSwitches)
    let comfort = max(0, 1 - drive.discomfort / slot.time)
    let gate = Self.gate(end, clearance, record)
    let rows =
      Self.errors(end) + [
        row("gear_switches", Double(drive.gearSwitches)),
        row("strokes", Double(drive.strokes.count)), row("path_length", drive.length),
        pathRatio(drive.length, record.mission), Self.clearanceRow(clearance),
        row("time", drive.end), row("time_ratio", drive.end / slot.time),
        row("comfort", comfort), row("curvature_rate", drive.curvatureRate),
        row("replans", Double(drive.replans)), row("reference_time", slot.time, slot.note),
        row("reference_gear_switches", slot.gearSwitches, slot.note),
        row("stops_for_others", Double(waits.count)),
        row("waiting_time", waits.time, waits.inWords), gate,
      ]
    return rows + [Self.score(rows)]
  }

  /// The score of emitted rows; they are all it looks at.
  public static func score(_ rows: [MetricValue]) -> MetricValue {
    let id = "parking.score@1"
    guard let score = ParkingScore(rows: rows) else {
      let missing = rows.first { $0.value == nil && $0.id != "parking.minimum_clearance@1" }
      return .invalid(
        id, unit: "1", reason: missing.map { "\($0.id): \($0.reason ?? "missing")" } ?? "no parts")
    }
    return MetricValue(
      id: id, value: score.value, unit: "1",
      reason: score.passesGate ? nil : "gate failed; before it: \(score.raw.roundedToCentimetres)")
  }

  static func unit(_ id: String) -> String { MetricCatalogue.entry(id)?.unit ?? "1" }

  private func row(_ name: String, _ value: Double?, _ reason: String? = nil) -> MetricValue {
    let id = "parking.\(name)@1"
    return MetricValue(id: id, value: value, unit: Self.unit(id), reason: reason)
  }

  /// The way over the shortest one there is without obstacles (Reeds and Shepp 1990).
  private func pathRatio(_ length: Double, _ mission: Mission) -> MetricValue {
    guard let goal = mission.goal?.pose else {
      return row("path_ratio", nil, "the mission states no goal pose")
    }
    let radius = mission.vehicle.minimumTurningRadius
    let bound = ReedsShepp(turningRadius: radius)
      .distance(from: mission.start.worldFromVehicle, to: goal)
    guard bound.isFinite, bound > 0.1 else {
      return row("path_ratio", nil, "the start is at the goal")
    }
    return row("path_ratio", length / bound, "at least \(bound.roundedToCentimetres) m were needed")
  }

  private static func errors(_ end: ParkedPose) -> [MetricValue] {
    let parts = [
      ("lateral", end.lateral, "m"), ("longitudinal", end.longitudinal, "m"),
      ("heading", end.heading, "rad"),
    ]
    return parts.map { name, value, unit in
      MetricValue(
        id: "parking.final_\(name)_error@1", value: value.map { abs($0) }, unit: unit,
        reason: value == nil ? "the mission states no goal pose" : nil)
    }
  }

  private static func clearanceRow(_ clearance: Clearance?) -> MetricValue {
    MetricValue(
      id: "parking.minimum_clearance@1", value: clearance?.distance, unit: "m",
      reason: clearance.map(\.inWords) ?? "nothing stands or moves around")
  }

  private static func gate(
    _ end: ParkedPose, _ clearance: Clearance?, _ record: RunRecord
  ) -> MetricValue {
    let isClear = clearance.map { $0.distance > 0 } ?? true
    var faults: [String] = []
    if !isClear { faults.append("contact: \(clearance?.inWords ?? "")") }
    if !end.isInPlace { faults.append("not inside the slot") }
    if !end.isFinished { faults.append(record.abort ?? "still moving at the end") }
    return MetricValue(
      id: "parking.gate@1", value: faults.isEmpty ? 1 : 0, unit: "1", isGate: true,
      margin: [clearance?.distance, end.margin].compactMap { $0 }.min(),
      reason: faults.isEmpty ? nil : faults.joined(separator: "; "))
  }

  /// What a human needs for the slot; perpendicular where the slot is not known.
  private static func reference(
    _ mission: Mission, switches: Int
  ) -> (time: Double, gearSwitches: Double, note: String) {
    guard let slot = ParkedPose.slot(mission) else {
      let reference = ParkingScore.Reference(
        kind: .perpendicular, slack: .infinity, gearSwitches: switches)
      return (reference.time, reference.gearSwitches, "no slot named: that of a perpendicular one")
    }
    let slack = slack(of: slot, for: mission.vehicle.body)
    let reference = ParkingScore.Reference(kind: slot.kind, slack: slack, gearSwitches: switches)
    return (
      reference.time, reference.gearSwitches,
      "\(slot.kind.rawValue) slot with \(slack.roundedToCentimetres) m of slack"
    )
  }

  /// Room left along a parallel slot, across the others (m).
  ///
  /// The entrance is the side between the first two corners.
  private static func slack(of slot: ParkingSlot, for body: VehicleSpec.Body) -> Double {
    let corners = slot.outline.corners
    guard corners.count >= 4 else { return .infinity }
    let entrance = corners[0].distance(to: corners[1])
    switch slot.kind {
    case .parallel: return entrance - body.length
    case .perpendicular: return entrance - body.width
    case .angled:
      // The width across an oblique slot is its entrance seen at the angle of its side.
      let (side, way) = (corners[3] - corners[0], corners[1] - corners[0])
      let length = side.length
      return (length > 0 ? abs(side.cross(way)) / length : entrance) - body.width
    }
  }
}
