import DrivingCore
import Geometry
import Roads

/// The poses that count as parked, best first.
enum ParkingGoal {
  /// Reads a mission's goal: the pose it names, or the poses of the car in the slot it names.
  ///
  /// In a slot the car stands in the middle. Beside the road it keeps its direction; across it
  /// backs in; at an angle it goes in the way that is less of a detour.
  /// - Throws: `StageFailure` where nothing is named or the slot does not exist.
  static func poses(for mission: Mission, lot: ParkingLot?, from start: SE2)
    throws(StageFailure) -> [SE2]
  {
    if let choices = mission.goal?.choices, !choices.isEmpty {
      return ranked(choices, mission.vehicle, from: start)
    }
    if let pose = mission.goal?.pose {
      guard pose.isFinite, pose.position.distance(to: start.position) < 500 else {
        throw failure("the goal's pose is not finite or more than 500 m away; expected it near")
      }
      return [pose]
    }
    guard let name = mission.goal?.slot else {
      throw failure("the mission names neither a pose nor a slot; expected goal.pose or goal.slot")
    }
    guard let slot = lot?.slots.first(where: { $0.id == name }) else {
      let known = (lot?.slots ?? []).map(\.id).joined(separator: ", ")
      throw failure("there is no slot '\(name)' here; known slots: \(known)")
    }
    guard slot.outline.corners.count == 4, slot.outline.corners.allSatisfy(\.isFinite) else {
      throw failure("slot '\(name)' needs four corners, entrance first")
    }
    return poses(in: slot, mission.vehicle, from: start)
  }

  /// The most slots that are tried.
  static let mostChoices = 12

  /// Slots to choose among: the one that costs least by Reeds-Shepp curves, obstacles left out, is
  /// tried first; the order of the file breaks ties.
  private static func ranked(
    _ choices: [Goal.Choice], _ vehicle: VehicleSpec, from start: SE2
  ) -> [SE2] {
    let curve = ReedsShepp(turningRadius: max(vehicle.minimumTurningRadius, 0.5))
    let near = choices.filter {
      $0.pose.isFinite && $0.pose.position.distance(to: start.position) < 500
    }
    let priced = near.enumerated().map { index, choice in
      let prices = curve.allPaths(from: start, to: choice.pose).map { path in
        path.length + (HybridAStar.Price.reverse - 1) * path.reverseLength
          + Double(path.gearChanges) * HybridAStar.Price.gearChange
      }
      return (price: prices.min() ?? .infinity, index: index, pose: choice.pose)
    }
    return priced.sorted { ($0.price, $0.index) < ($1.price, $1.index) }
      .prefix(mostChoices).map(\.pose)
  }

  private static func poses(in slot: ParkingSlot, _ vehicle: VehicleSpec, from start: SE2) -> [SE2]
  {
    let corners = slot.outline.corners
    let entrance = (corners[0] + corners[1]) * 0.5
    let back = (corners[2] + corners[3]) * 0.5
    let middle = (corners[0] + corners[1] + corners[2] + corners[3]) * 0.25
    let inward = (back - entrance).direction
    let side = (corners[1] - corners[0]).direction
    let along = slot.kind == .parallel ? side : inward
    let body = vehicle.body
    let candidates = [along, along + .pi].map { heading -> SE2 in
      let pose = SE2(position: middle, heading: Angle.wrapped(heading))
      return SE2(
        position: middle - pose.forward * (body.length / 2 - body.rearOverhang),
        heading: pose.heading)
    }
    switch slot.kind {
    case .perpendicular: return candidates.reversed()
    case .parallel:
      return candidates.sorted { turn($0, start) < turn($1, start) }
    case .angled:
      let curve = ReedsShepp(turningRadius: max(vehicle.minimumTurningRadius, 0.5))
      let detours = candidates.map { curve.distance(from: start, to: $0) }
      return detours[0] <= detours[1] ? candidates : candidates.reversed()
    }
  }

  private static func turn(_ a: SE2, _ b: SE2) -> Double {
    abs(Angle.difference(from: a.heading, to: b.heading))
  }

  private static func failure(_ reason: String) -> StageFailure {
    StageFailure(stage: "parking", kind: .unavailable, reason: reason)
  }
}
