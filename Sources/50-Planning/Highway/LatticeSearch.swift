import DrivingCore
import Geometry

/// The best candidate found so far, and what became of the others.
struct LatticeChoice: Sendable {
  /// Which corridor.
  var corridor = 0
  /// The way across.
  var path: CandidatePath?
  /// The way along.
  var profile = SpeedProfile()
  /// What it costs.
  var cost = CandidateCost()
  /// How many candidates were rated.
  var rated = 0
  /// How many had which breach, by `Infeasibility`.
  var breaches = Array(repeating: 0, count: Infeasibility.allCases.count)
  /// The first contact seen, for the reason.
  var contact: (time: Double, object: Int)?
}

/// Samples paths and speed profiles along corridors and keeps the cheapest.
struct LatticeSearch: Sendable {
  /// Rates candidates.
  var judge: CandidateJudge
  /// The car-following law.
  var following: CarFollowing
  /// The jerk liked at most (m/s³).
  var jerk: Double

  /// The jerk of a car that must brake (m/s³): full braking in half a second.
  static let emergencyJerk = 16.0
  /// Braking harder than this is an emergency (m/s²).
  static let firmest = 4.0
  /// Durations of the sideways motion (s).
  static let changeDurations = [3.0, 4, 5, 6]
  /// Durations of swinging out round something that stands (s).
  static let detourDurations = [1.5, 2.2, 3.2, 5]
  /// Shares of the wanted speed.
  static let speedShares = [1.0, 0.8, 0.6, 0.4, 0.2]

  /// Rates all candidates of all corridors.
  func best(of corridors: [Corridor], speed: Double, acceleration: Double) -> LatticeChoice {
    var choice = LatticeChoice()
    var scratch = SpeedProfile()
    for (index, corridor) in corridors.enumerated() where corridor.refusal == nil {
      let reach = CandidatePath.spacing * 4 + speed * 6.2 + 40
      for path in paths(in: corridor, speed: speed, reach: reach) {
        rate(
          path, in: corridor, index, speed: speed, acceleration: acceleration, &scratch, &choice)
      }
    }
    return choice
  }

  /// The ways across: lane centre and offsets, each within some lengths.
  private func paths(in corridor: Corridor, speed: Double, reach: Double) -> [CandidatePath] {
    var wanted: [(target: Double, duration: Double)] = []
    switch corridor.purpose {
    case .change:
      wanted = LatticeSearch.changeDurations.map { (0, $0) }
    case .keep:
      let room = max(0, (corridor.line.width - judge.vehicle.body.width) / 2)
      wanted = [(0, 2.5), (0, 4), (0, 6)]
      for share in [0.5, 1] where room > 0.2 {
        wanted += [(room * share, 3), (-room * share, 3)]
      }
      if judge.nudge != 0 { wanted.append((min(max(judge.nudge, -room), room), 4)) }
    }
    let detours = detours(in: corridor, speed: speed, reach: reach)
    return detours
      + wanted.compactMap { target, duration in
        let sideways = abs(target - corridor.start.d)
        // At walking speed the length is set by the steering: about twice the turning circle's share.
        let least = max(6, 2.2 * (sideways / judge.limits.curvature).squareRoot())
        return CandidatePath(
          from: corridor.start, to: target, length: max(least, max(speed, 3) * duration),
          reach: reach,
          on: corridor.line)
      }
  }

  /// The ways round what stands in the way that stay on the road.
  private func detours(
    in corridor: Corridor, speed: Double, reach: Double
  ) -> [CandidatePath] {
    corridor.detours.flatMap { target in
      LatticeSearch.detourDurations.compactMap { duration -> CandidatePath? in
        let sideways = abs(target - corridor.start.d)
        let least = max(6, 2.2 * (sideways / judge.limits.curvature).squareRoot())
        let path = CandidatePath(
          from: corridor.start, to: target, length: max(least, max(speed, 3) * duration),
          reach: reach,
          on: corridor.line, isDetour: true)
        guard let path,
          path.stays(
            on: corridor.road, halfWidth: judge.vehicle.body.width / 2, end: corridor.line.end)
        else { return nil }
        return path
      }
    }
  }

  private func rate(
    _ path: CandidatePath, in corridor: Corridor, _ index: Int, speed: Double,
    acceleration: Double, _ scratch: inout SpeedProfile, _ choice: inout LatticeChoice
  ) {
    for share in LatticeSearch.speedShares {
      scratch.begin(speed: speed, acceleration: acceleration)
      follow(path, in: corridor, share: share, &scratch)
      consider(scratch, path, corridor, index, &choice)
    }
    let wanted = corridor.ceiling.speed(at: corridor.start.s)
    for (target, duration) in [(wanted, 3.0), (wanted, 5), (speed * 0.7, 3), (speed * 0.7, 5)] {
      scratch.begin(speed: speed, acceleration: acceleration)
      scratch.keep(speed: target, duration: duration)
      consider(scratch, path, corridor, index, &choice)
    }
    for (deceleration, jerk) in [(2.0, jerk), (3.8, 3.9), (6, 16), (9, 18)] {
      scratch.begin(speed: speed, acceleration: acceleration)
      scratch.brake(
        deceleration: min(deceleration, judge.limits.deceleration), jerk: jerk)
      consider(scratch, path, corridor, index, &choice)
    }
    stop(path, in: corridor, index, speed, acceleration, &scratch, &choice)
  }

  /// Profiles that end at the stop or in the goal, where there is one within reach.
  private func stop(
    _ path: CandidatePath, in corridor: Corridor, _ index: Int, _ speed: Double,
    _ acceleration: Double, _ scratch: inout SpeedProfile, _ choice: inout LatticeChoice
  ) {
    if let stop = corridor.stop {
      let distance = stop - corridor.start.s
      for factor in [1.6, 2, 2.4] where distance > 0.2 && speed > 0.1 {
        let duration = factor * distance / speed
        guard duration < 8, duration > 0.5 else { continue }
        scratch.begin(speed: speed, acceleration: acceleration)
        scratch.reach(distance: distance, speed: 0, duration: duration)
        consider(scratch, path, corridor, index, &choice)
      }
    }
    guard let goal = corridor.goal, let time = goal.time, time.high > 0.5 else { return }
    let middle = (goal.s.low + goal.s.high) / 2 - corridor.start.s
    let duration = min(max((time.low + time.high) / 2, 0.6), time.high)
    guard duration < 6, middle > 0.5 else { return }
    let arrival = middle / duration
    for share in [0.8, 1, 1.2] {
      let target = min(max(arrival * share, goal.speed?.low ?? 0), goal.speed?.high ?? .infinity)
      scratch.begin(speed: speed, acceleration: acceleration)
      scratch.reach(distance: middle, speed: target, duration: duration)
      consider(scratch, path, corridor, index, &choice)
    }
  }

  /// Drives the car-following law along a path, for a share of the wanted speed.
  private func follow(
    _ path: CandidatePath, in corridor: Corridor, share: Double, _ profile: inout SpeedProfile
  ) {
    var knot = 0
    let front = judge.vehicle.body.length - judge.vehicle.body.rearOverhang
    let halfWidth = judge.vehicle.body.width / 2 + 0.2
    for step in 0..<SpeedProfile.steps {
      let offset = path.offset(atTravelled: profile.travelled[step], from: &knot)
      let s = corridor.start.s + offset
      let speed = profile.speed[step]
      let desired = corridor.ceiling.speed(at: s) * share
      var wanted = following.free(speed: speed, desired: desired)
      if let lead = corridor.lead(at: step, front: s + front, path: path, halfWidth: halfWidth) {
        wanted = following.behind(
          speed: speed, desired: desired, gap: lead.gap, leadSpeed: max(0, lead.rate),
          leadAcceleration: lead.rate > 0.1 ? lead.acceleration : 0,
          limit: min(8, judge.limits.deceleration))
      }
      if let stop = corridor.stop {
        // A wall that leaves the standstill gap: the ego comes to rest on the stop.
        let gap = stop - s + following.standstillGap
        wanted = min(
          wanted,
          following.behind(
            speed: speed, desired: desired, gap: gap, leadSpeed: 0, leadAcceleration: 0,
            limit: min(8, judge.limits.deceleration)))
      }
      if let other = corridor.yields {
        // Whom the ego lets go first is followed already, though gently: it is in another lane.
        let gap =
          corridor.others.s[step * corridor.others.count + other]
          - corridor.others.halfAlong[other] - s - front
        let rate = max(0, corridor.others.rate[step * corridor.others.count + other])
        let gentle = following.behind(
          speed: speed, desired: desired, gap: max(gap, 0.1), leadSpeed: rate,
          leadAcceleration: 0, limit: following.deceleration)
        wanted = min(wanted, max(gentle, -0.8 * following.deceleration))
      }
      let most = min(wanted, judge.limits.acceleration(at: speed))
      profile.advance(step, wanted: most, jerk: pedalJerk(for: wanted))
    }
  }

  /// How fast the pedal moves for a wanted acceleration (m/s³): as liked, a firm braking within what
  /// nuPlan calls comfortable (4.13 m/s³), an emergency at once.
  private func pedalJerk(for wanted: Double) -> Double {
    if wanted < -LatticeSearch.firmest { return LatticeSearch.emergencyJerk }
    return wanted < -1.2 * following.deceleration ? max(jerk, 3.9) : jerk
  }

  /// Rates a candidate and keeps it where it is cheaper than all before, by more than 1e-9.
  private func consider(
    _ profile: SpeedProfile, _ path: CandidatePath, _ corridor: Corridor, _ index: Int,
    _ choice: inout LatticeChoice
  ) {
    let cost = judge.judge(profile, on: path, in: corridor)
    choice.rated += 1
    if let breach = cost.breach { choice.breaches[breach.rawValue] += 1 }
    if choice.contact == nil { choice.contact = cost.contact }
    guard choice.path == nil || cost.total < choice.cost.total - 1e-9 else { return }
    choice.corridor = index
    choice.path = path
    choice.profile = profile
    choice.cost = cost
  }
}
