import DrivingCore
import Geometry
import Roads

/// The parking score and everything it is made of.
public struct ParkingMetric: Metric {
  /// The values in order.
  public let ids = [
    "parking.final_lateral_error@1", "parking.final_longitudinal_error@1",
    "parking.final_heading_error@1", "parking.gear_switches@1", "parking.path_length@1",
    "parking.minimum_clearance@1", "parking.time@1", "parking.comfort@1",
    "parking.reference_time@1", "parking.reference_gear_switches@1", "parking.gate@1",
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
    let slot = Self.reference(record.mission, switches: drive.gearSwitches)
    let gate = Self.gate(end, clearance, record)
    let rows =
      Self.errors(end) + [
        row("gear_switches", Double(drive.gearSwitches)), row("path_length", drive.length),
        Self.clearanceRow(clearance), row("time", end.time), row("comfort", drive.comfort),
        row("reference_time", slot.time, slot.note),
        row("reference_gear_switches", slot.gearSwitches, slot.note), gate,
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

/// How a parking run was driven: way, switches and comfort.
struct ParkingDrive {
  /// The way of the rear axle's middle (m).
  var length = 0.0
  /// How often the direction changed.
  var gearSwitches = 0
  /// The mean share of samples within 1.0 m/s², 2.0 m/s³ and 0.5 rad/s.
  var comfort = 1.0

  init(_ record: RunRecord) {
    let states = record.ticks.map(\.scene.ego)
    var direction = 0.0
    for (index, state) in states.enumerated() {
      if index > 0 {
        length += state.worldFromVehicle.position.distance(
          to: states[index - 1].worldFromVehicle.position)
      }
      guard abs(state.speed) >= ParkedPose.standstill else { continue }
      let now = state.speed < 0 ? -1.0 : 1.0
      if direction == -now { gearSwitches += 1 }
      direction = now
    }
    let run = RunSamples(record)
    let sampled = run.chosen.map { states[$0] }
    let step = NuPlan.meanStep(sampled.map(\.time.seconds)) ?? 0.1
    let jerk = Sampled.differences(sampled.map(\.acceleration), step: step)
    func share(_ values: [Double], within bound: Double) -> Double {
      values.isEmpty ? 1 : Double(values.count { abs($0) <= bound }) / Double(values.count)
    }
    comfort =
      (share(sampled.map(\.acceleration), within: 1.0) + share(jerk, within: 2.0)
        + share(sampled.map(\.steeringRate), within: 0.5)) / 3
  }
}
