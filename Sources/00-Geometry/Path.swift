/// A chain of points prepared for questions by arc length: where, which way, how curved, how near.
///
/// The geometry is the chain of straight pieces itself. Heading and curvature are those of the
/// smooth line through it: headings hold at the middles of the pieces and vary linearly between.
/// Outside [0, length] the end pieces go on straight.
public struct Path: Hashable, Sendable {
  /// The distinct points, at least two.
  public let points: [Vector2]
  /// The distance along the chain to each point (m); the first is zero.
  public let arcLengths: [Double]
  /// The unwrapped heading of the smooth line at each point (rad).
  public let headings: [Double]
  /// The signed curvature of the smooth line at each point (1/m), positive to the left.
  public let curvatures: [Double]
  /// The unit direction of each piece.
  let directions: [Vector2]
  /// The rectangle round each block of pieces, to skip blocks that are too far away.
  let blocks: [Bounds]

  /// Pieces in a block.
  static let blockSize = 16

  /// Prepares a chain; points closer than a nanometre to the one before are dropped.
  ///
  /// - Returns: nil where fewer than two distinct points are left or a coordinate is not finite.
  public init?(_ polyline: Polyline) {
    var kept: [Vector2] = []
    for point in polyline.points {
      guard point.isFinite else { return nil }
      if let last = kept.last, last.distance(to: point) < 1e-9 { continue }
      kept.append(point)
    }
    guard kept.count >= 2 else { return nil }
    points = kept
    let pieces = zip(kept, kept.dropFirst()).map { $1 - $0 }
    let lengths = pieces.map(\.length)
    directions = zip(pieces, lengths).map { $0 * (1 / $1) }
    var sum = 0.0
    arcLengths =
      [0]
      + lengths.map { length in
        sum += length
        return sum
      }
    (headings, curvatures) = Path.smooth(directions, lengths)
    blocks = stride(from: 0, to: pieces.count, by: Path.blockSize).map {
      Bounds(around: kept[$0...min($0 + Path.blockSize, pieces.count)])
    }
  }

  /// The length of the chain (m).
  public var length: Double { arcLengths[arcLengths.count - 1] }

  /// The chain as plain points.
  public var polyline: Polyline { Polyline(points) }

  /// The piece an arc length falls on; the first or last one outside. O(log n).
  public func piece(at arcLength: Double) -> Int {
    var (low, high) = (0, directions.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if arcLengths[middle] <= arcLength { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The point at an arc length (m).
  public func point(at arcLength: Double) -> Vector2 {
    let piece = piece(at: arcLength)
    return points[piece] + directions[piece] * (arcLength - arcLengths[piece])
  }

  /// The unwrapped heading of the smooth line at an arc length (rad).
  public func heading(at arcLength: Double) -> Double { blend(headings, at: arcLength) }

  /// The signed curvature of the smooth line at an arc length (1/m), positive to the left.
  public func curvature(at arcLength: Double) -> Double { blend(curvatures, at: arcLength) }

  /// The point and heading at an arc length.
  public func pose(at arcLength: Double) -> SE2 {
    SE2(position: point(at: arcLength), heading: heading(at: arcLength))
  }

  /// A value given at the points, linear between and constant outside.
  private func blend(_ values: [Double], at arcLength: Double) -> Double {
    let piece = piece(at: arcLength)
    let span = arcLengths[piece + 1] - arcLengths[piece]
    let fraction = min(max((arcLength - arcLengths[piece]) / span, 0), 1)
    return values[piece] + (values[piece + 1] - values[piece]) * fraction
  }

  /// Headings and curvatures at the points from the pieces' directions and lengths.
  private static func smooth(
    _ directions: [Vector2], _ lengths: [Double]
  ) -> (headings: [Double], curvatures: [Double]) {
    let start = directions[0].direction
    guard directions.count > 1 else { return ([start, start], [0, 0]) }
    let turns = zip(directions, directions.dropFirst()).map { before, after in
      Portable.atan2(before.cross(after), before.dot(after))
    }
    let inner = turns.indices.map { 2 * turns[$0] / (lengths[$0] + lengths[$0 + 1]) }
    let curvatures = [inner[0]] + inner + [inner[inner.count - 1]]
    var headings = [start - curvatures[0] * lengths[0] / 2]
    var heading = start
    for index in turns.indices {
      headings.append(heading + inner[index] * lengths[index] / 2)
      heading += turns[index]
    }
    headings.append(heading + inner[inner.count - 1] * lengths[lengths.count - 1] / 2)
    return (headings, curvatures)
  }
}
