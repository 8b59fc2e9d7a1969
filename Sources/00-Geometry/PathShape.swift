/// New paths made of old ones.
extension Path {
  /// The most points a resampled path may have.
  public static let mostPoints = 1_000_000

  /// The path with points at equal steps along it, no longer than `step` (m).
  ///
  /// Both ends are kept. A step that is not positive, or would give more than `mostPoints`
  /// points, is replaced by the least one allowed.
  public func resampled(step: Double) -> Path {
    let least = length / Double(Path.mostPoints - 1)
    let allowed = step.isFinite ? max(step, least) : length
    let count = max(1, Int((length / allowed - 1e-9).rounded(.up)))
    var samples = (0..<count).map { point(at: length * Double($0) / Double(count)) }
    samples.append(points[points.count - 1])
    return Path(Polyline(samples)) ?? self
  }

  /// The path moved sideways (m), positive to the left; corners are mitred, at most fourfold.
  ///
  /// On the inside of bends tighter than the offset the result folds over itself.
  public func offset(by distance: Double) -> Path? {
    let moved = points.indices.map { index in
      let before = directions[max(index - 1, 0)]
      let after = directions[min(index, directions.count - 1)]
      let normal = (before + after).normalized.leftNormal
      let mitre = 1 / max(normal.dot(after.leftNormal), 0.25)
      return points[index] + normal * (distance * mitre)
    }
    return Path(Polyline(moved))
  }

  /// The part between two arc lengths (m), cut to the path; nil where nothing is left.
  public func part(from start: Double, to end: Double) -> Path? {
    let (start, end) = (max(0, start), min(length, end))
    guard start < end else { return nil }
    var kept = [point(at: start)]
    let (first, last) = (piece(at: start) + 1, piece(at: end))
    if first <= last { kept += points[first...last] }
    kept.append(point(at: end))
    return Path(Polyline(kept))
  }

  /// The path run the other way.
  public var reversed: Path { Path(Polyline(points.reversed())) ?? self }

  /// This path and then another; nil never for valid paths, the joint is a straight piece.
  public func joined(with next: Path) -> Path { Path(Polyline(points + next.points)) ?? self }
}

extension Polyline {
  /// The length of the chain (m).
  public var length: Double {
    zip(points, points.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
  }

  /// The chain prepared for questions by arc length; nil where it has no length.
  public var path: Path? { Path(self) }

  /// The smallest axis-parallel rectangle round the points.
  public var bounds: Bounds { Bounds(around: points) }
}
