import DrivingCore
import Geometry
import Roads
import Scenarios
import Scoring

/// Why a goal was missed.
extension RunExplanation {
  /// What the row says, and why: how far it was, how fast, who was in the way.
  func goal(_ row: MetricValue) -> String {
    let stated = row.reason ?? "missed"
    guard let goal = record.mission.goal else { return stated }
    let distances = record.ticks.indices.map { distance(to: goal, at: $0) }
    guard let end = distances.last, end.isFinite else { return stated }
    let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    if distances[nearest] <= 0 {
      let between = scenario.benchmark != nil && stated.contains("never reached")
      return "\(stated)\(between ? " at a time step of the file" : ""); "
        + presence(in: goal, distances)
    }
    if nearest < record.ticks.count - 100, end > distances[nearest] + 3 {
      let side = side(of: goal, at: nearest)
      return "\(stated); passed it \(distances[nearest].inWords) m to its \(side) at "
        + "\(elapsed(nearest).inWords) s, and was \(end.inWords) m away at the end"
    }
    return
      "\(stated); \(end.inWords) m short of it after \(elapsed(distances.count - 1).inWords) s: "
      + hindrance()
  }

  /// How far the middle of the ego's box is from the goal's place (m); 0 inside.
  private func distance(to goal: Goal, at tick: Int) -> Double {
    let middle = body(at: tick).worldFromBox.position
    return goal.regions.reduce(.infinity) { least, region in
      min(least, region.contains(middle) ? 0 : region.distance(to: middle))
    }
  }

  /// When the ego was in the place, how fast, and what was asked.
  private func presence(in goal: Goal, _ distances: [Double]) -> String {
    let inside = distances.indices.filter { distances[$0] <= 0 }
    guard let first = inside.first, let last = inside.last else { return "" }
    let speeds = inside.map { record.ticks[$0].scene.ego.speed }
    var text =
      "in the place from \(elapsed(first).inWords) to \(elapsed(last).inWords) s at "
      + "\((speeds.min() ?? 0).inWords) to \((speeds.max() ?? 0).inWords) m/s"
    if let time = goal.time { text += "; wanted \(time.low.inWords) to \(time.high.inWords) s" }
    if let speed = goal.speed { text += ", \(speed.low.inWords) to \(speed.high.inWords) m/s" }
    return text
  }

  private func side(of goal: Goal, at tick: Int) -> String {
    let pose = record.ticks[tick].scene.ego.worldFromVehicle
    guard let region = goal.regions.first else { return "side" }
    return (pose.inverse * region.centroid).y > 0 ? "right" : "left"
  }

  /// What held the ego up at the end.
  private func hindrance() -> String {
    guard let last = record.ticks.last else { return "nothing was driven" }
    let speed = last.scene.ego.speed
    let ahead = ahead(in: last.scene)
    let state: String
    if abs(speed) < 0.3 {
      let since = record.ticks.lastIndex { abs($0.scene.ego.speed) >= 0.3 } ?? 0
      state = "stood since \(elapsed(since).inWords) s"
    } else {
      state = "still driving \(speed.inWords) m/s"
    }
    var parts = [state]
    if let ahead { parts.append(ahead) }
    if let slowest = slowest() { parts.append(slowest) }
    if let refusal = lastRefusal() { parts.append(refusal) }
    return parts.joined(separator: ", ")
  }

  /// Where the ego was slowest, and what the decision said then.
  private func slowest() -> String? {
    let pace = record.ticks.indices.min {
      abs(record.ticks[$0].scene.ego.speed) < abs(record.ticks[$1].scene.ego.speed)
    }
    guard let pace else { return nil }
    let scene = record.ticks[pace].scene
    let thought = record.thoughts.last { $0.time <= scene.time }
    guard let thought, let decision = thought.decision.value else { return nil }
    return "slowest at \(elapsed(pace).inWords) s with \(scene.ego.speed.inWords) m/s "
      + "(\(decision.reason))"
  }

  /// The nearest one in front of the ego.
  private func ahead(in scene: Scene) -> String? {
    let body = record.mission.vehicle.body
    let pose = scene.ego.worldFromVehicle.inverse
    var best: (gap: Double, object: TrackedObject)?
    for object in scene.objects {
      let place = pose * object.box.worldFromBox.position
      let gap = place.x - object.box.length / 2 - (body.length - body.rearOverhang)
      guard place.x > 0, gap < 40, abs(place.y) < (body.width + object.box.width) / 2 + 0.3,
        gap < best?.gap ?? .infinity
      else { continue }
      best = (gap, object)
    }
    guard let best else { return nil }
    let speed = best.object.velocity.length
    let motion = speed < 0.3 ? "stands" : "drives \(speed.inWords) m/s"
    return "behind \(best.object.kind.rawValue) \(best.object.id), which \(motion) "
      + "\(max(0, best.gap).inWords) m ahead"
  }

  /// How often the gate stepped in, and why the last time.
  private func lastRefusal() -> String? {
    let refused = record.thoughts.filter { thought in
      thought.verdict.action != .accepted && thought.verdict.action != .clamped
    }
    guard let last = refused.last else { return nil }
    return "the gate stepped in \(refused.count) times (last: \(last.verdict.reason))"
  }
}
