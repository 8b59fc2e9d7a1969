import Geometry

/// How a pose lies to a lane.
public struct LaneMatch: Sendable, Hashable {
  /// The lane.
  public var lane: LaneID
  /// The arc length along the lane's centre line (m).
  public var s: Double
  /// The distance from the centre line (m), positive to the left.
  public var d: Double
  /// The heading relative to the lane (rad), in (-pi, pi].
  public var headingDifference: Double
  /// How far outside the lane's area the point lies (m); zero inside.
  public var outside: Double

  /// Creates a match.
  public init(lane: LaneID, s: Double, d: Double, headingDifference: Double, outside: Double) {
    self.lane = lane
    self.s = s
    self.d = d
    self.headingDifference = headingDifference
    self.outside = outside
  }
}

/// "Where am I": lanes under and round a point or pose.
extension RoadMap {
  /// What a radian of heading difference counts against metres outside the lane (m/rad).
  static let headingWeight = 2.0

  /// The lanes that hold a point, ascending; boundaries count as inside.
  public func lanes(containing point: Vector2) -> [LaneID] {
    var found: [LaneID] = []
    index.grid.forEach(at: point) { position in
      if index.outlines[position].contains(point) { found.append(lanes[position].id) }
    }
    return found
  }

  /// The lanes within a distance (m) of a pose, best first.
  ///
  /// Best is the least of metres outside the lane plus 2 m for each radian of heading difference;
  /// then the least distance from the centre line, then the least id.
  public func matches(for pose: SE2, within reach: Double = 5) -> [LaneMatch] {
    let near = Bounds(low: pose.position, high: pose.position).expanded(by: reach)
    let found = index.grid.items(in: near).compactMap { match(pose, at: $0) }
    return found.filter { $0.outside <= reach }.sorted { a, b in
      (cost(a), abs(a.d), Double(a.lane)) < (cost(b), abs(b.d), Double(b.lane))
    }
  }

  /// The lane a pose belongs to: the best of `matches`; nil where none is within reach (m).
  public func lane(at pose: SE2, within reach: Double = 5) -> LaneMatch? {
    matches(for: pose, within: reach).first
  }

  /// How a pose lies to one lane; nil where there is no such lane or it has no length.
  public func match(_ pose: SE2, to lane: LaneID) -> LaneMatch? {
    position(of: lane).flatMap { match(pose, at: $0) }
  }

  private func match(_ pose: SE2, at position: Int) -> LaneMatch? {
    guard let path = index.paths[position] else { return nil }
    let projection = path.project(pose.position)
    let heading = path.heading(at: projection.arcLength)
    return LaneMatch(
      lane: lanes[position].id, s: projection.arcLength, d: projection.offset,
      headingDifference: Angle.difference(from: heading, to: pose.heading),
      outside: index.outlines[position].distance(to: pose.position))
  }

  private func cost(_ match: LaneMatch) -> Double {
    match.outside + RoadMap.headingWeight * abs(match.headingDifference)
  }
}
