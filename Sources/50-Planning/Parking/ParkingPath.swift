import Geometry

/// A way into or out of a slot: arcs and straight pieces, driven forwards or backwards.
struct ParkingPath: Hashable, Sendable {
  /// One piece of constant curvature, driven one way.
  struct Piece: Hashable, Sendable {
    /// The signed curvature (1/m), positive to the left when driven forwards.
    var curvature: Double
    /// The distance driven (m), negative backwards.
    var length: Double
  }

  /// Where it starts.
  var start: SE2
  /// The pieces, in driving order.
  private(set) var pieces: [Piece] = []

  /// An empty way.
  init(start: SE2) { self.start = start }

  /// Goes on by a piece; one that goes on like the last is joined to it.
  mutating func append(_ piece: Piece) {
    guard abs(piece.length) > 1e-9 else { return }
    if let last = pieces.last, abs(last.curvature - piece.curvature) < 1e-12,
      (last.length > 0) == (piece.length > 0)
    {
      pieces[pieces.count - 1].length += piece.length
    } else {
      pieces.append(piece)
    }
  }

  /// The distance driven, both ways together (m).
  var length: Double { pieces.reduce(0) { $0 + abs($1.length) } }

  /// How often the car changes between forwards and backwards.
  var gearChanges: Int {
    zip(pieces, pieces.dropFirst()).reduce(0) {
      $0 + (($1.0.length > 0) != ($1.1.length > 0) ? 1 : 0)
    }
  }

  /// Where it ends.
  var end: SE2 { pieces.reduce(start) { $0.driven($1.length, curvature: $1.curvature) } }

  /// The same way driven from its end to its start: pieces in the opposite order and direction.
  var reversed: ParkingPath {
    var path = ParkingPath(start: end)
    for piece in pieces.reversed() {
      path.append(Piece(curvature: piece.curvature, length: -piece.length))
    }
    return path
  }

  /// The way moved in the plane.
  func moved(by offset: Vector2) -> ParkingPath {
    var path = self
    path.start.position += offset
    return path
  }

  /// Poses along the way at steps no longer than `step` (m), ends of pieces included.
  func poses(step: Double) -> [SE2] {
    var result = [start]
    var pose = start
    for piece in pieces {
      let count = max(1, Int((abs(piece.length) / step).rounded(.up)))
      for index in 1...count {
        let driven = piece.length * Double(index) / Double(count)
        result.append(pose.driven(driven, curvature: piece.curvature))
      }
      pose = pose.driven(piece.length, curvature: piece.curvature)
    }
    return result
  }
}

extension SE2 {
  /// The pose after a distance (m, negative backwards) on a circle of a curvature (1/m).
  func driven(_ length: Double, curvature: Double) -> SE2 {
    let turn = curvature * length
    let (sine, cosine) = Portable.sincos(heading)
    if abs(curvature) < 1e-9 {
      return SE2(
        x: position.x + cosine * length, y: position.y + sine * length, heading: heading + turn)
    }
    let (endSine, endCosine) = Portable.sincos(heading + turn)
    return SE2(
      x: position.x + (endSine - sine) / curvature,
      y: position.y + (cosine - endCosine) / curvature,
      heading: heading + turn)
  }
}
