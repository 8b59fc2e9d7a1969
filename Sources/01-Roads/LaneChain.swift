import Geometry

/// "What is ahead": lanes that follow each other, and one path along them.
extension RoadMap {
  /// A lane with those before and after it, far enough to cover distances behind and ahead (m).
  ///
  /// At a fork the lane of `route` is taken, else the one that turns least, else the least id.
  /// A ring ends where a lane would come twice.
  ///
  /// - Parameters:
  ///   - s: the arc length on the lane to measure from (m).
  public func chain(
    from lane: LaneID, at s: Double = 0, ahead: Double, behind: Double = 0, route: Route? = nil
  ) -> [LaneID] {
    guard self[lane] != nil else { return [] }
    var chain = [lane]
    var left = ahead - (length(of: lane) - s)
    while left > 0, let last = chain.last, let next = following(last, route, excluding: chain) {
      chain.append(next)
      left -= length(of: next)
    }
    left = behind - s
    while left > 0, let first = chain.first, let before = preceding(first, excluding: chain) {
      chain.insert(before, at: 0)
      left -= length(of: before)
    }
    return chain
  }

  /// The length of a lane's centre line (m); zero where there is none.
  public func length(of lane: LaneID) -> Double { path(of: lane)?.length ?? 0 }

  /// One path along the centre lines of lanes that follow each other.
  ///
  /// Points of the next lane that lie within 5 cm of the end of the last, or not ahead of it, are
  /// skipped, so that small gaps and overlaps of a map make no kinks.
  /// - Returns: nil where no lane has a length.
  public func path(through lanes: [LaneID]) -> Path? {
    var points: [Vector2] = []
    for lane in lanes {
      guard let next = path(of: lane) else { continue }
      guard let last = points.last else {
        points = next.points
        continue
      }
      let direction = Vector2(direction: next.headings[0])
      let kept = next.points.drop {
        $0.distance(to: last) < 0.05 || ($0.distance(to: last) < 1 && direction.dot($0 - last) < 0)
      }
      points += kept
    }
    return Path(Polyline(points))
  }

  private func following(_ lane: LaneID, _ route: Route?, excluding: [LaneID]) -> LaneID? {
    let open = (self[lane]?.successors ?? []).filter { self[$0] != nil && !excluding.contains($0) }
    if let route, let onRoute = open.first(where: { route.contains($0) }) { return onRoute }
    return open.min { (turn(lane, $0), $0) < (turn(lane, $1), $1) }
  }

  private func preceding(_ lane: LaneID, excluding: [LaneID]) -> LaneID? {
    let open = (self[lane]?.predecessors ?? []).filter {
      self[$0] != nil && !excluding.contains($0)
    }
    return open.min { (turn($0, lane), $0) < (turn($1, lane), $1) }
  }

  /// How much the heading changes from the middle of one lane to the end of the next (rad).
  private func turn(_ from: LaneID, _ to: LaneID) -> Double {
    guard let a = path(of: from), let b = path(of: to) else { return .infinity }
    return abs(Angle.difference(from: a.heading(at: a.length), to: b.heading(at: b.length)))
  }
}

extension Lane {
  /// The width at a fraction of the lane's length: between the boundaries' points there (m).
  public func width(atFraction fraction: Double) -> Double {
    guard let left = Path(left), let right = Path(right) else { return 0 }
    let bounded = min(max(fraction, 0), 1)
    return left.point(at: bounded * left.length)
      .distance(to: right.point(at: bounded * right.length))
  }
}
