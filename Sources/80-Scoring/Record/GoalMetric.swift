import DrivingCore
import Geometry
import Roads

/// Whether the goal was reached: position, speed, heading and time at one instant.
///
/// The position is that of the middle of the vehicle's box, as CommonRoad has it; with a parking
/// slot or pose it is the whole outline, at rest at the end of the run (see `ParkingMetric`).
public struct GoalMetric: Metric {
  /// The values in order.
  public let ids = ["goal_reached@1"]

  /// Creates the metric.
  public init() {}

  /// Measures a record.
  public func evaluate(_ record: RunRecord) -> [MetricValue] {
    let id = ids[0]
    guard let goal = record.mission.goal else {
      return [.invalid(id, unit: "1", reason: "the mission states no goal")]
    }
    guard !record.ticks.isEmpty else {
      return [.invalid(id, unit: "1", reason: "the run has no ticks")]
    }
    if goal.pose != nil || goal.slot != nil, let parked = ParkedPose(record) {
      return [parked.goalRow(id)]
    }
    return [GoalMetric.row(id, record, goal)]
  }

  /// The number of the first tick at which every part of the goal holds; nil where there is none.
  public static func firstReached(_ record: RunRecord) -> Int? {
    guard let goal = record.mission.goal, goal.pose == nil, goal.slot == nil else { return nil }
    let check = GoalCheck(goal, record.mission)
    return record.ticks.firstIndex { check.holds($0.scene.ego) }
  }

  private static func row(_ id: String, _ record: RunRecord, _ goal: Goal) -> MetricValue {
    let check = GoalCheck(goal, record.mission)
    let reached = firstReached(record)
    var margin: Double?
    if check.hasRegion {
      let distances = record.ticks.map(\.scene.ego).filter(check.allButPlace)
        .map(check.depth)
      margin = distances.max()?.finite
    } else if let reached, let high = goal.time?.high {
      margin = high - check.elapsed(record.ticks[reached].scene.ego)
    }
    let time = reached.map { check.elapsed(record.ticks[$0].scene.ego).roundedToCentimetres }
    return MetricValue(
      id: id, value: reached == nil ? 0 : 1, unit: "1", isGate: true, margin: margin,
      reason: time.map { "at \($0) s" } ?? check.miss(record.ticks.map(\.scene.ego)))
  }
}

/// The parts of a goal, ready to be asked for each state.
struct GoalCheck {
  private let goal: Goal
  private let areas: [Polygon]
  private let body: NuPlan.Outline
  private let start: SimulationTime

  init(_ goal: Goal, _ mission: Mission) {
    self.goal = goal
    start = mission.start.time
    areas = goal.regions + goal.lanes.compactMap { mission.map[$0]?.outline }
    body = NuPlan.Outline(mission.vehicle.body)
  }

  /// Whether the goal names a place.
  var hasRegion: Bool { !areas.isEmpty || !goal.lanes.isEmpty }

  /// Whether everything holds at once.
  func holds(_ state: VehicleState) -> Bool { isInPlace(state) && allButPlace(state) }

  /// The time since the start of the run (s).
  func elapsed(_ state: VehicleState) -> Double { (state.time - start).seconds }

  /// Whether time, speed and heading hold.
  func allButPlace(_ state: VehicleState) -> Bool {
    isInTime(state) && isAtSpeed(state) && isInDirection(state)
  }

  /// How deep the middle of the box lies inside the place (m); negative: how far outside.
  func depth(_ state: VehicleState) -> Double {
    let middle = body.box(at: state.worldFromVehicle).worldFromBox.position
    return areas.reduce(-.infinity) { best, area in
      let distance = area.boundaryDistance(to: middle)
      return max(best, area.contains(middle) ? distance : -distance)
    }
  }

  /// Which part was never met, for the report.
  func miss(_ states: [VehicleState]) -> String {
    if hasRegion && !states.contains(where: isInPlace) { return "the place was never reached" }
    if !states.contains(where: { isInPlace($0) && isInTime($0) }) {
      return "the place was not reached within the time stated"
    }
    if !states.contains(where: { isInPlace($0) && isAtSpeed($0) }) {
      return "the place was reached, but not at the speed stated"
    }
    if !states.contains(where: { isInPlace($0) && isInDirection($0) }) {
      return "the place was reached, but not in the direction stated"
    }
    return "the parts of the goal never held at one instant"
  }

  private func isInPlace(_ state: VehicleState) -> Bool { !hasRegion || depth(state) >= 0 }

  private func isInTime(_ state: VehicleState) -> Bool {
    let elapsed = self.elapsed(state)
    // Ticks are whole nanoseconds; bounds in a file are decimal seconds.
    return goal.time.map { $0.low - 1e-9 <= elapsed && elapsed <= $0.high + 1e-9 } ?? true
  }

  private func isAtSpeed(_ state: VehicleState) -> Bool {
    goal.speed.map { $0.contains(state.speed) } ?? true
  }

  private func isInDirection(_ state: VehicleState) -> Bool {
    guard let heading = goal.heading else { return true }
    let span = heading.high - heading.low
    if span >= 2 * .pi { return true }
    let middle = (heading.low + heading.high) / 2
    let off = Angle.difference(from: middle, to: state.worldFromVehicle.heading)
    return abs(off) <= span / 2 + 1e-12
  }
}
