import Geometry
import Roads

/// A road built from the template keys: its lanes, and where things stand on it.
///
/// Lane 1 is the rightmost, its centre line is the course; lane 0 is an extra lane to its right, the
/// lane after the last an extra lane to the left; -1, -2, … are oncoming lanes from the middle
/// outwards.
struct RoadTemplate {
  let course: RoadCourse
  let lanes: Int
  let oncoming: Int
  let laneWidth: Double
  let shoulderWidth: Double
  let extras: [RoadParts.Extra]
  var drops: [RoadParts.Drop] = []
  var split: RoadParts.Branch?
  var join: RoadParts.Branch?
  var works: [RoadParts.Works] = []
  var tolls: [RoadParts.Toll] = []

  /// Whether a lane in driving direction is there at a station, its ends included.
  func exists(lane: Int, at station: Double) -> Bool {
    guard station >= 0, station <= course.length else { return false }
    if lane < 1 || lane > lanes {
      return extras.contains { $0.lane(of: self) == lane && $0.extent.contains(station) }
    }
    return !drops.contains { $0.lane == lane && $0.at < station }
      && !works.contains { $0.closed.contains(lane) && $0.extent.containsInside(station) }
  }

  /// Left of the course, where the centre of a lane lies (m); nil where there is no such lane.
  func lateral(lane: Int, at station: Double) -> Double? {
    if lane < 0 {
      return -lane <= oncoming ? Double(lanes - 1 - lane) * laneWidth : nil
    }
    guard exists(lane: lane, at: station) else { return nil }
    let edges = edges(lane: lane, at: station)
    return (edges.right + edges.left) / 2
  }

  /// The pose in driving direction at a station, beside the centre of a lane.
  func pose(lane: Int, station: Double, offset: Double = 0) -> SE2? {
    guard station >= 0, station <= course.length,
      let lateral = lateral(lane: lane, at: station),
      let base = course.poses(at: [station]).first
    else { return nil }
    let sign = lane < 0 ? -1.0 : 1.0
    let turn = lane < 0 ? .pi : drift(lane: lane, at: station)
    let position = base * Vector2(0, lateral + sign * offset)
    return SE2(position: position, heading: base.heading + turn)
  }

  /// How far a lane's centre turns against the course (rad): in tapers and on ramps.
  private func drift(lane: Int, at station: Double) -> Double {
    let (low, high) = (max(0, station - 0.05), min(course.length, station + 0.05))
    func centre(_ s: Double) -> Double {
      let edges = edges(lane: lane, at: s)
      return (edges.right + edges.left) / 2
    }
    let slope = (centre(high) - centre(low)) / (high - low)
    guard slope != 0 else { return 0 }
    return Portable.atan2(slope, 1 - course.curvature(at: station) * centre(station))
  }

  /// The area of a lane between two stations.
  func region(lane: Int, from start: Double, to end: Double) -> Polygon? {
    guard lateral(lane: lane, at: start) != nil, lateral(lane: lane, at: end) != nil else {
      return nil
    }
    let stations = course.stations(from: start, to: end)
    let poses = course.poses(at: stations)
    let sides = stations.map { edges(lane: lane, at: $0) }
    return Polygon(
      zip(poses, sides).map { $0 * Vector2(0, $1.right) }
        + zip(poses, sides).reversed().map { $0 * Vector2(0, $1.left) })
  }

  /// How far the road reaches to the right and left of the course at a station (m).
  func width(at station: Double) -> ClosedRange<Double> {
    let there = (0...(lanes + 1)).filter { exists(lane: $0, at: station) }
    let right = there.map { edges(lane: $0, at: station).right }.min() ?? 0
    let left = there.map { edges(lane: $0, at: station).left }.max() ?? 0
    let far = oncoming > 0 ? laneWidth * (Double(lanes + oncoming) - 0.5) : left
    return min(right - shoulderWidth, 0)...max(left, far, 0)
  }

  /// Stations where a section ends (m).
  var breaks: [Double] {
    var stations = [0, course.length]
    for extra in extras {
      stations += [extra.from, extra.to, extra.extent.from, extra.extent.to]
      stations += [extra.from - extra.taper, extra.to + extra.taper]
    }
    for drop in drops { stations += [drop.at, drop.at + drop.taper] }
    for zone in works { stations += [zone.from, zone.to, zone.extent.from, zone.extent.to] }
    for toll in tolls { stations += [toll.at, toll.at + toll.length] }
    stations += [split?.at, join?.at].compactMap { $0 }
    for (piece, next) in zip(course.pieces, course.pieces.dropFirst())
    where piece.speedLimit != next.speedLimit || piece.grade != next.grade {
      stations.append(next.from)
    }
    var kept: [Double] = []
    for station in stations.sorted() where station >= 0 && station <= course.length {
      if station - (kept.last ?? -1) > 0.01 { kept.append(station) }
    }
    if let last = kept.last, last < course.length { kept[kept.count - 1] = course.length }
    return kept
  }
}
