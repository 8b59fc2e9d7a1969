import DrivingCore
import Geometry
import Roads

/// What is in a scenario, in words, with the problems found.
public enum ScenarioInspection {
  /// One line for each fact; problems start with "problem:".
  public static func lines(_ scenario: Scenario) -> [String] {
    var lines = ["\(scenario.id): \(scenario.title)"]
    lines.append(
      "\(scenario.kind.rawValue), at most \(number(scenario.duration)) s, seed \(scenario.seed)")
    lines.append(place(scenario))
    lines.append(ego(scenario))
    lines.append(goal(scenario))
    lines += actors(scenario)
    lines.append(criteria(scenario.criteria))
    if let known = scenario.knownFailure {
      lines.append("known failure until \(known.until): \(known.reason)")
    }
    if !scenario.tags.isEmpty { lines.append("tags: \(scenario.tags.joined(separator: ", "))") }
    lines += scenario.notes.map { "note: \($0)" }
    if let reason = scenario.notEvaluated { lines.append("problem: not evaluated: \(reason)") }
    return lines.map(ScenarioFailure.printable) + problems(scenario)
  }

  /// What is wrong with a scenario that could nevertheless be read.
  public static func problems(_ scenario: Scenario) -> [String] {
    var problems: [String] = []
    let map = scenario.map
    for lane in map.lanes {
      let width = zip(lane.left.points, lane.right.points).map { $0.distance(to: $1) }.min() ?? 0
      if width < 0.5, lane.kind == .driving {
        problems.append("lane \(lane.id) is only \(number(width)) m wide at one place")
      }
      for next in lane.successors {
        guard let end = lane.centre.points.last, let start = map[next]?.centre.points.first,
          end.distance(to: start) > 1
        else { continue }
        problems.append(
          "lane \(next) follows lane \(lane.id) \(number(end.distance(to: start))) m away")
      }
    }
    let body = Polygon(scenario.vehicle.footprint(at: scenario.start.worldFromVehicle).corners)
    for actor in scenario.actors {
      if let box = actor.box(at: .zero), Polygon(box.corners).intersects(body) {
        problems.append("'\(actor.start.id)' touches the ego at the start")
      }
    }
    return problems.map { "problem: " + ScenarioFailure.printable($0) }
  }

  private static func place(_ scenario: Scenario) -> String {
    if let lot = scenario.lot {
      let free = lot.slots.filter { !$0.isOccupied }.count
      return "car park: \(lot.slots.count) slots, \(free) free; \(lot.obstacles.count) obstacles"
    }
    let length = scenario.map.lanes.reduce(0) { sum, lane in
      sum
        + zip(lane.centre.points, lane.centre.points.dropFirst())
        .reduce(0) { $0 + $1.0.distance(to: $1.1) }
    }
    let limits = scenario.map.lanes.compactMap(\.speedLimit)
    var text = "road: \(scenario.map.lanes.count) lanes, \(number(length / 1000)) km in all"
    if let low = limits.min(), let high = limits.max() {
      text += ", limits \(number(low * 3.6)) to \(number(high * 3.6)) km/h"
    } else {
      text += ", no speed limit known"
    }
    return text
  }

  private static func ego(_ scenario: Scenario) -> String {
    let pose = scenario.start.worldFromVehicle
    let heading = Angle.degrees(radians: Angle.wrapped(pose.heading))
    var text =
      "ego: \(scenario.vehicle.id) at (\(number(pose.position.x)), \(number(pose.position.y))) m, "
      + "heading \(number(heading)) deg, \(number(scenario.start.speed * 3.6)) km/h"
    if let expert = scenario.expert, let last = expert.last {
      text += "; recorded driver for \(number(last.time.seconds)) s"
    }
    return text
  }

  private static func goal(_ scenario: Scenario) -> String {
    guard let goal = scenario.goal else { return "goal: none, drive on safely" }
    var parts: [String] = []
    if let slot = goal.slot { parts.append("slot \(slot)") }
    if !goal.choices.isEmpty {
      parts.append("any of \(Set(goal.choices.map(\.slot)).count) free slots")
    }
    if let pose = goal.pose {
      parts.append("pose (\(number(pose.position.x)), \(number(pose.position.y))) m")
    }
    if !goal.lanes.isEmpty {
      parts.append("lanes \(goal.lanes.map(String.init).joined(separator: ", "))")
    }
    if !goal.regions.isEmpty { parts.append("\(goal.regions.count) regions") }
    if let time = goal.time { parts.append("from \(number(time.low)) to \(number(time.high)) s") }
    if let speed = goal.speed {
      parts.append("\(number(speed.low * 3.6)) to \(number(speed.high * 3.6)) km/h")
    }
    if goal.heading != nil { parts.append("a stated direction") }
    return "goal: " + (parts.isEmpty ? "none stated" : parts.joined(separator: ", "))
  }

  private static func actors(_ scenario: Scenario) -> [String] {
    guard !scenario.actors.isEmpty else { return ["nobody else"] }
    var counts = [0, 0, 0, 0]
    for actor in scenario.actors {
      switch actor.behaviour {
      case .recorded: counts[0] += 1
      case .following: counts[1] += 1
      case .scripted: counts[2] += 1
      case .parked: counts[3] += 1
      }
    }
    let words = ["recorded", "car-following", "scripted", "standing"]
    let parts = zip(counts, words).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return ["others: \(parts.joined(separator: ", "))"]
  }

  private static func criteria(_ criteria: PassCriteria) -> String {
    var parts: [String] = []
    if criteria.noAtFaultCollision { parts.append("no collision of its own fault") }
    if criteria.insideDrivableArea { parts.append("inside the drivable area") }
    if criteria.goalReached { parts.append("goal reached") }
    if let time = criteria.minimumDuration { parts.append("over \(number(time)) s") }
    for threshold in criteria.thresholds {
      let low = threshold.minimum.map { " >= \(number($0))" } ?? ""
      let high = threshold.maximum.map { " <= \(number($0))" } ?? ""
      parts.append(threshold.metric + low + high)
    }
    return "passes with: \(parts.joined(separator: "; "))"
  }

  /// At most two decimals.
  private static func number(_ value: Double) -> String {
    StrictNumber.text((value * 100).rounded() / 100)
  }
}
