import DrivingCore
import Geometry
import Roads

/// Where and how the ego stood at the end of a parking run.
public struct ParkedPose: Sendable, Hashable {
  /// Below this speed the vehicle stands (m/s).
  public static let standstill = 0.05
  /// The errors at which a pose is no longer in place, where there is no slot to be inside of.
  public static let worst = (lateral: 0.30, longitudinal: 0.50, heading: 5 * Double.pi / 180)

  /// Across the goal pose, positive to its left (m); nil without a goal pose.
  public var lateral: Double?
  /// Along the goal pose, positive ahead (m); nil without a goal pose.
  public var longitudinal: Double?
  /// The turn from the goal pose (rad); nil without one.
  public var heading: Double?
  /// How far inside the slot the worst corner of the outline lies (m); nil without a slot.
  public var slotMargin: Double?
  /// Whether the vehicle stood at the end and the run was not broken off.
  public var isFinished: Bool

  /// Measures the end of a run; nil without ticks.
  public init?(_ record: RunRecord) {
    guard let last = record.ticks.last else { return nil }
    let goal = record.mission.goal
    let state = last.scene.ego
    if let pose = goal?.pose {
      let goalFromVehicle = pose.inverse * state.worldFromVehicle
      longitudinal = goalFromVehicle.position.x
      lateral = goalFromVehicle.position.y
      heading = Angle.wrapped(goalFromVehicle.heading)
    }
    if let slot = ParkedPose.slot(record.mission) {
      let box = record.mission.vehicle.footprint(at: state.worldFromVehicle)
      slotMargin = box.corners.map { corner in
        let distance = slot.outline.boundaryDistance(to: corner)
        return slot.outline.contains(corner) ? distance : -distance
      }.min()
    }
    isFinished = abs(state.speed) < ParkedPose.standstill && record.abort == nil
  }

  /// The slot of the goal; nil where it names none or one that does not exist.
  static func slot(_ mission: Mission) -> ParkingSlot? {
    guard let id = mission.goal?.slot else { return nil }
    return mission.lot?.slots.first { $0.id == id }
  }

  /// Whether the outline is inside the slot, or within the worst errors where there is only a pose.
  public var isInPlace: Bool { (margin ?? -1) >= 0 }

  /// How far from the border of being in place (m); nil without slot and pose.
  public var margin: Double? {
    if let slotMargin { return slotMargin }
    guard let lateral, let longitudinal, let heading else { return nil }
    let worst = ParkedPose.worst
    let sideways = min(worst.lateral - abs(lateral), worst.longitudinal - abs(longitudinal))
    // Radians of the heading's slack are not metres: only their sign counts.
    return abs(heading) > worst.heading ? min(sideways, worst.heading - abs(heading)) : sideways
  }

  /// Whether the goal was reached, as a gate.
  func goalRow(_ id: String) -> MetricValue {
    let isReached = isFinished && isInPlace
    let reason: String? =
      isReached
      ? nil
      : !isFinished
        ? "the vehicle was not at rest in its slot at the end"
        : slotMargin != nil ? "a corner is outside the slot" : "the final pose is too far off"
    return MetricValue(
      id: id, value: isReached ? 1 : 0, unit: "1", isGate: true, margin: margin, reason: reason)
  }
}
