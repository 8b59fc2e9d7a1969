import DrivingCore
import Geometry
import Roads

/// What a rival knows of the road: the lane it is in, those beside it, and where it must go.
///
/// Rivals ignore the decision of the reasoner: they are whole drivers.
struct RivalRoad: Sendable {
  /// A side to change to.
  enum Side: Hashable, Sendable { case left, right }

  /// A lane a rival may follow.
  struct Course: Sendable {
    /// The lane the ego is in, or would be in.
    var lane: LaneID
    /// The smooth line along it and its followers.
    var line: ReferenceLine
  }

  private var network: LaneNetwork?
  private var lines: [(lanes: [LaneID], line: ReferenceLine)] = []
  private var followed: LaneID?
  /// The lane that a change leads to; nil while none is under way.
  private(set) var target: LaneID?

  /// Notes where the ego is; nil where no lane is known.
  mutating func course(_ pose: SE2, in world: WorldModel, _ mission: Mission) -> Course? {
    if network?.map != world.map {
      network = LaneNetwork(world.map)
      lines = []
      (followed, target) = (nil, nil)
    }
    guard let network, !world.map.lanes.isEmpty else { return nil }
    let route = RivalRoad.route(world, mission)
    var place: LanePlace?
    if let target, let found = network.advance(pose, from: target, preferring: route) {
      self.target = found.id
      if abs(found.offset) < network.halfWidth(of: found.id) { place = found }
    }
    if place == nil, let followed,
      let found = network.advance(pose, from: followed, preferring: route),
      abs(found.offset) < network.halfWidth(of: found.id) + (target == nil ? 0.3 : 2)
    {
      place = found
    }
    place = place ?? network.lane(of: pose, preferring: route)
    guard let place else { return nil }
    followed = place.id
    return course(along: place.id, route)
  }

  /// The lane beside the one followed, where one may drive the same way.
  mutating func course(beside lane: LaneID, _ side: Side, _ route: [LaneID]) -> Course? {
    guard let network, let here = network.map[lane],
      let beside = side == .left ? here.leftNeighbour : here.rightNeighbour,
      beside.sameDirection, let there = network.map[beside.id], there.isDrivable,
      there.kind != .onRamp, there.kind != .offRamp || route.contains(beside.id)
    else { return nil }
    return course(along: beside.id, route)
  }

  /// The side the route needs: its next lane lies beside, or this lane ends and another goes on.
  mutating func demanded(
    from course: Course, speed: Double, at s: Double, _ route: [LaneID]
  ) -> Side? {
    guard let network, let here = network.map[course.lane] else { return nil }
    let beside: [(side: Side, id: LaneID)] =
      (here.leftNeighbour.map { [(.left, $0.id)] } ?? [])
      + (here.rightNeighbour.map { [(.right, $0.id)] } ?? [])
    if let index = route.firstIndex(of: course.lane), index + 1 < route.count,
      !here.successors.contains(route[index + 1]),
      let found = beside.first(where: { $0.id == route[index + 1] })
    {
      return found.side
    }
    if !route.isEmpty && !route.contains(course.lane),
      let found = beside.first(where: { route.contains($0.id) })
    {
      return found.side
    }
    let remaining = course.line.end - s
    guard remaining < max(100, speed * 8) else { return nil }
    for (side, _) in beside {
      if let other = self.course(beside: course.lane, side, route),
        other.line.end > course.line.end + 50
      {
        return side
      }
    }
    return nil
  }

  /// Whether a lane ends while one beside it goes on; where the map ends, the road is taken to go on.
  mutating func endsEarly(_ course: Course, _ route: [LaneID]) -> Bool {
    [Side.left, .right].contains { side in
      guard let other = self.course(beside: course.lane, side, route) else { return false }
      return other.line.end > course.line.end + 50
    }
  }

  /// Begins a change to a lane.
  mutating func begin(changeTo lane: LaneID) { target = lane }

  /// Ends a change, done or given up.
  mutating func endChange() { target = nil }

  /// The lane that a change under way leads to.
  mutating func targetCourse(_ route: [LaneID]) -> Course? {
    target.flatMap { course(along: $0, route) }
  }

  private mutating func course(along lane: LaneID, _ route: [LaneID]) -> Course? {
    guard let network else { return nil }
    let chain = network.chain(from: lane, length: LaneMemory.reach, preferring: route)
    if let kept = lines.first(where: { $0.lanes == chain }) {
      return Course(lane: lane, line: kept.line)
    }
    guard var line = ReferenceLine(lanes: chain, in: network) else { return nil }
    line.source = "lane \(lane)"
    if lines.count > 8 { lines.removeFirst() }
    lines.append((chain, line))
    return Course(lane: lane, line: line)
  }

  /// The lanes to the goal.
  static func route(_ world: WorldModel, _ mission: Mission) -> [LaneID] {
    world.route.isEmpty ? mission.route : world.route
  }
}
