/// Where a point lies beside a path.
public struct PathProjection: Hashable, Sendable {
  /// The arc length of the nearest point of the path (m), within [0, length].
  public var arcLength: Double
  /// The distance to it (m), positive where the point lies to the left.
  public var offset: Double
  /// The piece of the path it lies on.
  public var index: Int

  /// Creates a projection.
  public init(arcLength: Double, offset: Double, index: Int) {
    self.arcLength = arcLength
    self.offset = offset
    self.index = index
  }
}

extension Path {
  /// The nearest point of the path; of several the one with the least arc length.
  ///
  /// - Complexity: O(n / 16) and a few blocks of 16 pieces: those that are too far are skipped.
  public func project(_ point: Vector2) -> PathProjection {
    var found = Nearest()
    let first = blocks.indexOfNearest(to: point)
    search(block: first, for: point, &found)
    for block in blocks.indices where block != first {
      if blocks[block].squaredDistance(to: point) <= found.squared {
        search(block: block, for: point, &found)
      }
    }
    return projection(of: point, found.piece, found.along, found.squared)
  }

  /// The nearest point so far.
  private struct Nearest {
    var squared = Double.infinity
    var piece = 0
    var along = 0.0
  }

  /// Looks for a nearer point on a block of pieces, or an equally near one before it.
  private func search(block: Int, for point: Vector2, _ found: inout Nearest) {
    let first = block * Path.blockSize
    var index = first
    while index < min(first + Path.blockSize, directions.count) {
      let (squared, along) = nearest(point, on: index)
      if squared < found.squared || (squared == found.squared && index < found.piece) {
        found = Nearest(squared: squared, piece: index, along: along)
      }
      index += 1
    }
  }

  /// The nearest point of the part of the path within a window round an arc length (m).
  ///
  /// For a vehicle that is followed along a path which crosses or touches itself.
  public func project(_ point: Vector2, near arcLength: Double, window: Double) -> PathProjection {
    var best = Double.infinity
    let first = self.piece(at: arcLength - window)
    let last = max(first, self.piece(at: arcLength + window))
    var (piece, along) = (first, 0.0)
    for index in first...last {
      let (squared, parameter) = nearest(point, on: index)
      if squared < best { (best, piece, along) = (squared, index, parameter) }
    }
    return projection(of: point, piece, along, best)
  }

  /// The squared distance to a piece and how far along the piece the nearest point lies (m).
  @inline(__always)
  private func nearest(_ point: Vector2, on piece: Int) -> (squared: Double, along: Double) {
    let offset = point - points[piece]
    let size = arcLengths[piece + 1] - arcLengths[piece]
    let along = min(max(offset.dot(directions[piece]), 0), size)
    return ((offset - directions[piece] * along).squaredLength, along)
  }

  /// The answer for the nearest point found; at a corner the mean direction decides the side.
  private func projection(
    of point: Vector2, _ piece: Int, _ along: Double, _ squared: Double
  ) -> PathProjection {
    let offset = point - points[piece]
    var direction = directions[piece]
    let size = arcLengths[piece + 1] - arcLengths[piece]
    if along >= size && piece + 1 < directions.count { direction += directions[piece + 1] }
    if along <= 0 && piece > 0 { direction += directions[piece - 1] }
    let side = direction.cross(offset - directions[piece] * along)
    return PathProjection(
      arcLength: arcLengths[piece] + along,
      offset: side < 0 ? -squared.squareRoot() : squared.squareRoot(), index: piece)
  }
}
