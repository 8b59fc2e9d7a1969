import DrivingCore
import Geometry
import Roads

/// Whether a road leads from the start to the goal, the way the ego faces.
struct RouteCheck {
  let scenario: Scenario
  let reader: ScenarioReader

  /// Throws where the ego faces the wrong way, the goal lies behind it, or no lanes lead there.
  func check() throws(ScenarioFailure) {
    let map = scenario.map
    let body = scenario.vehicle.footprint(at: scenario.start.worldFromVehicle)
    let under = map.matches(for: body.worldFromBox, within: 0.5)
    let along = under.filter { $0.headingDifference.magnitude < .pi / 2 }
    guard !along.isEmpty else {
      throw reader.failure(
        "ego",
        found: under.isEmpty ? "an ego beside the road" : "an ego on the wrong carriageway",
        expected: "a start on a lane, facing the way it is driven",
        advice: "correct the lane or heading_deg")
    }
    guard let goal = scenario.goal, !goal.regions.isEmpty else { return }
    let ends = goal.regions.map { map.lanes(containing: $0.centroid) }
    // The middle of a long region in a bend lies beside the road and says nothing.
    guard ends.contains(where: { !$0.isEmpty }) else { return }
    for (region, lanes) in zip(goal.regions, ends) {
      for start in along where leads(from: start, to: lanes, region) { return }
    }
    let isBehind = along.contains { start in
      ends.contains { $0.contains(start.lane) }
    }
    throw reader.failure(
      "goal",
      found: isBehind ? "a goal behind the ego" : "a goal that no lanes lead to from the start",
      expected: "a goal ahead, on lanes the ego can get to", advice: "move the goal or the ego")
  }

  /// Whether lanes and lane changes lead from a place to the far end of a region.
  private func leads(from start: LaneMatch, to lanes: [LaneID], _ region: Polygon) -> Bool {
    let map = scenario.map
    return lanes.contains { lane in
      guard let route = map.route(from: [start.lane], to: [lane]) else { return false }
      guard route.sections.count <= 1, let path = map.path(of: lane) else { return true }
      // Within one section the goal must not lie behind.
      let ends = region.corners.map { path.project($0).arcLength }
      let own = path.project(map.path(of: start.lane)?.point(at: start.s) ?? .zero).arcLength
      return (ends.max() ?? 0) > own
    }
  }
}
