import DrivingCore
import Geometry
import Roads

/// Decides by rules that a driver would recognise: keep the lane, follow, overtake, keep right,
/// go where the route goes, and say why with numbers.
public struct RuleReasoner: Reasoner {
  /// Who the stage is.
  public let description = StageDescription(name: "rules", version: 1)

  var mission: Mission?
  /// The change under way: its action, where it leads, and since when.
  private var change: (action: Decision.PathAction, target: LaneID, since: SimulationTime)?
  /// When the last change ended.
  private var settledAt: SimulationTime?

  /// The gap that a change the route needs, but which is not yet safe, aims for.
  private var gap: Int?

  /// How long a finished change is left alone (s), and the longest a change may take.
  static let (calm, patience) = (4.0, 12.0)
  /// No lane is changed of one's own accord where the two join within this (m).
  static let joining = 200.0
  /// Where no limit is known and the start is slower: 50 km/h (m/s).
  static let speedWithoutLimit = 50 / 3.6

  /// Creates the reasoner.
  public init() {}

  /// Takes the mission's goal, route and style.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self.mission = mission
    change = nil
    gap = nil
    settledAt = nil
  }

  /// Decides what to do next.
  public mutating func step(
    _ world: WorldModel, at time: SimulationTime
  ) throws(StageFailure) -> Outcome<Decision> {
    guard let mission else {
      throw StageFailure(
        stage: description.name, kind: .unavailable, reason: "no mission yet; call prepare first")
    }
    guard world.ego.speed.isFinite, world.ego.worldFromVehicle.position.isFinite,
      world.ego.worldFromVehicle.heading.isFinite
    else { return .unavailable(reason: "the ego's state is not finite") }
    if mission.kind == .parking { return .available(ParkingRule.decide(mission, world)) }
    let route = world.route.isEmpty ? mission.route : world.route
    guard let here = survey(world, mission, route) else {
      return .available(FreeRoadRule.decide(mission, world))
    }
    return .available(decide(world, mission, here, route, time))
  }

  /// The lane the ego is in; on a change, the one it comes from until its middle has crossed.
  private func survey(_ world: WorldModel, _ mission: Mission, _ route: [LaneID]) -> LaneSurvey? {
    let matches = world.map.matches(for: world.ego.worldFromVehicle, within: 5).filter {
      abs($0.headingDifference) < 1
    }
    let onRoute = matches.first { route.contains($0.lane) && $0.outside <= 0 }
    guard let lane = (onRoute ?? matches.first)?.lane else { return nil }
    return LaneSurvey(lane, of: world, vehicle: mission.vehicle, route: route)
  }

  private mutating func decide(
    _ world: WorldModel, _ mission: Mission, _ here: LaneSurvey, _ route: [LaneID],
    _ time: SimulationTime
  ) -> Decision {
    let speed = SpeedRule(here, world, mission)
    let rule = LaneChangeRule(
      ego: .init(
        desired: speed.target, headway: mission.style.headway,
        acceleration: mission.style.acceleration, deceleration: mission.style.deceleration),
      politeness: mission.style.politeness)
    let sides = Side.all(of: here.lane, world, mission, route)
    var words = [speed.reason]
    gap = nil
    let path = path(world, mission, here, sides, rule, route, time, &words)
    return Decision(
      speed: speed.action, path: path, targetSpeed: speed.target,
      headway: mission.style.headway, targetGap: gap, reason: words.joined(separator: "; "))
  }

  /// Goes on with a change, ends it, or begins one.
  private mutating func path(
    _ world: WorldModel, _ mission: Mission, _ here: LaneSurvey, _ sides: [Side],
    _ rule: LaneChangeRule, _ route: [LaneID], _ time: SimulationTime, _ words: inout [String]
  ) -> Decision.PathAction {
    if let change {
      return goOn(change, world, mission, here, sides, rule, time, &words)
    }
    if let must = Side.demanded(by: route, here, sides, world), let survey = must.survey {
      let verdict = rule.verdict(
        from: here, to: survey, speed: world.ego.speed, length: mission.vehicle.body.length)
      words.append("the route goes on in lane \(survey.lane)")
      let action = begin(must, survey, verdict, time, &words)
      guard action == .keep, isUrgent(here, route, world),
        let seam = Seam(survey, here, world.ego, mission.vehicle)
      else {
        return action
      }
      gap = seam.gap
      words.append(seam.reason)
      return must.action
    }
    if let settledAt, (time - settledAt).seconds < RuleReasoner.calm { return .keep }
    guard world.ego.speed > 8, !nearsGoal(mission, world) else { return .keep }
    for side in sides {
      guard let survey = side.survey, survey.remaining > 150,
        !joins(survey.lane, here.lane, in: world.map)
      else { continue }
      let verdict = rule.verdict(
        from: here, to: survey, speed: world.ego.speed, length: mission.vehicle.body.length)
      let bias = side.action == .laneChangeRight ? LaneChangeRule.keepRight : -0.05
      let needed = LaneChangeRule.threshold - bias
      let beyond = beyond(side, from: here, world, mission, rule, route)
      guard verdict.gain > needed || (beyond > needed + 0.2 && verdict.gain > -0.5) else {
        continue
      }
      if verdict.gain <= needed { words.append("the lane beyond gains \(beyond.brief) m/s²") }
      words.append(
        "lane \(survey.lane) gains \(verdict.gain.brief) m/s² (needs \(needed.brief))")
      let action = begin(side, survey, verdict, time, &words)
      if action != .keep { return action }
    }
    return .keep
  }

  /// Whether the change must come soon: the lane ends within 10 s, or the route leaves it then.
  ///
  /// Back to the route's lane after an overtaking there is time: nobody is let pass for that.
  private func isUrgent(_ here: LaneSurvey, _ route: [LaneID], _ world: WorldModel) -> Bool {
    let soon = max(80, world.ego.speed * 10)
    if here.remaining < soon { return true }
    guard let index = route.firstIndex(of: here.lane), index + 1 < route.count,
      world.map[here.lane]?.successors.contains(route[index + 1]) == false
    else { return false }
    let s = world.map.match(world.ego.worldFromVehicle, to: here.lane)?.s ?? 0
    return world.map.length(of: here.lane) - s < soon
  }

  /// Whether the goal lies within 8 s: then no lane is changed for gain any more.
  private func nearsGoal(_ mission: Mission, _ world: WorldModel) -> Bool {
    guard let goal = mission.goal else { return false }
    let place = world.ego.worldFromVehicle.position
    let near = world.ego.speed * 8
    return goal.regions.contains { region in
      region.corners.contains { $0.distance(to: place) < near }
    }
  }

  /// What the lane beyond the one beside would gain (m/s²): a slow lane between may be crossed to
  /// overtake. Minus infinity where there is none, or only towards the right.
  private func beyond(
    _ side: Side, from here: LaneSurvey, _ world: WorldModel, _ mission: Mission,
    _ rule: LaneChangeRule, _ route: [LaneID]
  ) -> Double {
    guard side.action == .laneChangeLeft, let beside = side.survey,
      let next = world.map[beside.lane]?.leftNeighbour, next.sameDirection,
      world.map[next.id]?.kind == .driving,
      let survey = LaneSurvey(next.id, of: world, vehicle: mission.vehicle, route: route),
      survey.remaining > 250
    else { return -.infinity }
    let verdict = rule.verdict(
      from: here, to: survey, speed: world.ego.speed, length: mission.vehicle.body.length)
    return verdict.gain
  }

  /// Whether two lanes become one within the next while: who changes there is in the way twice.
  private func joins(_ a: LaneID, _ b: LaneID, in map: RoadMap) -> Bool {
    let ahead = map.chain(from: a, ahead: RuleReasoner.joining)
    return map.chain(from: b, ahead: RuleReasoner.joining).contains { ahead.contains($0) }
  }

  private mutating func begin(
    _ side: Side, _ survey: LaneSurvey, _ verdict: LaneChangeRule.Verdict,
    _ time: SimulationTime, _ words: inout [String]
  ) -> Decision.PathAction {
    guard verdict.isSafe else {
      words.append(
        "not yet safe: \(survey.behind?.id ?? survey.ahead?.id ?? "someone") would have to brake "
          + "\(verdict.imposed.brief) m/s² (at most \(LaneChangeRule.safeBraking.brief))")
      return .keep
    }
    change = (side.action, survey.lane, time)
    if let behind = survey.behind {
      words.append("\(behind.id) \(behind.gap.brief) m behind brakes \(verdict.imposed.brief) m/s²")
    }
    return side.action
  }

  private mutating func goOn(
    _ change: (action: Decision.PathAction, target: LaneID, since: SimulationTime),
    _ world: WorldModel, _ mission: Mission, _ here: LaneSurvey, _ sides: [Side],
    _ rule: LaneChangeRule, _ time: SimulationTime, _ words: inout [String]
  ) -> Decision.PathAction {
    // The target's followers count as the target: lanes end while a change lasts.
    let reached = world.map.chain(from: change.target, ahead: 300).contains(here.lane)
    if reached {
      let offset = abs(world.map.match(world.ego.worldFromVehicle, to: here.lane)?.d ?? 0)
      if offset < 0.5 {
        self.change = nil
        settledAt = time
        words.append("change to lane \(here.lane) done")
        return .keep
      }
      words.append("finishing the change to lane \(here.lane)")
      return change.action
    }
    guard (time - change.since).seconds < RuleReasoner.patience else {
      self.change = nil
      settledAt = time
      words.append("the change found no gap in \(RuleReasoner.patience.brief) s")
      return .abort
    }
    if let survey = sides.first(where: { $0.action == change.action })?.survey {
      let verdict = rule.verdict(
        from: here, to: survey, speed: world.ego.speed, length: mission.vehicle.body.length)
      if !verdict.isSafe && verdict.imposed > 1.5 * LaneChangeRule.safeBraking {
        self.change = nil
        settledAt = time
        words.append(
          "back: \(survey.behind?.id ?? "someone") would have to brake \(verdict.imposed.brief) m/s²"
        )
        return .abort
      }
    }
    words.append("changing to lane \(change.target)")
    return change.action
  }
}

/// The gap that a change which must be made, but is not safe yet, is prepared for.
struct Seam: Hashable, Sendable {
  /// 0: between those ahead and behind; -1: behind the one that is beside or behind now.
  var gap: Int
  /// Why, in words.
  var reason: String

  /// Chooses a gap; nil where nobody is in the way.
  ///
  /// Who is beside, or comes from behind faster and is near, goes first; before anybody else the ego
  /// fits in once the speeds agree.
  init?(_ there: LaneSurvey, _ here: LaneSurvey, _ ego: VehicleState, _ vehicle: VehicleSpec) {
    if let behind = there.behind {
      let ahead = there.ahead?.gap ?? 200
      let room = behind.gap + vehicle.body.length + ahead
      let needed = vehicle.body.length + 4 + 0.5 * (ego.speed + max(behind.speed, 0)) * 0.8
      if behind.gap < 2 || behind.speed > ego.speed + 1 || room < needed {
        self.init(gap: -1, reason: "lets \(behind.id) go first")
        return
      }
      self.init(gap: 0, reason: "aims for the gap before \(behind.id)")
      return
    }
    guard let ahead = there.ahead else { return nil }
    self.init(gap: 0, reason: "aims for the gap behind \(ahead.id)")
  }

  private init(gap: Int, reason: String) {
    self.gap = gap
    self.reason = reason
  }
}

/// A lane beside the ego's, and what it takes to get there.
struct Side: Sendable {
  /// The action that leads there.
  var action: Decision.PathAction
  /// Who drives there; nil where there is no lane to drive on.
  var survey: LaneSurvey?

  /// Left first: that is the side to overtake on.
  static func all(
    of lane: LaneID, _ world: WorldModel, _ mission: Mission, _ route: [LaneID]
  ) -> [Side] {
    guard let here = world.map[lane] else { return [] }
    let beside: [(Decision.PathAction, Lane.Neighbour?)] = [
      (.laneChangeLeft, here.leftNeighbour), (.laneChangeRight, here.rightNeighbour),
    ]
    return beside.map { action, neighbour in
      guard let neighbour, neighbour.sameDirection, let lane = world.map[neighbour.id],
        lane.kind == .driving || lane.kind == .offRamp && route.contains(lane.id)
      else { return Side(action: action, survey: nil) }
      return Side(
        action: action,
        survey: LaneSurvey(neighbour.id, of: world, vehicle: mission.vehicle, route: route))
    }
  }

  /// The side the route needs: its next lane lies beside, or this lane ends and another does not.
  static func demanded(
    by route: [LaneID], _ here: LaneSurvey, _ sides: [Side], _ world: WorldModel
  ) -> Side? {
    if let index = route.firstIndex(of: here.lane), index + 1 < route.count {
      let next = route[index + 1]
      if world.map[here.lane]?.successors.contains(next) == false,
        let side = sides.first(where: { $0.survey?.lane == next })
      {
        return side
      }
    }
    if !route.isEmpty && !route.contains(here.lane),
      let side = sides.first(where: { $0.survey.map { route.contains($0.lane) } ?? false })
    {
      return side
    }
    let needed = max(100, world.ego.speed * 8)
    guard here.remaining < needed else { return nil }
    return sides.first { ($0.survey?.remaining ?? 0) > here.remaining + 50 }
  }
}

extension Double {
  /// The number with one decimal, for sentences.
  var brief: String {
    guard abs(self) < 1e12 else { return "\(self)" }
    let tenths = Int((self * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
