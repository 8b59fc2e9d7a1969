import DrivingCore
import Geometry
import Roads

extension RunStory {
  /// Plans are shown by so many points at most.
  private static let planPoints = 12

  /// What was decided, planned, seen and stopped by the gate.
  mutating func tellThoughts(
    _ record: RunRecord, _ samples: [RunRecord.Tick], _ scale: Scale
  ) {
    guard let start = samples.first?.scene.time else { return }
    var latest = -1
    for sample in samples {
      while latest + 1 < record.thoughts.count,
        record.thoughts[latest + 1].time <= sample.scene.time
      { latest += 1 }
      thought.append(latest)
      let wanted = latest >= 0 ? record.thoughts[latest].decision.value?.targetSpeed : nil
      target.append(wanted.map(Scale.cm))
      if record.mission.map.lanes.isEmpty, latest >= 0 {
        off[thought.count - 1] = RunStory.offset(in: record.thoughts[latest].percepts)
      }
    }
    let isParking = record.mission.kind == .parking
    var latestReason: String?
    var before: Thinking?
    // What goes on unchanged is told once: a car that waits thinks the same for minutes.
    var places: [Int] = []
    for item in record.thoughts {
      let isReplanned = isParking && latestReason.map { $0 != item.plan.reason } ?? false
      latestReason = item.plan.reason
      let now = RunStory.words(for: item)
      tell(
        now, scale.flat(RunStory.thinned(item.plan.points.map(\.worldFromVehicle.position))),
        item.percepts.boundaries.map(RunStory.curve))
      places.append(thoughts.count - 1)
      tellEvents(
        of: item, now, after: before,
        at: Int((item.time - start).nanoseconds / (Int64(dt) * 1_000_000)),
        isReplanned: isReplanned)
      before = now
    }
    thought = thought.map { $0 >= 0 ? places[$0] : -1 }
    if let abort = record.abort {
      events.append(Event(i: max(n - 1, 0), kind: "end", text: abort, why: ""))
    }
  }

  private mutating func tell(_ now: Thinking, _ plan: [Int], _ lines: [[Int]]) {
    if thoughts.last == now, plans.last == plan, seen.last == lines { return }
    thoughts.append(now)
    plans.append(plan)
    seen.append(lines)
  }

  /// How far left of the middle the camera sees the ego, where no map says so (cm).
  private static func offset(in percepts: Percepts) -> Int? {
    guard let left = percepts.boundary(.egoLeft), let right = percepts.boundary(.egoRight) else {
      return nil
    }
    return Scale.cm(-(left.lateral(at: 0) + right.lateral(at: 0)) / 2)
  }

  private static func thinned(_ points: [Vector2]) -> [Vector2] {
    guard points.count > planPoints else { return points }
    return (0..<planPoints).map { points[$0 * (points.count - 1) / (planPoints - 1)] }
  }

  /// A boundary as seen, in the vehicle frame: six points from its near to its far end.
  private static func curve(_ boundary: Percepts.LaneBoundary) -> [Int] {
    guard boundary.coefficients.count == 4 else { return [] }
    let (near, far) = (boundary.nearest, min(boundary.farthest, 120))
    return (0...5).flatMap { step in
      let ahead = near + (far - near) * Double(step) / 5
      return [Scale.cm(ahead), Scale.cm(boundary.lateral(at: ahead))]
    }
  }

  private static func words(for item: RunRecord.Thought) -> Thinking {
    let decision =
      switch item.decision {
      case .available(let decision): describe(decision)
      case .unavailable(let reason): "none: \(reason)"
      }
    let verdict = item.verdict
    let reason = verdict.reason.isEmpty ? "" : ": \(verdict.reason)"
    return Thinking(
      decision: decision, plan: item.plan.label,
      gate: verdict.action.rawValue.replacing("_", with: " ") + reason)
  }

  /// A decision in words: "keep lane, keep speed, 27.8 m/s".
  private static func describe(_ decision: Decision) -> String {
    if let parking = decision.parking { return parking.rawValue.replacing("_", with: " ") }
    let path = decision.path == .keep ? "keep lane" : decision.path.rawValue
    let speed = decision.speed == .keep ? "keep speed" : decision.speed.rawValue
    return "\(path), \(speed)".replacing("_", with: " ")
  }

  /// Changes only: a decision, plan or gate action that goes on is told once.
  ///
  /// A parking planner that searched anew means to drive another way under the same name.
  private mutating func tellEvents(
    of item: RunRecord.Thought, _ now: Thinking, after before: Thinking?, at index: Int,
    isReplanned: Bool
  ) {
    let place = min(max(index, 0), max(n - 1, 0))
    if now.decision != before?.decision {
      events.append(
        Event(
          i: place, kind: "decision", text: now.decision, why: item.decision.value?.reason ?? ""))
    }
    if now.plan != before?.plan || isReplanned {
      events.append(Event(i: place, kind: "plan", text: now.plan, why: item.plan.reason))
    }
    if case .unavailable(let reason) = item.proposal, before == nil || now.plan != before?.plan {
      events.append(Event(i: place, kind: "gate", text: "the planner had no plan", why: reason))
    }
    let action = item.verdict.action
    let last = before?.gate.split(separator: ":").first.map(String.init) ?? "accepted"
    let name = action.rawValue.replacing("_", with: " ")
    if name != last {
      events.append(Event(i: place, kind: "gate", text: name, why: item.verdict.reason))
    }
  }
}
