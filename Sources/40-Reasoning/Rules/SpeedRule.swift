import DrivingCore
import Geometry
import Roads

/// How fast to go: limit, style and bends; who is ahead is the planner's matter, but is said.
struct SpeedRule: Hashable, Sendable {
  /// The speed to aim for (m/s).
  var target: Double
  /// What that means now.
  var action: Decision.SpeedAction
  /// Why, in words.
  var reason: String

  /// Chooses a speed for a lane.
  init(_ here: LaneSurvey, _ world: WorldModel, _ mission: Mission) {
    let style = mission.style
    let usual = max(RuleReasoner.speedWithoutLimit, mission.start.speed)
    let allowed = here.limit.map { $0 * min(style.speedFactor, 1) } ?? usual
    let bend = SpeedRule.bend(here.bends, style)
    target = min(allowed, max(bend.speed, 3))
    var words =
      here.limit.map { "limit \($0.brief) m/s" } ?? "no limit known, \(usual.brief) m/s"
    if bend.speed < allowed {
      words += ", bend of \(bend.radius.brief) m in \(bend.distance.brief) m"
    }
    let speed = world.ego.speed
    var reference = target
    if let lead = here.ahead, lead.gap < 3 * speed + 20, lead.speed < target {
      words +=
        "; \(lead.id) \(lead.gap.brief) m ahead at \(lead.speed.brief) m/s"
      reference = min(target, max(lead.speed, 0))
    }
    action = reference > speed + 1 ? .accelerate : reference < speed - 1 ? .decelerate : .keep
    reason = words
  }

  /// The speed now from which the bends ahead are still met gently, and the bend that asks for it.
  private static func bend(
    _ bends: [LaneSurvey.Bend], _ style: DrivingStyle
  ) -> (speed: Double, radius: Double, distance: Double) {
    var least = (speed: Double.infinity, radius: Double.infinity, distance: 0.0)
    for bend in bends where bend.curvature > 1e-6 {
      let there = style.lateralAcceleration / bend.curvature
      let now = (there + 2 * 0.7 * style.deceleration * bend.distance).squareRoot()
      if now < least.speed { least = (now, 1 / bend.curvature, bend.distance) }
    }
    return least
  }
}

/// Where no map is known: straight on in the lane the camera sees, at the speed of the start.
enum FreeRoadRule {
  static func decide(_ mission: Mission, _ world: WorldModel) -> Decision {
    let speed = world.ego.speed
    let target = max(RuleReasoner.speedWithoutLimit, mission.start.speed)
    let pose = world.ego.worldFromVehicle.inverse
    let front = mission.vehicle.body.length - mission.vehicle.body.rearOverhang
    var lead: (id: String, gap: Double, speed: Double)?
    for object in world.objects where object.isPlausible {
      let place = pose * object.box.worldFromBox.position
      let gap = place.x - object.box.length / 2 - front
      guard abs(place.y) < 1.8, gap > 0, gap < lead?.gap ?? 120 else { continue }
      lead = (object.id, gap, object.velocity.dot(world.ego.worldFromVehicle.forward))
    }
    var words = "no map: keeps the lane seen at \(target.brief) m/s"
    var reference = target
    if let lead {
      words += "; \(lead.id) \(lead.gap.brief) m ahead at \(lead.speed.brief) m/s"
      reference = min(reference, max(0, lead.speed))
    }
    return Decision(
      speed: reference > speed + 1 ? .accelerate : reference < speed - 1 ? .decelerate : .keep,
      path: .keep, targetSpeed: target, headway: mission.style.headway, reason: words)
  }
}

/// What to do in a car park.
enum ParkingRule {
  static func decide(_ mission: Mission, _ world: WorldModel) -> Decision {
    let (action, reason) = choose(mission, world)
    return Decision(
      speed: action == .giveUp ? .stop : .keep, path: .keep, parking: action,
      targetSpeed: action == .giveUp ? 0 : 2, headway: mission.style.headway, reason: reason)
  }

  private static func choose(
    _ mission: Mission, _ world: WorldModel
  ) -> (Decision.ParkingAction, String) {
    let lot = world.lot ?? mission.lot
    guard let goal = mission.goal else { return (.search, "no goal: looks for a free slot") }
    if !goal.choices.isEmpty {
      return (.parkIn, "may choose among \(Set(goal.choices.map(\.slot)).count) free slots")
    }
    guard let name = goal.slot else { return (.parkIn, "drives to the pose asked for") }
    guard let slot = lot?.slots.first(where: { $0.id == name }) else {
      return (.giveUp, "there is no slot \(name) here")
    }
    if slot.isOccupied { return (.giveUp, "slot \(name) is marked as occupied") }
    let inSlot = world.objects.first { object in
      object.isPlausible && slot.outline.corners.count >= 3
        && slot.outline.contains(object.box.worldFromBox.position)
    }
    if let inSlot { return (.giveUp, "\(inSlot.id) stands in slot \(name)") }
    return (.parkIn, "parks in slot \(name)")
  }
}
