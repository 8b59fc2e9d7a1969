import DrivingCore
import Geometry

/// Why a candidate cannot be driven as it is.
enum Infeasibility: Int, CaseIterable, Sendable {
  case bend, steering, lateral, power, contact

  /// The reason in words, for a count before it.
  var words: String {
    switch self {
    case .bend: "bend too tightly"
    case .steering: "steer too fast"
    case .lateral: "corner too hard"
    case .power: "accelerate too hard"
    case .contact: "touch somebody"
    }
  }
}

/// What a candidate costs, and what stands against it.
struct CandidateCost: Sendable {
  /// The weighted sum; hard breaches add so much that any candidate without one is cheaper.
  var total = 0.0
  /// The first hard breach, if any.
  var breach: Infeasibility?
  /// When it happens (s) and with whom.
  var contact: (time: Double, object: Int)?
  /// The least distance to anyone (m), as far as it was looked at (2 m).
  var clearance = Double.infinity
  /// The car ahead followed at the start, with its gap (m).
  var lead: (object: Int, gap: Double)?
  /// Whether the goal is met on the way.
  var meetsGoal = false
  /// By how much the worst breach of what the car can do goes beyond it: 0.2 is a fifth too much.
  var excess = 0.0
}

/// Rates candidates. Weights are for integrals over time of squared quantities in SI.
struct CandidateJudge: Sendable {
  /// The car's measures.
  var vehicle: VehicleSpec
  /// What it can follow.
  var limits: KinematicLimits
  /// What the driver likes.
  var style: DrivingStyle
  /// The time gap asked for (s).
  var headway: Double
  /// Whether a lane change is wanted.
  var wantsChange: Bool
  /// The offset asked for within the lane (m).
  var nudge: Double

  /// Rates one speed profile on one path.
  func judge(
    _ profile: SpeedProfile, on path: CandidatePath, in corridor: Corridor
  ) -> CandidateCost {
    var cost = CandidateCost()
    var knot = 0
    var previousCurvature = 0.0
    let centre = vehicle.body.length / 2 - vehicle.body.rearOverhang
    let dt = SpeedProfile.step
    for step in 0...SpeedProfile.steps {
      let travelled = profile.travelled[step]
      let offset = path.offset(atTravelled: travelled, from: &knot)
      let share = offset / CandidatePath.spacing - Double(knot)
      let (a, b) = (path.knots[knot], path.knots[knot + 1])
      let curvature = a.curvature + (b.curvature - a.curvature) * share
      let speed = profile.speed[step]
      let acceleration = profile.acceleration[step]
      let s = a.s + (b.s - a.s) * share
      let d = a.d + (b.d - a.d) * share
      addComfort(
        &cost, speed, acceleration, curvature, step > 0 ? profile.acceleration[step - 1] : nil)
      check(&cost, step, speed, acceleration, curvature, previousCurvature)
      previousCurvature = curvature
      addProgress(&cost, s: s, d: d, speed: speed, path, corridor)
      let direction = a.direction + (b.direction - a.direction) * share
      let box = PlacedBox(
        centre: a.position + (b.position - a.position) * share + direction * centre,
        forward: direction, halfLength: vehicle.body.length / 2,
        halfWidth: vehicle.body.width / 2)
      addContacts(&cost, box, speed: speed, d: d, step: step, corridor)
      addGap(&cost, s: s, speed: speed, step: step, path, corridor)
      if let goal = corridor.goal, goal.s.contains(s), goal.d.contains(d),
        goal.time?.contains(Double(step) * dt) ?? true, goal.speed?.contains(speed) ?? true
      {
        cost.meetsGoal = true
      }
    }
    finish(&cost, profile, path, corridor)
    return cost
  }

  private func addComfort(
    _ cost: inout CandidateCost, _ speed: Double, _ acceleration: Double, _ curvature: Double,
    _ before: Double?
  ) {
    let dt = SpeedProfile.step
    let lateral = curvature * speed * speed
    cost.total += (0.06 * acceleration * acceleration + 0.05 * lateral * lateral) * dt
    // Beyond nuPlan's comfort bounds (-4.05 and 2.40 m/s²) passengers are thrown about.
    let harsh = max(0, -3.9 - acceleration) + max(0, acceleration - 2.3)
    cost.total += 2 * min(harsh, 3) * dt
    if let before {
      let jerk = (acceleration - before) / dt
      cost.total += (0.012 * min(jerk * jerk, 400) + 0.4 * min(max(0, abs(jerk) - 4), 8)) * dt
    }
  }

  private func check(
    _ cost: inout CandidateCost, _ step: Int, _ speed: Double, _ acceleration: Double,
    _ curvature: Double, _ before: Double
  ) {
    // The first step is given, not chosen.
    guard step > 1 else { return }
    breach(&cost, .bend, abs(curvature) / limits.curvature - 0.001)
    if speed > 0.5 {
      let steering = limits.steering(from: before, to: curvature, within: SpeedProfile.step)
      breach(&cost, .steering, steering - 0.001)
    }
    breach(&cost, .lateral, abs(curvature * speed * speed) / limits.lateral)
    let most = limits.acceleration(at: speed) + 0.5
    breach(&cost, .power, acceleration / most)
  }

  /// Notes what goes beyond a limit: a share above 1.
  private func breach(_ cost: inout CandidateCost, _ kind: Infeasibility, _ share: Double) {
    guard share > 1 else { return }
    if cost.breach == nil { cost.breach = kind }
    cost.excess = max(cost.excess, share - 1)
  }

  private func addProgress(
    _ cost: inout CandidateCost, s: Double, d: Double, speed: Double, _ path: CandidatePath,
    _ corridor: Corridor
  ) {
    let dt = SpeedProfile.step
    let wanted = corridor.ceiling.speed(at: s)
    let short = max(0, wanted - speed) / (wanted + 2)
    let over = max(0, speed - wanted - 0.2)
    cost.total += (4 * short * short + 0.6 * min(over * over, 25)) * dt
    let astray = d - nudge
    // Round an obstacle, or on the way to another lane, the way counts, not the lane's middle;
    // still, no farther out and no longer between lanes than it takes.
    let weight = path.isDetour ? 0.08 : corridor.purpose == .change ? 0.12 : 0.35
    cost.total += weight * min(astray * astray, 16) * dt
  }

  /// Contacts, and how near the others come.
  private func addContacts(
    _ cost: inout CandidateCost, _ box: PlacedBox, speed: Double, d: Double, step: Int,
    _ corridor: Corridor
  ) {
    let others = corridor.others
    let base = step * others.count
    let reach = box.radius + 2
    for object in 0..<others.count {
      let other = others.boxes[base + object]
      let away = other.centre - box.centre
      let limit = reach + others.radius[object]
      if away.squaredLength > limit * limit { continue }
      let ahead = away.dot(box.forward)
      // Who runs into the ego's back from behind must brake; the ego must not flee from it.
      if ahead < -0.6 * box.halfLength && others.s[object] < corridor.start.s { continue }
      let closing = abs(speed - other.forward.dot(box.forward) * others.rate[base + object])
      let swept = PlacedBox(
        centre: box.centre, forward: box.forward,
        halfLength: box.halfLength + 0.5 * closing * SpeedProfile.step, halfWidth: box.halfWidth)
      let apart = swept.separation(from: other)
      cost.clearance = min(cost.clearance, apart)
      let margin = min(0.1 + others.doubt[object], corridor.startApart[object] - 0.05)
      if apart < margin && cost.contact == nil && step > 0 {
        cost.contact = (Double(step) * SpeedProfile.step, object)
        if cost.breach == nil { cost.breach = .contact }
        // The later and the slower, the better: so that braking wins where nothing avoids it.
        cost.total += 500 * (1 - Double(step) / Double(SpeedProfile.steps)) + 60 * closing
      }
      let wanted = 0.8 + others.doubt[object]
      if apart < wanted {
        let lack = (wanted - apart) / wanted
        cost.total += 1.5 * min(lack * lack, 4) * SpeedProfile.step
      }
    }
  }

  /// The gap to the car ahead: time gap, and the distance of Responsibility-Sensitive Safety.
  ///
  /// RSS with the constants declared in `SafetyDistances.highway`.
  private func addGap(
    _ cost: inout CandidateCost, s: Double, speed: Double, step: Int, _ path: CandidatePath,
    _ corridor: Corridor
  ) {
    guard step % 5 == 0 else { return }
    let front = s + vehicle.body.length - vehicle.body.rearOverhang
    guard
      let lead = corridor.lead(
        at: step, front: front, path: path, halfWidth: vehicle.body.width / 2 + 0.1)
    else { return }
    if step == 0 { cost.lead = (lead.object, lead.gap) }
    let safe = SafetyDistances.highway.signedLongitudinal(
      speed: speed, ahead: max(lead.rate, 0))
    let wanted = 2 + speed * headway * 0.8
    let dt = 5 * SpeedProfile.step
    if lead.gap < safe {
      let lack = (safe - lead.gap) / safe
      cost.total += 2 * lack * lack * dt
    }
    if lead.gap < wanted {
      let lack = (wanted - lead.gap) / wanted
      cost.total += 1.2 * lack * lack * dt
    }
  }

  private func finish(
    _ cost: inout CandidateCost, _ profile: SpeedProfile, _ path: CandidatePath,
    _ corridor: Corridor
  ) {
    if path.sharpest > limits.curvature * 1.001 && cost.breach == nil {
      // Only what is driven within the plan counts; the check above saw all of it.
      cost.total += 1
    }
    // What is a little too much is followed nearly: where all breach, the least does.
    if cost.contact != nil { cost.total += 2_000 }
    if cost.excess > 0 { cost.total += 500 + 500 * min(cost.excess, 4) }
    if wantsChange && corridor.purpose == .keep { cost.total += 8 }
    if corridor.goal != nil && cost.meetsGoal { cost.total -= 8 }
  }
}
