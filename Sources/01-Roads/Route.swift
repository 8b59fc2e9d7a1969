import Geometry

/// The lanes to drive, in order, from a start to a goal.
public struct Route: Sendable, Hashable, Codable {
  /// Stretches of road in driving order; within one, the lanes in the order of lane changes.
  ///
  /// `[[1], [4, 5], [9]]`: along 1, on into 4, across to 5 beside it, on into 9.
  public var sections: [[LaneID]]

  /// Creates a route from its sections.
  public init(sections: [[LaneID]]) { self.sections = sections }

  /// All lanes in driving order.
  public var lanes: [LaneID] { sections.flatMap { $0 } }

  /// The number of lane changes.
  public var laneChanges: Int { sections.reduce(0) { $0 + max(0, $1.count - 1) } }

  /// Whether a lane belongs to the route.
  public func contains(_ lane: LaneID) -> Bool { sections.contains { $0.contains(lane) } }
}

/// A stretch of a route with one speed limit.
public struct SpeedLimitStretch: Sendable, Hashable {
  /// The arc length along the route's path where it starts (m).
  public var start: Double
  /// The arc length where it ends (m).
  public var end: Double
  /// The limit (m/s); nil where none is known.
  public var limit: Double?

  /// Creates a stretch.
  public init(start: Double, end: Double, limit: Double?) {
    self.start = start
    self.end = end
    self.limit = limit
  }
}

/// Finding routes and driving along them.
extension RoadMap {
  /// What a lane change counts in metres of driving.
  public static let laneChangeCost = 50.0

  /// The cheapest route from any of some lanes to any of others (Dijkstra 1959).
  ///
  /// Cost is the length of the lanes entered plus 50 m a lane change; equal costs go to lower ids.
  /// Lanes beside are entered only where traffic flows the same way.
  /// - Returns: nil where no goal lane can be reached.
  public func route(from starts: [LaneID], to goals: [LaneID]) -> Route? {
    let targets = Set(goals.compactMap { position(of: $0) })
    var cost = [Double](repeating: .infinity, count: lanes.count)
    var cameFrom = [Int?](repeating: nil, count: lanes.count)
    var queue = RouteQueue()
    for start in starts.compactMap({ position(of: $0) }) {
      cost[start] = 0
      queue.insert(0, start)
    }
    while let (reached, lane) = queue.popLeast() {
      if reached > cost[lane] { continue }
      if targets.contains(lane) { return route(endingAt: lane, cameFrom) }
      for (next, price) in steps(from: lane) where reached + price < cost[next] {
        cost[next] = reached + price
        cameFrom[next] = lane
        queue.insert(cost[next], next)
      }
    }
    return nil
  }

  /// The cheapest route from a pose to a region: to any lane whose area meets it.
  public func route(from pose: SE2, to region: Polygon) -> Route? {
    let starts = lanes(containing: pose.position)
    let facing = starts.filter { abs(match(pose, to: $0)?.headingDifference ?? .pi) < .pi / 2 }
    let from = facing.isEmpty ? (lane(at: pose).map { [$0.lane] } ?? starts) : facing
    return route(from: from, to: lanes(meeting: region))
  }

  /// The lanes whose area shares a point with a polygon, ascending.
  public func lanes(meeting region: Polygon) -> [LaneID] {
    index.grid.items(in: region.bounds).filter { index.outlines[$0].intersects(region) }
      .map { lanes[$0].id }
  }

  /// One path along a route; lane changes swing over smoothly along their section.
  public func path(along route: Route) -> Path? {
    var points: [Vector2] = []
    for section in route.sections {
      guard let first = section.first, let last = section.last else { continue }
      let piece = first == last ? path(of: first) : swing(from: first, to: last)
      guard let piece else { continue }
      let start = points.last
      points += piece.points.drop { point in start.map { $0.distance(to: point) < 0.05 } ?? false }
    }
    return Path(Polyline(points))
  }

  /// The speed limits along a route's path, in order, equal neighbours joined.
  public func speedLimits(along route: Route) -> [SpeedLimitStretch] {
    var stretches: [SpeedLimitStretch] = []
    var start = 0.0
    for section in route.sections {
      guard let last = section.last, let lane = self[last] else { continue }
      let end = start + length(of: last)
      if let previous = stretches.last, previous.limit == lane.speedLimit {
        stretches[stretches.count - 1].end = end
      } else {
        stretches.append(SpeedLimitStretch(start: start, end: end, limit: lane.speedLimit))
      }
      start = end
    }
    return stretches
  }

  /// A line from the start of one lane to the end of another beside it.
  private func swing(from first: LaneID, to last: LaneID) -> Path? {
    guard let a = path(of: first), let b = path(of: last) else { return path(of: last) }
    let count = max(8, min(2000, Int(min(max(a.length, b.length), 1e6) / 2)))
    return Path(
      Polyline(
        (0...count).map { index in
          let f = Double(index) / Double(count)
          let weight = f * f * f * (10 + f * (-15 + 6 * f))
          return a.point(at: f * a.length).interpolated(to: b.point(at: f * b.length), weight)
        }))
  }

  /// Where one can go from a lane, and what it costs.
  private func steps(from position: Int) -> [(next: Int, price: Double)] {
    let lane = lanes[position]
    var steps = lane.successors.compactMap { id in
      self.position(of: id).map { ($0, max(length(of: id), 1e-3)) }
    }
    for beside in [lane.leftNeighbour, lane.rightNeighbour] {
      if let beside, beside.sameDirection, let next = self.position(of: beside.id) {
        steps.append((next, RoadMap.laneChangeCost))
      }
    }
    return steps
  }

  /// The route that was found, from its last lane backwards.
  private func route(endingAt last: Int, _ cameFrom: [Int?]) -> Route {
    var order = [last]
    while let before = order.last.flatMap({ cameFrom[$0] }) { order.append(before) }
    var sections: [[LaneID]] = []
    var previous: Lane?
    for position in order.reversed() {
      let lane = lanes[position]
      let beside = previous.map {
        lane.id == $0.leftNeighbour?.id || lane.id == $0.rightNeighbour?.id
      }
      if beside == true && previous?.successors.contains(lane.id) == false {
        sections[sections.count - 1].append(lane.id)
      } else {
        sections.append([lane.id])
      }
      previous = lane
    }
    return Route(sections: sections)
  }
}

/// A binary heap of costs and lanes; equal costs leave in the order of lanes.
private struct RouteQueue {
  private var heap: [(cost: Double, lane: Int)] = []

  mutating func insert(_ cost: Double, _ lane: Int) {
    heap.append((cost, lane))
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popLeast() -> (cost: Double, lane: Int)? {
    guard let least = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return least }
    heap[0] = last
    var parent = 0
    while true {
      var smallest = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child] < heap[smallest] {
        smallest = child
      }
      if smallest == parent { return least }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
