import DrivingCore
import Geometry

/// Replaces stretches of a way by Reeds-Shepp curves where that is free and costs less.
///
/// A search over steps of a few steering angles leaves turns that nobody needs. From each pose of
/// the way the farthest pose is looked for that a curve reaches more cheaply than the way does.
struct PathShortening: Sendable {
  private let space: FreeSpace
  private let resolution: HybridAStar.Resolution
  private let curve: ReedsShepp

  /// Prepares for a place, the room to keep and a turning radius (m).
  init(_ space: FreeSpace, _ resolution: HybridAStar.Resolution, turningRadius: Double) {
    self.space = space
    self.resolution = resolution
    curve = ReedsShepp(turningRadius: turningRadius)
  }

  /// The way, shortened; never dearer than it was.
  func shortened(_ path: ParkingPath) -> ParkingPath {
    var best = path
    for _ in 0..<3 {
      let next = pass(best)
      guard price(next.pieces) < price(best.pieces) - 1e-6 else { break }
      best = next
    }
    return best
  }

  /// What pieces cost when driven one after the other.
  func price(_ pieces: [ParkingPath.Piece]) -> Double {
    var sum = 0.0
    var last: ParkingPath.Piece?
    for piece in pieces {
      let isReverse = piece.length < 0
      sum += abs(piece.length) * (isReverse ? HybridAStar.Price.reverse : 1)
      if let last {
        if (last.length < 0) != isReverse { sum += HybridAStar.Price.gearChange }
        sum +=
          HybridAStar.Price.steerChange * abs(last.curvature - piece.curvature)
          * curve.turningRadius
      }
      last = piece
    }
    return sum
  }

  private func pass(_ path: ParkingPath) -> ParkingPath {
    let pieces = cut(path.pieces)
    var poses = [path.start]
    for piece in pieces {
      poses.append((poses.last ?? path.start).driven(piece.length, curvature: piece.curvature))
    }
    var result = ParkingPath(start: path.start)
    var index = 0
    while index < pieces.count {
      if let (end, shot) = shortcut(from: index, pieces, poses, after: result.pieces.last) {
        for piece in shot { result.append(piece) }
        index = end
      } else {
        result.append(pieces[index])
        index += 1
      }
    }
    return result
  }

  /// Long pieces in parts, so that curves may begin and end within them.
  private func cut(_ pieces: [ParkingPath.Piece]) -> [ParkingPath.Piece] {
    let total = pieces.reduce(0) { $0 + abs($1.length) }
    let longest = max(1, total / 24)
    return pieces.flatMap { piece in
      let count = max(1, Int((abs(piece.length) / longest).rounded(.up)))
      return Array(
        repeating: ParkingPath.Piece(
          curvature: piece.curvature, length: piece.length / Double(count)), count: count)
    }
  }

  private func shortcut(
    from first: Int, _ pieces: [ParkingPath.Piece], _ poses: [SE2],
    after before: ParkingPath.Piece?
  ) -> (end: Int, pieces: [ParkingPath.Piece])? {
    for end in stride(from: pieces.count, to: first + 1, by: -1) {
      let next = end < pieces.count ? [pieces[end]] : []
      let joined = (before.map { [$0] } ?? []) + pieces[first..<end] + next
      let now = price(joined)
      for path in curve.allPaths(from: poses[first], to: poses[end]).prefix(3) {
        let shot = HybridAStar.pieces(of: path)
        let new = price((before.map { [$0] } ?? []) + shot + next)
        guard new < now - 0.05, isFree(path) else { continue }
        return (end, shot)
      }
    }
    return nil
  }

  private func isFree(_ path: ReedsSheppPath) -> Bool {
    path.forEachPose(step: resolution.spacing) { pose, part in
      space.fits(
        pose.position, pose.forward, curvature: part.kind.curvature / path.turningRadius,
        margin: resolution.margin)
    }
  }
}
