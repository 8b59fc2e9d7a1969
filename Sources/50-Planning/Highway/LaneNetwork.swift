import DrivingCore
import Geometry
import Roads

/// The lanes of a map prepared for the planner: centre paths, boxes, and chains of lanes ahead.
struct LaneNetwork: Sendable {
  /// The map it was prepared from.
  let map: RoadMap
  /// The centre path of each lane, in the order of the map; nil where a lane has no length.
  private let centres: [Path?]
  private let bounds: [Bounds]

  /// Prepares a map.
  init(_ map: RoadMap) {
    self.map = map
    centres = map.lanes.map { Path($0.centre) }
    bounds = map.lanes.map { Bounds(around: $0.centre.points).expanded(by: 12) }
  }

  /// Where the lane stands in the map's order.
  func index(of id: LaneID) -> Int? {
    var (low, high) = (0, map.lanes.count)
    while low < high {
      let middle = (low + high) / 2
      if map.lanes[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < map.lanes.count && map.lanes[low].id == id ? low : nil
  }

  /// The centre path of a lane.
  func centre(of id: LaneID) -> Path? { index(of: id).flatMap { centres[$0] } }

  /// Where a pose lies in a lane: along, across, and turned against it; nil where it is not beside.
  func place(_ pose: SE2, in id: LaneID) -> LanePlace? {
    index(of: id).flatMap { place(pose, lane: $0) }
  }

  private func place(_ pose: SE2, lane index: Int) -> LanePlace? {
    guard bounds[index].contains(pose.position), let centre = centres[index] else { return nil }
    let foot = centre.project(pose.position)
    // Beyond the ends the distance to the end point counts in full: another lane goes on there.
    let turn = Angle.difference(from: centre.heading(at: foot.arcLength), to: pose.heading)
    return LanePlace(
      id: map.lanes[index].id, arcLength: foot.arcLength, offset: foot.offset, turn: turn)
  }

  /// The lane a vehicle is most likely in: the least sideways and turned; lanes preferred go first.
  func lane(of pose: SE2, preferring preferred: [LaneID] = []) -> LanePlace? {
    var best: (cost: Double, place: LanePlace)?
    for index in map.lanes.indices where map.lanes[index].isDrivable {
      guard let place = place(pose, lane: index), abs(place.turn) < .pi / 3,
        abs(place.offset) < 10
      else { continue }
      let bonus = preferred.contains(place.id) ? 1.5 : 0
      let cost = abs(place.offset) + 3 * abs(place.turn) - bonus
      if cost < (best?.cost ?? .infinity) - 1e-9 { best = (cost, place) }
    }
    return best?.place
  }

  /// The lanes to drive from a lane on: at forks those preferred, else the straightest.
  ///
  /// - Returns: ids up to `length` metres beyond the first lane, and one lane behind where there is one.
  func chain(from start: LaneID, length: Double, preferring preferred: [LaneID]) -> [LaneID] {
    var ids = [start]
    if let back = predecessor(of: start, preferring: preferred) { ids.insert(back, at: 0) }
    // The ego may stand anywhere on the first lane: what counts is what comes after it.
    var covered = 0.0
    var last = start
    while covered < length, let next = successor(of: last, preferring: preferred),
      !ids.contains(next)
    {
      ids.append(next)
      covered += centre(of: next)?.length ?? 0
      last = next
    }
    return ids
  }

  private func successor(of id: LaneID, preferring preferred: [LaneID]) -> LaneID? {
    guard let lane = map[id], let from = centre(of: id) else { return nil }
    let exit = from.heading(at: from.length)
    return lane.successors.filter { centre(of: $0) != nil }.min { a, b in
      rank(a, from: exit, preferred) < rank(b, from: exit, preferred)
    }
  }

  private func predecessor(of id: LaneID, preferring preferred: [LaneID]) -> LaneID? {
    guard let lane = map[id], let to = centre(of: id) else { return nil }
    let entry = to.heading(at: 0)
    return lane.predecessors.filter { centre(of: $0) != nil }.min { a, b in
      rank(back: a, to: entry, preferred) < rank(back: b, to: entry, preferred)
    }
  }

  private func rank(_ id: LaneID, from exit: Double, _ preferred: [LaneID]) -> Double {
    guard let path = centre(of: id) else { return .infinity }
    let bend = abs(Angle.difference(from: exit, to: path.heading(at: min(20, path.length))))
    return (preferred.contains(id) ? 0 : 10) + bend
  }

  private func rank(back id: LaneID, to entry: Double, _ preferred: [LaneID]) -> Double {
    guard let path = centre(of: id) else { return .infinity }
    let bend = abs(Angle.difference(from: path.heading(at: max(0, path.length - 20)), to: entry))
    return (preferred.contains(id) ? 0 : 10) + bend
  }
}

/// Where a pose lies in a lane.
struct LanePlace: Hashable, Sendable {
  /// The lane.
  var id: LaneID
  /// Along its centre (m).
  var arcLength: Double
  /// Left of its centre (m).
  var offset: Double
  /// The heading against the lane's (rad).
  var turn: Double
}

extension Lane {
  /// Whether a car may follow the lane at all.
  var isDrivable: Bool {
    switch kind {
    case .driving, .onRamp, .offRamp, .other: true
    case .shoulder, .parking, .bicycle: false
    }
  }

  /// The width between the boundaries near the middle of the lane (m); 3.5 where they are missing.
  var typicalWidth: Double {
    guard !left.points.isEmpty, !right.points.isEmpty else { return 3.5 }
    let middle = left.points[left.points.count / 2]
    var best = Double.infinity
    for (a, b) in zip(right.points, right.points.dropFirst()) {
      best = min(best, LineSegment(a, b).distance(to: middle))
    }
    if right.points.count == 1 { best = right.points[0].distance(to: middle) }
    return best.isFinite && best > 0.5 ? best : 3.5
  }
}
