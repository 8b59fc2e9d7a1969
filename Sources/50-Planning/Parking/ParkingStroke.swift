import Geometry

/// A way driven in one direction without a stop: its curvature is continuous and piecewise linear.
struct ParkingStroke: Hashable, Sendable {
  /// A piece whose curvature changes evenly (a clothoid; an arc where it does not change).
  struct Segment: Hashable, Sendable {
    /// The signed curvature where it begins (1/m), positive to the left when driven forwards.
    var from: Double
    /// The signed curvature where it ends (1/m).
    var to: Double
    /// The distance driven (m), positive.
    var length: Double
    /// The change of curvature along the way (1/m²).
    var slope: Double { length > 0 ? (to - from) / length : 0 }
  }

  /// The step at which room is noted (m).
  static let roomStep = 0.1

  /// 1 forwards, -1 backwards.
  let direction: Double
  /// The pieces, in driving order.
  let segments: [Segment]
  /// The distance driven (m).
  let length: Double
  /// The room to the nearest solid thing every `roomStep`; empty where it is not known.
  var room: [Double] = []
  private var starts: [SE2]
  private let begins: [Double]

  /// Joins pieces from a pose on.
  init(start: SE2, direction: Double, segments: [Segment]) {
    self.direction = direction
    self.segments = segments
    var (pose, driven) = (start, 0.0)
    var (starts, begins) = ([start], [0.0])
    for segment in segments {
      pose = ParkingStroke.pose(pose, direction, segment, segment.length)
      driven += segment.length
      starts.append(pose)
      begins.append(driven)
    }
    (self.starts, self.begins, length) = (starts, begins, driven)
  }

  private static func pose(
    _ start: SE2, _ direction: Double, _ segment: Segment, _ distance: Double
  ) -> SE2 {
    if segment.from == segment.to {
      return start.driven(direction * distance, curvature: segment.from)
    }
    // Backwards the car moves along the opposite tangent, bending the other way.
    let turn = direction < 0 ? Double.pi : 0
    let end = Clothoid(
      start: SE2(position: start.position, heading: start.heading + turn),
      curvature: direction * segment.from, curvatureRate: direction * segment.slope,
      length: segment.length
    ).pose(at: distance)
    return SE2(position: end.position, heading: end.heading - turn)
  }

  private func index(at distance: Double) -> Int {
    var index = 0
    while index + 1 < segments.count && distance >= begins[index + 1] { index += 1 }
    return index
  }

  /// Where it starts.
  var start: SE2 { starts[0] }
  /// Where it ends.
  var end: SE2 { starts[starts.count - 1] }

  /// The pose after a distance driven (m).
  func pose(at distance: Double) -> SE2 {
    guard !segments.isEmpty else { return start }
    let index = index(at: distance)
    let within = min(max(distance - begins[index], 0), segments[index].length)
    return ParkingStroke.pose(starts[index], direction, segments[index], within)
  }

  /// The curvature after a distance driven (1/m).
  func curvature(at distance: Double) -> Double {
    guard !segments.isEmpty else { return 0 }
    let segment = segments[index(at: distance)]
    let within = min(max(distance - begins[index(at: distance)], 0), segment.length)
    return segment.from + segment.slope * within
  }

  /// The change of curvature along the way there (1/m²).
  func slope(at distance: Double) -> Double {
    segments.isEmpty ? 0 : segments[index(at: min(max(distance, 0), length))].slope
  }

  /// The room at a distance driven (m); infinite where it is not known.
  func room(at distance: Double) -> Double {
    guard !room.isEmpty else { return .infinity }
    let place = min(max(distance / ParkingStroke.roomStep, 0), Double(room.count - 1))
    let low = Int(place)
    return min(room[low], room[min(low + 1, room.count - 1)])
  }

  /// The stroke moved in the plane.
  func moved(by offset: Vector2) -> ParkingStroke {
    var stroke = self
    for index in stroke.starts.indices { stroke.starts[index].position += offset }
    return stroke
  }

  /// The stroke with the room along it measured.
  func measured(in space: FreeSpace) -> ParkingStroke {
    var stroke = self
    let count = max(1, Int((length / ParkingStroke.roomStep).rounded(.up)))
    stroke.room = (0...count).map { index in
      let at = min(Double(index) * ParkingStroke.roomStep, length)
      return room(at, in: space, within: 0.6)
    }
    return stroke
  }

  private func room(_ at: Double, in space: FreeSpace, within reach: Double) -> Double {
    let pose = pose(at: at)
    return min(
      space.clearance(pose, within: reach).distance,
      space.wheelClearance(pose, curvature: curvature(at: at), within: reach))
  }

  /// The least distance to anything solid (m), looked at every 3 cm.
  func clearance(in space: FreeSpace) -> Double {
    let count = max(1, Int((length / 0.03).rounded(.up)))
    var least = Double.infinity
    for index in 0...count {
      let at = length * Double(index) / Double(count)
      least = min(least, room(at, in: space, within: min(least, 0.6)))
    }
    return least
  }
}
