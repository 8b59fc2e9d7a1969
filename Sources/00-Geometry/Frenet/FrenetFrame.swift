/// Road coordinates: `s` along a smooth reference curve, `d` across it, positive to the left.
///
/// The curve is a cubic spline (continuous curvature) through points of the path at equal steps.
/// Before its start and after its end it goes on straight.
///
/// Where the map is one to one: a point has one pair (s, d) as long as it is nearer to the curve
/// than the centre of curvature, `1 - curvature * d > 0`, and the curve does not come near itself.
/// Beyond that `toFrenet` still returns the nearest point, and motions return nil.
///
/// Reference: Werling, Ziegler, Kammel, Thrun, Optimal Trajectory Generation for Dynamic Street
/// Scenarios in a Frenét Frame (ICRA 2010), appendix.
public struct FrenetFrame: Hashable, Sendable {
  /// The curve, in order of arc length.
  let pieces: [CurvePiece]
  /// The rectangle round each block of pieces' starts, to skip blocks that are too far away.
  let blocks: [Bounds]
  /// The length of the curve (m).
  public let length: Double

  static let blockSize = 16

  /// Lays the curve through a path.
  ///
  /// - Parameters:
  ///   - path: the line to follow.
  ///   - spacing: the distance of the spline's points (m); positive, at most 100,000 points.
  ///   - smoothing: waves shorter than this along the line (m) are flattened (cut-off at half
  ///     amplitude); zero keeps the points of the path.
  public init(_ path: Path, spacing: Double = 1, smoothing: Double = 0) {
    let curve = FrenetFrame.curve(through: path, spacing: spacing, smoothing: smoothing)
    pieces = curve
    length = curve.last.map { $0.startArcLength + $0.length } ?? 0
    blocks = stride(from: 0, to: curve.count, by: FrenetFrame.blockSize).map { first in
      let block = curve[first..<min(first + FrenetFrame.blockSize, curve.count)]
      return Bounds(around: block.map(\.start))
    }
  }

  /// The piece an arc length inside [0, length) falls on.
  func piece(at arcLength: Double) -> Int {
    // Pieces are nearly equal: a proportional guess is off by one or two.
    let last = pieces.count - 1
    guard arcLength > 0, arcLength < length else { return arcLength > 0 ? last : 0 }
    var index = min(Int(arcLength / length * Double(pieces.count)), last)
    while index > 0 && pieces[index].startArcLength > arcLength { index -= 1 }
    while index < last && pieces[index + 1].startArcLength <= arcLength { index += 1 }
    return index
  }

  /// The reference curve at an arc length (m); straight outside [0, length].
  public func reference(at arcLength: Double) -> ReferencePoint {
    let piece = pieces[piece(at: arcLength)]
    if arcLength < 0 { return piece.reference(atParameter: 0).goingStraight(by: arcLength) }
    if arcLength > length {
      return piece.reference(atParameter: piece.span).goingStraight(by: arcLength - length)
    }
    return piece.reference(atParameter: piece.parameter(at: arcLength - piece.startArcLength))
  }

  /// The point at road coordinates.
  public func point(s: Double, d: Double) -> Vector2 {
    let reference = reference(at: s)
    return reference.position + reference.direction.leftNormal * d
  }

  /// The point at road coordinates.
  public func toCartesian(_ point: FrenetPoint) -> Vector2 { self.point(s: point.s, d: point.d) }

  /// The pose at road coordinates, turned from the curve by `heading` (rad).
  public func pose(s: Double, d: Double, heading: Double = 0) -> SE2 {
    let reference = reference(at: s)
    return SE2(
      position: reference.position + reference.direction.leftNormal * d,
      heading: reference.heading + heading)
  }

  /// The road coordinates of a point: those of the nearest point of the curve.
  public func toFrenet(_ point: Vector2) -> FrenetPoint {
    let (piece, parameter) = nearest(to: point)
    let curve = pieces[piece]
    let reference = curve.reference(atParameter: parameter)
    var s = curve.startArcLength + curve.arcLength(to: parameter)
    let offset = point - reference.position
    let along = offset.dot(reference.direction)
    // Only beyond the ends the nearest point is not a perpendicular foot.
    if piece == 0 && parameter <= 0 && along < 0 { s = along }
    if piece == pieces.count - 1 && parameter >= curve.span && along > 0 { s = length + along }
    return FrenetPoint(s: s, d: reference.direction.cross(offset))
  }

  /// The road coordinates of a pose and its heading relative to the curve, in (-pi, pi].
  public func toFrenet(_ pose: SE2) -> (point: FrenetPoint, heading: Double) {
    let point = toFrenet(pose.position)
    let turn = Angle.difference(from: reference(at: point.s).heading, to: pose.heading)
    return (point, turn)
  }

  /// The piece and parameter of the point of the curve nearest to a point.
  private func nearest(to point: Vector2) -> (piece: Int, parameter: Double) {
    var (best, node) = (Double.infinity, 0)
    let first = blocks.indexOfNearest(to: point)
    searchNodes(block: first, for: point, &best, &node)
    for block in blocks.indices where block != first {
      if blocks[block].squaredDistance(to: point) <= best {
        searchNodes(block: block, for: point, &best, &node)
      }
    }
    // The foot lies on one side of the nearest node, rarely one piece farther on.
    var piece = node
    if pieces[node].progress(of: point, at: 0) < 0 && node > 0 { piece = node - 1 }
    while piece + 1 < pieces.count && pieces[piece].progress(of: point, at: pieces[piece].span) > 0
      && pieces[piece + 1].progress(of: point, at: 0) > 0 && piece < node + 1
    {
      piece += 1
    }
    return (piece, pieces[piece].parameter(nearestTo: point))
  }

  /// Looks for a nearer start of a piece in a block, or an equally near one before it.
  private func searchNodes(
    block: Int, for point: Vector2, _ best: inout Double, _ node: inout Int
  ) {
    let first = block * FrenetFrame.blockSize
    var index = first
    while index < min(first + FrenetFrame.blockSize, pieces.count) {
      let squared = (pieces[index].start - point).squaredLength
      if squared < best || (squared == best && index < node) { (best, node) = (squared, index) }
      index += 1
    }
  }
}
