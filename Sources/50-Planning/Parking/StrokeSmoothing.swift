import DrivingCore
import Geometry

/// Makes a way of arcs drivable: the wheels turn on ramps between arcs, or standing still.
///
/// Where the curvature jumps it is led over in a straight ramp centred on the jump; lengths and
/// curvatures of the arcs are then changed as little as it takes (Gauss-Newton, least norm) to end
/// at the same pose. A jump for which there is no room, along the way or beside it, becomes a stop
/// at which the wheels turn. Fixed counts of iterations: the same way ends the same.
struct StrokeSmoothing: Sendable {
  /// The speed at which ramps are meant to be driven (m/s).
  static let rampSpeed = 0.7
  /// Ramps slower than this are not worth it (m/s): the car stops instead.
  static let slowest = 0.12
  /// Room beyond this need not be kept (m).
  static let ample = 0.2

  /// The room the way is searched in.
  let space: FreeSpace
  private let wheelbase: Double
  private let most: Double
  private let rate: Double

  /// Prepares for a place and its car.
  init(_ space: FreeSpace) {
    self.space = space
    wheelbase = space.vehicle.body.wheelbase
    most = Portable.tan(space.vehicle.limits.steeringAngle) / wheelbase * 0.995
    rate = ParkingSpeed(space.vehicle).steeringRate
  }

  /// The strokes of a way, each without a jump of curvature.
  func strokes(of path: ParkingPath) -> [ParkingStroke] {
    var result: [ParkingStroke] = []
    for part in path.strokes {
      result += smoothed(part).map { $0.measured(in: space) }
    }
    return result
  }

  private func smoothed(_ part: ParkingPath) -> [ParkingStroke] {
    let pieces = part.pieces
    guard let first = pieces.first else { return [] }
    let direction: Double = first.length < 0 ? -1 : 1
    if pieces.count == 1 { return [stroke(part.start, direction, first)] }
    let stops = pieces.map { stroke(.identity, direction, $0) }
    let kept = bare(part.start, direction, pieces)
    let needed = min(max(kept - 0.02, 0.6 * kept, min(kept, 0.024)), StrokeSmoothing.ample)
    for scale in [1.0, 0.6, 0.35, 0.2] {
      if let smooth = ramped(part, direction, scale), smooth.clearance(in: space) >= needed {
        return [smooth]
      }
    }
    guard pieces.count > 2 else {
      return stopped(part.start, direction, pieces, stops.count)
    }
    // No room for ramps all along: a stop in the middle, and each half on its own.
    let middle = widestJump(pieces)
    var halves = (ParkingPath(start: part.start), part.start)
    for piece in pieces[..<middle] { halves.0.append(piece) }
    halves.1 = halves.0.end
    var rest = ParkingPath(start: halves.1)
    for piece in pieces[middle...] { rest.append(piece) }
    return smoothed(halves.0) + smoothed(rest)
  }

  private func widestJump(_ pieces: [ParkingPath.Piece]) -> Int {
    var best = (jump: -1.0, index: 1)
    for index in 1..<pieces.count {
      let jump = abs(pieces[index].curvature - pieces[index - 1].curvature)
      if jump > best.jump { best = (jump, index) }
    }
    return best.index
  }

  private func stroke(_ start: SE2, _ direction: Double, _ piece: ParkingPath.Piece)
    -> ParkingStroke
  {
    ParkingStroke(
      start: start, direction: direction,
      segments: [.init(from: piece.curvature, to: piece.curvature, length: abs(piece.length))])
  }

  private func stopped(
    _ start: SE2, _ direction: Double, _ pieces: [ParkingPath.Piece], _ count: Int
  ) -> [ParkingStroke] {
    var (pose, result) = (start, [ParkingStroke]())
    for piece in pieces {
      result.append(stroke(pose, direction, piece))
      pose = pose.driven(piece.length, curvature: piece.curvature)
    }
    return result
  }

  /// The room along the arcs as they are.
  private func bare(_ start: SE2, _ direction: Double, _ pieces: [ParkingPath.Piece]) -> Double {
    stopped(start, direction, pieces, pieces.count)
      .reduce(.infinity) { min($0, $1.clearance(in: space)) }
  }

  /// The stroke with ramps of a share of the wanted length; nil where that does not work out.
  private func ramped(_ part: ParkingPath, _ direction: Double, _ scale: Double) -> ParkingStroke? {
    // Very short pieces only jerk the wheels: the others take over what they did.
    var pieces = part.pieces
    if pieces.count > 2 {
      let long = pieces.filter { abs($0.length) >= 0.12 }
      if long.count >= 2 { pieces = long }
    }
    var shape = RampedArcs(
      lengths: pieces.map { abs($0.length) }, curvatures: pieces.map(\.curvature),
      direction: direction, most: most)
    for index in 1..<pieces.count {
      let turn = abs(angle(pieces[index].curvature) - angle(pieces[index - 1].curvature))
      let wanted = max(turn * StrokeSmoothing.rampSpeed / rate * scale, 0.02)
      let ramp = min(wanted, 1.8 * shape.space(at: index - 1))
      guard turn < 0.02 || ramp * rate / turn >= StrokeSmoothing.slowest else { return nil }
      shape.ramps.append(ramp)
    }
    let goal = part.start.inverse * part.end
    guard shape.reach(goal) else { return nil }
    return ParkingStroke(start: part.start, direction: direction, segments: shape.segments)
  }

  private func angle(_ curvature: Double) -> Double { Portable.atan(curvature * wheelbase) }
}

/// Arcs with ramps between them, and the lengths and curvatures that lead them to a pose.
struct RampedArcs: Sendable {
  /// The lengths of the arcs, each to the middle of its ramps (m).
  var lengths: [Double]
  /// Their curvatures (1/m).
  var curvatures: [Double]
  /// The lengths of the ramps between them (m).
  var ramps: [Double] = []
  /// 1 forwards, -1 backwards.
  let direction: Double
  /// The sharpest curvature (1/m).
  let most: Double

  /// Arcs without ramps yet.
  init(lengths: [Double], curvatures: [Double], direction: Double, most: Double) {
    self.lengths = lengths
    self.curvatures = curvatures
    self.direction = direction
    self.most = most
  }

  /// The room for half a ramp at a joint (m): inner arcs have ramps at both ends.
  func space(at joint: Int) -> Double {
    func share(_ index: Int) -> Double {
      index == 0 || index == lengths.count - 1 ? lengths[index] : lengths[index] / 2
    }
    return min(share(joint), share(joint + 1))
  }

  /// Arcs and ramps in order.
  var segments: [ParkingStroke.Segment] {
    var result: [ParkingStroke.Segment] = []
    for index in lengths.indices {
      let before = index > 0 ? ramps[index - 1] : 0
      let after = index < ramps.count ? ramps[index] : 0
      let length = lengths[index] - (before + after) / 2
      if length > 1e-9 {
        result.append(.init(from: curvatures[index], to: curvatures[index], length: length))
      }
      if index < ramps.count {
        result.append(.init(from: curvatures[index], to: curvatures[index + 1], length: after))
      }
    }
    return result
  }

  private var isPossible: Bool {
    for index in lengths.indices {
      let before = index > 0 ? ramps[index - 1] : 0
      let after = index < ramps.count ? ramps[index] : 0
      if lengths[index] < (before + after) / 2 { return false }
    }
    return true
  }

  private var end: SE2 {
    ParkingStroke(start: .identity, direction: direction, segments: segments).end
  }

  private func error(_ goal: SE2) -> (x: Double, y: Double, turn: Double) {
    let end = end
    return (
      end.position.x - goal.position.x, end.position.y - goal.position.y,
      Angle.difference(from: goal.heading, to: end.heading)
    )
  }

  /// How much rather lengths are changed than curvatures.
  private static let curvatureWeight = 0.02

  /// Changes lengths and curvatures least so that the end is a pose; whether that worked out.
  mutating func reach(_ goal: SE2) -> Bool {
    for _ in 0..<15 {
      guard isPossible else { return false }
      let now = error(goal)
      if max(abs(now.x), abs(now.y), abs(now.turn)) < 1e-9 { return true }
      step(now, goal)
    }
    return false
  }

  private mutating func step(_ now: (x: Double, y: Double, turn: Double), _ goal: SE2) {
    let count = lengths.count
    let tiny = 1e-6
    var columns: [Matrix3Column] = []
    for index in 0..<(2 * count) {
      var moved = self
      if index < count {
        moved.lengths[index] += tiny
      } else {
        moved.curvatures[index - count] += tiny
      }
      let there = moved.error(goal)
      columns.append(
        Matrix3Column(
          (there.x - now.x) / tiny, (there.y - now.y) / tiny, (there.turn - now.turn) / tiny))
    }
    func weight(_ index: Int) -> Double {
      guard index >= count else { return 1 }
      // What is at its limit stays there.
      return abs(curvatures[index - count]) >= most ? 0 : RampedArcs.curvatureWeight
    }
    guard
      let pull = Matrix3Column.solve(columns, weight, Matrix3Column(now.x, now.y, now.turn))
    else { return }
    for index in 0..<(2 * count) {
      let change = -weight(index) * columns[index].dot(pull)
      if index < count {
        lengths[index] += change
      } else {
        curvatures[index - count] = min(max(curvatures[index - count] + change, -most), most)
      }
    }
  }
}

/// Three numbers: how the end of a way moves with one of its parameters.
struct Matrix3Column: Sendable {
  private var x: Double
  private var y: Double
  private var z: Double

  /// Takes three numbers.
  init(_ x: Double, _ y: Double, _ z: Double) { (self.x, self.y, self.z) = (x, y, z) }

  /// The inner product.
  func dot(_ other: Matrix3Column) -> Double { x * other.x + y * other.y + z * other.z }

  private func cross(_ other: Matrix3Column) -> Matrix3Column {
    Matrix3Column(
      y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  /// Solves (J W Jᵀ) p = right for the columns of J; nil where it has no single answer.
  static func solve(
    _ columns: [Matrix3Column], _ weight: (Int) -> Double, _ right: Matrix3Column
  ) -> Matrix3Column? {
    var (a, b, c) = (Matrix3Column(0, 0, 0), Matrix3Column(0, 0, 0), Matrix3Column(0, 0, 0))
    for (index, column) in columns.enumerated() {
      let w = weight(index)
      a.add(column, w * column.x)
      b.add(column, w * column.y)
      c.add(column, w * column.z)
    }
    let determinant = a.dot(b.cross(c))
    guard abs(determinant) > 1e-14 else { return nil }
    return Matrix3Column(
      right.dot(b.cross(c)) / determinant, a.dot(right.cross(c)) / determinant,
      a.dot(b.cross(right)) / determinant)
  }

  private mutating func add(_ other: Matrix3Column, _ factor: Double) {
    x += other.x * factor
    y += other.y * factor
    z += other.z * factor
  }
}
