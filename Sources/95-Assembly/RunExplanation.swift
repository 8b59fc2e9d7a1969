import DrivingCore
import Geometry
import Roads
import Scenarios
import Scoring

/// Why a run failed, in words that need no log: who was met how, what the ego did meanwhile,
/// whether braking could have helped, how far the goal was and what stood in the way.
struct RunExplanation {
  let record: RunRecord
  let scenario: Scenario

  /// The body of the ego at a tick.
  func body(at tick: Int) -> OrientedBox {
    record.mission.vehicle.footprint(at: record.ticks[tick].scene.ego.worldFromVehicle)
  }

  /// The time of a tick since the start (s).
  func elapsed(_ tick: Int) -> Double {
    (record.ticks[tick].scene.time - record.mission.start.time).seconds
  }

  /// What a missed gate needs said beyond its row; nil where there is nothing to add.
  func text(for row: MetricValue) -> String? {
    guard !record.ticks.isEmpty else { return nil }
    switch row.id {
    case "no_at_fault_collision@1": return contact()
    case "drivable_area@1": return excursion().map { "\(row.reason ?? ""); \($0)" }
    case "goal_reached@1" where record.mission.kind == .highway: return goal(row)
    default: return nil
    }
  }

  /// Contacts that were nobody's fault here, said so that nobody has to wonder.
  func blamelessContacts() -> [String] {
    record.contacts().filter { !$0.isAtFault }.map { words(for: $0) }
  }

  private func contact() -> String? {
    record.contacts().first(where: \.isAtFault).map { words(for: $0) }
  }
}

// MARK: Contacts

extension RunExplanation {
  /// "contact with car 8 at 1.44 s, at fault: it stood; the ego drove 19.8 m/s, braking since …".
  private func words(for contact: NuPlan.Collisions.Contact) -> String {
    let tick = min(contact.sample, record.ticks.count - 1)
    let scene = record.ticks[tick].scene
    guard let other = scene.objects.first(where: { $0.id == contact.id }) else {
      return "contact with \(contact.id) at \(elapsed(tick).inWords) s"
    }
    var parts = [
      "contact with \(other.kind.rawValue) \(other.id) at \(elapsed(tick).inWords) s, "
        + "\(contact.isAtFault ? "at fault" : "not at fault"): \(motion(of: other, seenFrom: scene.ego))"
    ]
    parts.append(egoMotion(upTo: tick))
    if let first = firstSeen(contact.id, before: tick) {
      parts.append(first)
    }
    if contact.isAtFault { parts.append(avoidability(of: contact.id, at: tick)) }
    return parts.joined(separator: "; ")
  }

  /// What the other did, and from where it came.
  private func motion(of other: TrackedObject, seenFrom ego: VehicleState) -> String {
    let place = ego.worldFromVehicle.inverse * other.box.worldFromBox.position
    let body = record.mission.vehicle.body
    let side = place.y > 0 ? "left" : "right"
    let isAhead = place.x > body.length - body.rearOverhang
    let isBehind = place.x < -body.rearOverhang
    let speed = other.velocity.length
    guard speed > 0.3 else {
      return isAhead
        ? "it stood in the way" : isBehind ? "it stood behind" : "it stood on the \(side)"
    }
    let course = Angle.difference(
      from: ego.worldFromVehicle.heading, to: other.velocity.direction)
    let way =
      abs(course) > 2.3
      ? "came towards the ego"
      : abs(course) > 0.7
        ? "crossed from the \(course < 0 ? "left" : "right")"
        : isBehind
          ? "came from behind" : isAhead ? "drove ahead" : "drove beside on the \(side)"
    return "it \(way) at \(speed.inWords) m/s"
  }

  private func egoMotion(upTo tick: Int) -> String {
    let ego = record.ticks[tick].scene.ego
    var since = tick
    while since > 0 && record.ticks[since - 1].scene.ego.acceleration < -0.5 { since -= 1 }
    if abs(ego.speed) < 0.05 { return "the ego stood" }
    if since == tick { return "the ego drove \(ego.speed.inWords) m/s and did not brake" }
    let before = record.ticks[since].scene.ego.speed
    return "the ego had braked from \(before.inWords) to \(ego.speed.inWords) m/s since "
      + "\(elapsed(since).inWords) s"
  }

  /// When the other came into view and how near it was then.
  private func firstSeen(_ id: String, before tick: Int) -> String? {
    guard
      let first = record.ticks[...tick].firstIndex(where: { tick in
        tick.scene.objects.contains { $0.id == id }
      }), let box = record.ticks[first].scene.objects.first(where: { $0.id == id })?.box
    else { return nil }
    let gap = max(0, body(at: first).placed.distance(to: box.placed))
    let when = first == 0 ? "at the start" : "when it appeared at \(elapsed(first).inWords) s"
    return "\(when) it was \(gap.inWords) m away"
  }

  /// Whether braking as hard as the car can, on the way that was driven, would have avoided it.
  private func avoidability(of id: String, at contact: Int) -> String {
    let rate = min(record.mission.vehicle.limits.acceleration, 9)
    let first =
      record.ticks.firstIndex { tick in tick.scene.objects.contains { $0.id == id } } ?? 0
    let helps = !touches(id, brakingFrom: first, rate: rate)
    let when = first == 0 ? "from the start" : "from then"
    return helps
      ? "braking at \(rate.inWords) m/s² \(when) would have avoided it"
      : "braking at \(rate.inWords) m/s² \(when) would not have avoided it"
  }

  /// Whether a box is touched if the ego brakes from a tick on along the way it drove.
  private func touches(_ id: String, brakingFrom first: Int, rate: Double) -> Bool {
    let way = drivenWay(from: first)
    var speed = abs(record.ticks[first].scene.ego.speed)
    var (driven, step) = (0.0, 0)
    for tick in first..<record.ticks.count {
      let dt =
        tick > first
        ? (record.ticks[tick].scene.time - record.ticks[tick - 1].scene.time).seconds : 0
      let next = max(0, speed - rate * dt)
      driven += (speed + next) / 2 * dt
      speed = next
      while step + 1 < way.count && way[step + 1].distance <= driven { step += 1 }
      let pose = record.ticks[way[step].tick].scene.ego.worldFromVehicle
      let ahead = SE2(x: driven - way[step].distance, y: 0, heading: 0)
      let box = record.mission.vehicle.footprint(at: pose * ahead).placed
      let other = record.ticks[tick].scene.objects.first { $0.id == id }?.box.placed
      if let other, box.separation(from: other) <= 0 { return true }
    }
    return false
  }

  /// The distance driven at each tick from one on (m).
  private func drivenWay(from first: Int) -> [(tick: Int, distance: Double)] {
    var (sum, way) = (0.0, [(tick: first, distance: 0.0)])
    for tick in (first + 1)..<max(first + 1, record.ticks.count) {
      let (a, b) = (record.ticks[tick - 1].scene.ego, record.ticks[tick].scene.ego)
      sum += a.worldFromVehicle.position.distance(to: b.worldFromVehicle.position)
      way.append((tick, sum))
    }
    return way
  }
}

// MARK: The road

extension RunExplanation {
  /// When the body first left the road, how fast, and on which plan.
  private func excursion() -> String? {
    let road = DrivableArea(record.mission.map)
    let left = stride(from: 0, to: record.ticks.count, by: 10).first { tick in
      !road.contains(body(at: tick), tolerance: 0.3)
    }
    guard let left else { return nil }
    let ego = record.ticks[left].scene.ego
    let time = record.ticks[left].scene.time
    let thought = record.thoughts.last { $0.time <= time }
    var text = "off the road from \(elapsed(left).inWords) s on, at \(ego.speed.inWords) m/s"
    if let thought { text += ", on the plan '\(thought.plan.label)'" }
    return text
  }
}

extension Double {
  /// The number with two decimals, for sentences.
  var inWords: String {
    guard abs(self) < 1e9 else { return "\(self)" }
    return "\((self * 100).rounded() / 100)"
  }
}
