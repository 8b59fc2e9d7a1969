import DrivingCore
import Geometry
import Roads

/// What the planner remembers of lanes: which one it follows and which one it is moving to.
struct LaneMemory: Sendable {
  /// The lane followed; nil before the first step and off the map.
  private(set) var followed: LaneID?
  /// The lane a change leads to; nil while none is wanted.
  private(set) var target: LaneID?
  /// Whether the ego swung out of the lane round something: it stays the lane followed.
  private var isOut = false
  private var lastPath = Decision.PathAction.keep
  private var network: LaneNetwork?
  private var lines: [(lanes: [LaneID], line: ReferenceLine)] = []

  /// How far ahead a line reaches (m).
  static let reach = 400.0

  /// The lines to plan on: the lane followed and, where a change is wanted, the one beside.
  ///
  /// A change asked for leads to one lane only: asking on after arrival asks for nothing more.
  mutating func lines(
    for world: WorldModel, _ mission: Mission, _ asked: Asked, _ start: PlanStart
  ) -> [(Corridor.Purpose, ReferenceLine)] {
    if network?.map != world.map {
      network = LaneNetwork(world.map)
      lines = []
    }
    let route = world.route.isEmpty ? mission.route : world.route
    guard let network, !network.map.lanes.isEmpty,
      let place = locate(start.motion.pose, route, network)
    else { return withoutMap(world) }
    followed = place.id
    chooseTarget(asked, route, place, network, start.motion.pose)
    guard let keep = line(place.id, route, network) else { return withoutMap(world) }
    if let target, target != place.id, let change = line(target, route, network) {
      return [(.keep, keep), (.change, change)]
    }
    return [(.keep, keep)]
  }

  /// Takes note of whether the way chosen leaves the lane; it counts until the ego is back in it.
  mutating func note(detour: Bool, offset: Double, width: Double) {
    if detour { isOut = true } else if abs(offset) < width / 8 { isOut = false }
  }

  private func withoutMap(_ world: WorldModel) -> [(Corridor.Purpose, ReferenceLine)] {
    let line =
      ReferenceLine(boundaries: world.boundaries, ego: world.ego)
      ?? ReferenceLine(straightFrom: world.ego)
    return line.map { [(.keep, $0)] } ?? []
  }

  /// The lane the ego is in: the one followed or its followers while the ego stays near them.
  private mutating func locate(
    _ pose: SE2, _ route: [LaneID], _ network: LaneNetwork
  ) -> LanePlace? {
    if let target, let place = network.advance(pose, from: target, preferring: route),
      abs(place.offset) < network.halfWidth(of: place.id) * 0.9
    {
      if place.id != target { self.target = place.id }
      return place
    }
    if let followed, let place = network.advance(pose, from: followed, preferring: route),
      abs(place.offset) < network.halfWidth(of: place.id) + 0.5 || target != nil || isOut,
      abs(place.offset) < 2.2 * network.halfWidth(of: place.id)
    {
      return place
    }
    return network.lane(of: pose, preferring: route)
  }

  private mutating func chooseTarget(
    _ asked: Asked, _ route: [LaneID], _ place: LanePlace, _ network: LaneNetwork, _ pose: SE2
  ) {
    let isNew = asked.path != lastPath
    lastPath = asked.path
    if !asked.wantsChange {
      target = neighbourOnRoute(place, route, network)
      return
    }
    if isNew { target = network.neighbour(of: place.id, asked.path, at: pose) }
    // The lane beside goes on, too, as the ego drives.
    if let target, let ahead = network.advance(pose, from: target, preferring: route) {
      self.target = ahead.id
    }
  }

  /// The lane beside that the route goes on in, where it leaves the lane followed.
  private func neighbourOnRoute(
    _ place: LanePlace, _ route: [LaneID], _ network: LaneNetwork
  ) -> LaneID? {
    guard let here = route.firstIndex(of: place.id), here + 1 < route.count,
      let lane = network.map[place.id]
    else { return nil }
    let next = route[here + 1]
    if lane.successors.contains(next) { return nil }
    let beside = [lane.leftNeighbour, lane.rightNeighbour].compactMap { $0 }
    return beside.first { $0.id == next && $0.sameDirection }?.id
  }

  /// The line along a lane and its followers, kept from step to step.
  private mutating func line(
    _ lane: LaneID, _ route: [LaneID], _ network: LaneNetwork
  ) -> ReferenceLine? {
    let chain = network.chain(from: lane, length: LaneMemory.reach, preferring: route)
    if let kept = lines.first(where: { $0.lanes == chain }) { return kept.line }
    guard var line = ReferenceLine(lanes: chain, in: network) else { return nil }
    line.source = "lane \(lane)"
    if lines.count > 6 { lines.removeFirst() }
    lines.append((chain, line))
    return line
  }
}

extension LaneNetwork {
  /// Half the width of a lane (m).
  func halfWidth(of id: LaneID) -> Double { (map[id]?.typicalWidth ?? 3.5) / 2 }

  /// The place of a pose in a lane or, past its end, in the lanes that follow.
  func advance(_ pose: SE2, from id: LaneID, preferring route: [LaneID]) -> LanePlace? {
    var best: LanePlace?
    for next in chain(from: id, length: 300, preferring: route).prefix(6) {
      guard let place = place(pose, in: next), abs(place.turn) < 1.4 else { continue }
      let length = centre(of: next)?.length ?? 0
      // At the very end of a lane the next one takes over.
      if place.arcLength >= length - 1e-6, map[next]?.successors.isEmpty == false { continue }
      if abs(place.offset) < abs(best?.offset ?? .infinity) - 1e-9 { best = place }
    }
    return best
  }

  /// The lane beside in the direction asked; nil where there is none to drive on the same way.
  func neighbour(of id: LaneID, _ action: Decision.PathAction, at pose: SE2) -> LaneID? {
    guard let lane = map[id] else { return nil }
    let beside = action == .laneChangeLeft ? lane.leftNeighbour : lane.rightNeighbour
    guard let beside, beside.sameDirection, map[beside.id]?.isDrivable == true else { return nil }
    return beside.id
  }
}
