import Geometry
import Roads

/// A road built from the template keys: its lanes, and where things stand on it.
///
/// Lane 1 is the rightmost, its centre line is the course; lane 0 is an extra lane to its right,
/// -1, -2, … are oncoming lanes from the middle outwards.
struct RoadTemplate {
  /// An extra lane right of lane 1.
  struct Extra {
    var kind: Lane.Kind
    var from: Double
    var to: Double
  }

  let course: RoadCourse
  let lanes: Int
  let oncoming: Int
  let laneWidth: Double
  let shoulderWidth: Double
  let extras: [Extra]

  /// The lanes of the road, in sections that end wherever a lane or a limit begins or ends.
  func map() -> RoadMap {
    let sections = zip(breaks, breaks.dropFirst()).map { ($0, $1) }
    var all: [Lane] = []
    for (index, section) in sections.enumerated() {
      all += self.section(index, from: section.0, to: section.1)
    }
    return RoadMap(lanes: linked(all, sections: sections.count))
  }

  /// Left of the course, where the centre of a lane lies (m); nil where there is no such lane.
  func lateral(lane: Int) -> Double? {
    if lane >= 1, lane <= lanes { return Double(lane - 1) * laneWidth }
    if lane == 0, !extras.isEmpty { return -laneWidth }
    if lane < 0, -lane <= oncoming { return Double(lanes - 1 - lane) * laneWidth }
    return nil
  }

  /// The pose in driving direction at a station, beside the centre of a lane.
  func pose(lane: Int, station: Double, offset: Double = 0) -> SE2? {
    guard let lateral = lateral(lane: lane), station >= 0, station <= course.length,
      lane != 0 || extras.contains(where: { $0.from <= station && station <= $0.to })
    else { return nil }
    guard let base = course.poses(at: [station]).first else { return nil }
    let sign = lane < 0 ? -1.0 : 1.0
    let position = base * Vector2(0, lateral + sign * offset)
    return SE2(position: position, heading: base.heading + (lane < 0 ? .pi : 0))
  }

  /// The area of a lane between two stations.
  func region(lane: Int, from start: Double, to end: Double) -> Polygon? {
    guard let lateral = lateral(lane: lane) else { return nil }
    let poses = course.poses(at: course.stations(from: start, to: end))
    let half = laneWidth / 2
    return Polygon(
      poses.map { $0 * Vector2(0, lateral - half) }
        + poses.reversed().map { $0 * Vector2(0, lateral + half) })
  }

  /// How far the road reaches to the right and left of the course (m); right is negative.
  var width: ClosedRange<Double> {
    let right = laneWidth * (extras.isEmpty ? 0.5 : 1.5) + shoulderWidth
    return -right...(laneWidth * (Double(lanes + oncoming) - 0.5))
  }

  /// Stations where a section ends (m).
  private var breaks: [Double] {
    var stations = [0, course.length] + extras.map(\.from) + extras.map(\.to)
    for (piece, next) in zip(course.pieces, course.pieces.dropFirst())
    where piece.speedLimit != next.speedLimit { stations.append(next.from) }
    var kept: [Double] = []
    for station in stations.sorted() where station <= course.length {
      if station - (kept.last ?? -1) > 0.01 { kept.append(station) }
    }
    if let last = kept.last, last < course.length { kept[kept.count - 1] = course.length }
    return kept
  }

  private func section(_ index: Int, from start: Double, to end: Double) -> [Lane] {
    let poses = course.poses(at: course.stations(from: start, to: end))
    let middle = (start + end) / 2
    let limit = course.pieces.last { $0.from <= middle }?.speedLimit
    func line(_ lateral: Double) -> [Vector2] { poses.map { $0 * Vector2(0, lateral) } }
    func lane(_ code: Int, _ kind: Lane.Kind, _ right: Double, _ left: Double) -> Lane {
      Lane(
        id: (index + 1) * 100 + code, kind: kind, left: Polyline(line(left)),
        right: Polyline(line(right)), centre: Polyline(line((left + right) / 2)),
        speedLimit: limit)
    }
    let half = laneWidth / 2
    var result: [Lane] = []
    for number in 1...lanes {
      let centre = Double(number - 1) * laneWidth
      result.append(lane(number, .driving, centre - half, centre + half))
    }
    let extra = extras.first { $0.from <= middle && middle <= $0.to }
    if let extra { result.append(lane(50, extra.kind, -laneWidth - half, -half)) }
    if shoulderWidth > 0 {
      let edge = extra == nil ? -half : -half - laneWidth
      result.append(lane(60, .shoulder, edge - shoulderWidth, edge))
    }
    for number in 0..<oncoming {
      let centre = Double(lanes + number) * laneWidth
      var reversed = lane(71 + number, .driving, centre + half, centre - half)
      reversed.left.points.reverse()
      reversed.right.points.reverse()
      reversed.centre.points.reverse()
      result.append(reversed)
    }
    return result
  }

  /// Joins lanes along and across the road; the shoulder is nobody's neighbour.
  private func linked(_ all: [Lane], sections: Int) -> [Lane] {
    let ids = Set(all.map(\.id))
    return all.map { lane in
      var lane = lane
      let (section, code) = (lane.id / 100, lane.id % 100)
      let step = code > 70 ? -1 : 1
      func neighbour(_ code: Int, same: Bool = true) -> Lane.Neighbour? {
        let id = section * 100 + code
        return ids.contains(id) ? Lane.Neighbour(id: id, sameDirection: same) : nil
      }
      lane.successors = [lane.id + step * 100].filter(ids.contains)
      lane.predecessors = [lane.id - step * 100].filter(ids.contains)
      switch code {
      case 50: lane.leftNeighbour = neighbour(1)
      case 60: break
      case 71...:
        lane.leftNeighbour = code == 71 ? neighbour(lanes, same: false) : neighbour(code - 1)
        lane.rightNeighbour = neighbour(code + 1)
      default:
        lane.leftNeighbour = code == lanes ? neighbour(71, same: false) : neighbour(code + 1)
        lane.rightNeighbour = code == 1 ? neighbour(50) : neighbour(code - 1)
      }
      return lane
    }
  }
}
