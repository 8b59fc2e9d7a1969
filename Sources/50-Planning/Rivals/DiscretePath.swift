import Geometry

/// A path as PDM-Closed has it: poses joined by straight pieces, the heading linear between them.
struct DiscretePath: Sendable {
  /// Where the points are.
  let positions: [Vector2]
  /// Which way the path goes there (rad), without jumps.
  let headings: [Double]
  /// The way along to each point (m).
  let progress: [Double]
  private let path: Path

  /// Joins poses; nil where there are fewer than two distinct ones.
  init?(_ poses: [(position: Vector2, heading: Double)]) {
    var kept: [(position: Vector2, heading: Double)] = []
    for pose in poses {
      if let last = kept.last, last.position.distance(to: pose.position) < 1e-6 { continue }
      let before = kept.last?.heading ?? pose.heading
      let turn = Angle.difference(from: before, to: pose.heading)
      kept.append((pose.position, kept.isEmpty ? pose.heading : before + turn))
    }
    guard let path = Path(Polyline(kept.map(\.position))) else { return nil }
    self.path = path
    positions = path.points
    headings = kept.map(\.heading)
    progress = path.arcLengths
    guard headings.count == positions.count else { return nil }
  }

  /// The length (m).
  var length: Double { path.length }

  /// The pose at a way along (m), held at the ends.
  func pose(at distance: Double) -> (position: Vector2, heading: Double) {
    let s = min(max(distance, 1e-5), length)
    let piece = path.piece(at: s)
    let span = progress[piece + 1] - progress[piece]
    let share = span > 0 ? (s - progress[piece]) / span : 0
    return (
      positions[piece] + (positions[piece + 1] - positions[piece]) * share,
      headings[piece] + (headings[piece + 1] - headings[piece]) * share
    )
  }

  /// The way along to the nearest point (m), and how far beside it a point lies (m).
  func project(_ point: Vector2) -> (along: Double, aside: Double) {
    let foot = path.project(point)
    return (min(max(foot.arcLength, 0), length), abs(foot.offset))
  }

  /// The path shifted to the left (m), point by point.
  func shifted(by offset: Double) -> DiscretePath? {
    DiscretePath(
      zip(positions, headings).map { position, heading in
        (position + Vector2(direction: heading).leftNormal * offset, heading)
      })
  }

  /// Whether a box reaches into the corridor of a half width (m) between two ways along (m).
  ///
  /// The corridor ends square, half its width beyond its ends, as published.
  func corridor(
    from start: Double, to end: Double, halfWidth: Double, holds box: PlacedBox
  ) -> Bool {
    let low = min(max(start, 0), length)
    let high = min(max(end, 0), length)
    let foot = project(box.centre)
    let reach = box.radius + halfWidth
    guard foot.aside <= reach + 1, foot.along + reach >= low - halfWidth,
      foot.along - reach <= high + halfWidth
    else { return false }
    let first = path.piece(at: max(low, foot.along - reach - 2))
    let last = path.piece(at: min(high, foot.along + reach + 2))
    for piece in first...max(first, last) {
      var (a, b) = (positions[piece], positions[piece + 1])
      let direction = (b - a) * (1 / max(progress[piece + 1] - progress[piece], 1e-12))
      if progress[piece] < low { a = a + direction * (low - progress[piece]) }
      if progress[piece + 1] > high { b = b - direction * (progress[piece + 1] - high) }
      // Square caps: the corridor's own box, half a width longer at its ends.
      if progress[piece] <= low { a = a - direction * halfWidth }
      if progress[piece + 1] >= high { b = b + direction * halfWidth }
      let middle = (a + b) * 0.5
      let strip = PlacedBox(
        centre: middle, forward: direction, halfLength: max((b - a).dot(direction) / 2, 0),
        halfWidth: halfWidth)
      if strip.separation(from: box) <= 0 { return true }
    }
    return false
  }
}
