import Geometry
import Roads

/// Which lanes a point lies in, and how far off the road it is.
struct LaneFinder {
  /// A lane with what is asked of it again and again.
  private struct Entry {
    let lane: Lane
    let outline: Polygon
    let bounds: Bounds
  }

  private let entries: [Entry]

  /// Readies the lanes of a map that may be driven on.
  init(_ map: RoadMap) {
    entries = map.lanes.map { lane in
      let outline = lane.outline
      return Entry(lane: lane, outline: outline, bounds: outline.bounds)
    }
  }

  /// Whether there is no lane at all.
  var isEmpty: Bool { entries.isEmpty }

  /// The lanes that contain a point, ascending by id.
  func lanes(containing point: Vector2) -> [Lane] {
    entries.filter { $0.bounds.contains(point) && $0.outline.contains(point) }.map(\.lane)
  }

  /// The lanes traffic drives in that contain a point, ascending by id.
  func drivingLanes(containing point: Vector2) -> [Lane] {
    lanes(containing: point).filter(\.isDriven)
  }

  /// How far a point lies outside all lanes (m); 0 inside one.
  func excursion(of point: Vector2) -> Double {
    var best = Double.infinity
    for entry in entries where entry.bounds.squaredDistance(to: point) < best * best {
      best = min(best, entry.outline.distance(to: point))
      if best == 0 { return 0 }
    }
    return best
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

  /// The lanes of a path of poses: each pose keeps its lane or goes on to a successor if it can.
  ///
  /// Where a new lane must be found among several, the one with the most similar direction is
  /// taken; empty off the road. Reference: nuPlan's `get_route`.
  func route(of poses: [SE2]) -> [[Lane]] {
    var current: [Lane] = []
    return poses.map { pose in
      let here = drivingLanes(containing: pose.position)
      let ids = Set(here.map(\.id))
      var next = current.filter { ids.contains($0.id) }
      if next.isEmpty, current.count == 1 {
        next = here.filter { current[0].successors.contains($0.id) }
      }
      if next.isEmpty { next = found(among: here, for: pose) }
      current = next
      return next
    }
  }

  private func found(among lanes: [Lane], for pose: SE2) -> [Lane] {
    let plain = lanes.filter { !$0.isIntersection }
    // Connectors overlap by nature: all are kept, and the path narrows them down.
    if plain.isEmpty { return lanes }
    let best = plain.max { direction(of: $0, at: pose) < direction(of: $1, at: pose) }
    return best.map { [$0] } ?? []
  }

  private func direction(of lane: Lane, at pose: SE2) -> Double {
    lane.centre.nearestPiece(to: pose.position).direction.dot(pose.forward)
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
