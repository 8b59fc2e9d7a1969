import Geometry
import Roads

/// Which lanes a point lies in, and how far off the road it is.
struct LaneFinder {
  private let map: RoadMap
  private let road: DrivableArea

  /// Readies a map.
  init(_ map: RoadMap) {
    self.map = map
    road = DrivableArea(map)
  }

  /// Whether there is no lane at all.
  var isEmpty: Bool { map.lanes.isEmpty }

  /// How far a point lies outside all lanes (m); 0 inside one.
  func excursion(of point: Vector2) -> Double { road.distance(to: point) }

  /// The lanes traffic drives in that contain a point, ascending by id.
  func drivingLanes(containing point: Vector2) -> [Lane] {
    map.lanes(containing: point).compactMap { map[$0] }.filter(\.isDriven)
  }

  /// Whether all corners of a box are in one lane, or in lanes that continue each other.
  ///
  /// Reference: nuPlan's `route_extractor.py`, `extract_common_or_connecting_route_objs`.
  func isInOneLane(_ box: OrientedBox) -> Bool {
    // Front left, rear left, rear right, front right.
    let corners = box.corners.map { drivingLanes(containing: $0) }
    guard corners.allSatisfy({ !$0.isEmpty }) else { return false }
    let ids = corners.map { Set($0.map(\.id)) }
    if !ids[0].intersection(ids[1]).intersection(ids[2]).intersection(ids[3]).isEmpty {
      return true
    }
    let left = ids[1].union(corners[1].flatMap(\.successors))
    let right = ids[2].union(corners[2].flatMap(\.successors))
    guard !ids[1].isDisjoint(with: right) || !ids[2].isDisjoint(with: left) else { return false }
    let frontLeft = ids[0].union(corners[0].flatMap(\.predecessors)).intersection(right)
    let frontRight = ids[3].union(corners[3].flatMap(\.predecessors)).intersection(left)
    return !frontLeft.isDisjoint(with: frontRight)
  }

  /// The lanes of a path of poses: each pose keeps its lanes or goes on to successors if it can.
  ///
  /// Where a new lane must be found among several, the one with the most similar direction is
  /// taken; at a fork all branches are kept and narrowed down by where the path goes on. Empty off
  /// the road. Reference: nuPlan's `get_route`.
  func route(of poses: [SE2]) -> [[Lane]] {
    var current: [Lane] = []
    let route = poses.map { pose -> [Lane] in
      let here = drivingLanes(containing: pose.position)
      let ids = Set(here.map(\.id))
      var next = current.filter { ids.contains($0.id) }
      if next.isEmpty {
        next = here.filter { lane in current.contains { $0.successors.contains(lane.id) } }
      }
      if next.isEmpty { next = found(among: here, for: pose) }
      current = next
      return next
    }
    return LaneFinder.narrowed(route)
  }

  /// From the end to the start: of several lanes those are kept that the path goes on in or out of.
  private static func narrowed(_ route: [[Lane]]) -> [[Lane]] {
    var result = route
    for index in route.indices.dropLast().reversed() where result[index].count > 1 {
      let after = result[index + 1]
      let same = result[index].filter { lane in after.contains { $0.id == lane.id } }
      let before = result[index].filter { lane in
        after.contains { $0.predecessors.contains(lane.id) }
      }
      if !same.isEmpty { result[index] = same } else if !before.isEmpty { result[index] = before }
    }
    return result
  }

  private func found(among lanes: [Lane], for pose: SE2) -> [Lane] {
    let plain = lanes.filter { !$0.isIntersection }
    // Connectors overlap by nature: all are kept, and the path narrows them down.
    if plain.isEmpty { return lanes }
    let turns = plain.map { abs(map.match(pose, to: $0.id)?.headingDifference ?? .pi) }
    guard let least = turns.min(), let best = turns.firstIndex(of: least) else { return [] }
    return [plain[best]]
  }
}

extension Lane {
  /// Whether motor traffic drives in the lane.
  var isDriven: Bool {
    switch kind {
    case .driving, .onRamp, .offRamp: true
    default: false
    }
  }
}
