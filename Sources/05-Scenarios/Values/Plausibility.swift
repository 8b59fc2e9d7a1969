import DrivingCore
import Geometry
import Roads

/// Whether a scenario could exist: everyone inside, nobody inside another, the car fits its slot.
struct Plausibility {
  let scenario: Scenario
  let reader: ScenarioReader

  /// Throws the first thing that cannot be.
  ///
  /// - Parameter mayRefuse: Whether the car is not the file's own: where it does not fit, the
  ///   scenario can be had, but not by this car.
  /// - Returns: Why this car is refused; nil where nothing speaks against it.
  func check(mayRefuse: Bool) throws(ScenarioFailure) -> String? {
    do throws(ScenarioFailure) {
      try checkEgo()
      try checkSlot()
    } catch {
      guard mayRefuse, scenario.kind == .parking else { throw error }
      return "slot unavailable: \(error.found); expected \(error.expected)"
    }
    try checkActors()
    if scenario.kind == .highway { try RouteCheck(scenario: scenario, reader: reader).check() }
    return nil
  }

  private func checkEgo() throws(ScenarioFailure) {
    let ego = Polygon(scenario.vehicle.footprint(at: scenario.start.worldFromVehicle).corners)
    guard isDrivable(ego) else {
      throw fail(
        "ego", "the ego starts outside the drivable area", "its whole body inside",
        "move it, or widen the place")
    }
    for obstacle in solidObstacles where obstacle.outline.intersects(ego) {
      throw fail(
        "ego", "the ego starts in contact with '\(obstacle.id)'", "free space around it",
        "move one of them")
    }
  }

  /// What a body can meet: kerbs and wheel stops lie below it, and wheels are the planner's business.
  private var solidObstacles: [ParkingLot.Obstacle] {
    (scenario.lot?.obstacles ?? []).filter { $0.kind != .kerb && $0.kind != .wheelStop }
  }

  private func checkActors() throws(ScenarioFailure) {
    let ego = Polygon(scenario.vehicle.footprint(at: scenario.start.worldFromVehicle).corners)
    let bodies = scenario.actors.map { ($0.start.id, Polygon($0.start.box.corners)) }
    let grid = SpatialGrid(bodies.map(\.1.bounds))
    for (index, body) in bodies.enumerated() {
      if body.1.intersects(ego) {
        throw fail(
          "actors", "'\(body.0)' starts in contact with the ego", "free space around the ego",
          "move one of them")
      }
      if let hit = scenario.lot?.obstacles.first(where: { $0.outline.intersects(body.1) }) {
        throw fail(
          "actors", "'\(body.0)' starts in contact with '\(hit.id)'", "free space around it",
          "move one of them")
      }
      let near = grid.items(in: body.1.bounds).sorted().prefix { $0 < index }
      if let other = near.map({ bodies[$0] }).first(where: { $0.1.intersects(body.1) }) {
        throw fail(
          reader.has("traffic") ? "traffic" : "actors",
          "'\(other.0)' and '\(body.0)' start in contact", "free space between them",
          "move one of them, or widen spacing_m")
      }
    }
  }

  private func checkSlot() throws(ScenarioFailure) {
    if let goal = scenario.goal, !goal.choices.isEmpty {
      let slots = scenario.lot?.slots ?? []
      let fits = goal.choices.contains { choice in
        let body = Polygon(scenario.vehicle.footprint(at: choice.pose).corners)
        let slot = slots.first { $0.id == choice.slot }
        return body.corners.allSatisfy { slot?.outline.contains($0) ?? false }
      }
      if fits { return }
      throw fail(
        "goal", "\(scenario.vehicle.id) fits none of the free slots", "one that is larger",
        "enlarge the slots, or state them as length_slack_m and width_slack_m")
    }
    guard let pose = scenario.goal?.pose,
      let slot = scenario.lot?.slots.first(where: { $0.id == scenario.goal?.slot })
    else { return }
    let parked = Polygon(scenario.vehicle.footprint(at: pose).corners)
    guard parked.corners.allSatisfy(slot.outline.contains) else {
      throw fail(
        "goal", "\(scenario.vehicle.id) does not fit slot '\(slot.id)'",
        "a slot larger than \(StrictNumber.text(scenario.vehicle.body.length)) by "
          + "\(StrictNumber.text(scenario.vehicle.body.width)) m",
        "enlarge the slot, or state it as length_slack_m and width_slack_m")
    }
    if let hit = solidObstacles.first(where: { $0.outline.intersects(parked) }) {
      throw fail(
        "goal", "'\(hit.id)' stands where the car would park", "a free slot",
        "move it, or choose another slot")
    }
  }

  /// Every corner lies in the lot or in some lane.
  private func isDrivable(_ body: Polygon) -> Bool {
    if let drivable = scenario.lot?.drivable {
      return body.corners.allSatisfy(drivable.contains)
    }
    let near = scenario.map.lanes.filter { $0.outline.bounds.intersects(body.bounds) }
    return body.corners.allSatisfy { corner in
      near.contains { $0.outline.contains(corner) }
    }
  }

  private func fail(_ key: String, _ found: String, _ expected: String, _ advice: String)
    -> ScenarioFailure
  {
    reader.failure(key, found: found, expected: expected, advice: advice)
  }
}
