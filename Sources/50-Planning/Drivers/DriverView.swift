import DrivingCore
import Geometry
import Roads

/// What a lane-keeping driver sees: its lane, the others along it, and how fast it may go.
struct DriverView: Sendable {
  /// The lane with everyone along it.
  let corridor: Corridor
  /// The way to the middle of the lane.
  let path: CandidatePath
  /// The plan before anything is decided: the speed and acceleration of the start.
  let startProfile: SpeedProfile
  private let body: VehicleSpec.Body
  private let law: CarFollowing
  private let power: KinematicLimits

  /// The comfortable braking of following (m/s²): harder braking is the model's matter.
  static let comfortable = 2.0
  /// The time in which a little overspeed is shed (s).
  static let settling = 0.5

  /// Looks along a line; nil where the ego lies across it.
  init?(
    _ world: WorldModel, _ mission: Mission, _ asked: Asked, _ start: PlanStart,
    along line: ReferenceLine
  ) {
    guard let motion = line.frame.toFrenet(start.motion), abs(motion.dSlope) < 5 else { return nil }
    let speed = start.motion.speed
    let others = ObjectPrediction(
      world.objects, along: line, near: motion.s, steps: SpeedProfile.steps,
      step: SpeedProfile.step, reach: 60 + speed * 7, on: world.map)
    let style = mission.style
    let ceiling = SpeedCeiling(
      along: line, from: motion.s, reach: 60 + speed * 8, cap: asked.speed,
      factor: style.speedFactor, lateral: style.lateralAcceleration,
      deceleration: 0.7 * style.deceleration, goal: nil)
    guard
      let path = CandidatePath(
        from: motion, to: 0, length: max(12, speed * 4),
        reach: CandidatePath.spacing * 4 + speed * 6.2 + 40, on: line)
    else { return nil }
    corridor = Corridor(
      purpose: .keep, line: line, start: motion, others: others, ceiling: ceiling, startApart: [])
    self.path = path
    body = mission.vehicle.body
    power = KinematicLimits(mission.vehicle)
    law = CarFollowing(
      headway: asked.headway, acceleration: style.acceleration,
      deceleration: DriverView.comfortable)
    var profile = SpeedProfile()
    profile.begin(speed: speed, acceleration: start.motion.acceleration)
    startProfile = profile
  }

  /// The situation a model minds most at a step: the nearest danger, else the nearest car ahead.
  func worst(
    at step: Int, _ profile: SpeedProfile, for model: DriverModel
  ) -> DriverSituation? {
    var nearest: (situation: DriverSituation, isSafe: Bool)?
    for object in 0..<corridor.others.count {
      let situation = situation(with: object, at: step, profile)
      guard !situation.isPassed else { continue }
      let isSafe = model.judge(situation).isSafe
      if let best = nearest,
        (best.isSafe ? 1 : 0, best.situation.gap) <= (isSafe ? 1 : 0, situation.gap)
      {
        continue
      }
      nearest = (situation, isSafe)
    }
    return nearest?.situation
  }

  /// Ego and another road user along and across the lane.
  private func situation(
    with object: Int, at step: Int, _ profile: SpeedProfile
  ) -> DriverSituation {
    let others = corridor.others
    let place = step * others.count + object
    var knot = 0
    let offset = path.offset(atTravelled: profile.travelled[step], from: &knot)
    let rear = corridor.start.s + offset
    let next = min(step + 1, others.steps) * others.count + object
    let across = others.d[place] - path.offset(atS: rear)
    let drift = (others.d[next] - others.d[place]) / SpeedProfile.step
    return DriverSituation(
      egoX: rear + body.length / 2 - body.rearOverhang, egoSpeed: profile.speed[step],
      egoAcceleration: profile.acceleration[step], objectX: others.s[place], objectY: across,
      // Who comes the other way is taken as standing: the models know one direction only.
      objectSpeed: max(0, others.rate[place]), approach: across > 0 ? -drift : drift,
      lengths: (body.length, 2 * others.halfAlong[object]),
      widths: (body.width, 2 * others.halfAcross[object]))
  }

  /// The acceleration of following at a step (m/s²): IDM, braking comfortably at most.
  func following(at step: Int, _ profile: SpeedProfile) -> Double {
    var knot = 0
    let offset = path.offset(atTravelled: profile.travelled[step], from: &knot)
    let s = corridor.start.s + offset
    let speed = profile.speed[step]
    let desired = corridor.ceiling.speed(at: s)
    // Above the speed wanted the law alone would take too long to shed what is too much.
    let slower = max((desired - speed) / DriverView.settling, -DriverView.comfortable)
    var wanted = law.free(speed: speed, desired: desired)
    let front = s + body.length - body.rearOverhang
    if let lead = corridor.lead(at: step, front: front, path: path, halfWidth: body.width / 2) {
      wanted = law.behind(
        speed: speed, desired: desired, gap: lead.gap, leadSpeed: max(0, lead.rate),
        leadAcceleration: lead.rate > 0.1 ? lead.acceleration : 0, limit: DriverView.comfortable)
    }
    if speed > desired { wanted = min(wanted, slower) }
    return min(wanted, power.acceleration(at: speed))
  }
}
