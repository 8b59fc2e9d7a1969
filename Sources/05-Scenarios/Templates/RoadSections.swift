import Geometry
import Roads

/// The lanes of a road as a map: cut into sections wherever a lane or a limit begins or ends.
extension RoadTemplate {
  /// The number of a lane within its section: 1 and on from the right, 50 the extra lane right of
  /// them, 60 the shoulder, 61 and 62 wedges, 71 and on oncoming lanes.
  private enum Code {
    static let extra = 50
    static let shoulder = 60
    static let (rightWedge, leftWedge) = (61, 62)
    static let oncoming = 71
  }

  /// One section while it is built: its stations and the poses of the course there.
  private struct Section {
    let index: Int
    let (from, to): (Double, Double)
    let stations: [Double]
    let poses: [SE2]

    var middle: Double { (from + to) / 2 }

    func line(_ lateral: (Double) -> Double) -> Polyline {
      Polyline(zip(poses, stations).map { $0 * Vector2(0, lateral($1)) })
    }

    func lane(
      _ code: Int, _ kind: Lane.Kind, limit: Double?, right: (Double) -> Double,
      left: (Double) -> Double
    ) -> Lane {
      Lane(
        id: (index + 1) * 100 + code, kind: kind, left: line(left), right: line(right),
        centre: line { (left($0) + right($0)) / 2 }, speedLimit: limit)
    }
  }

  /// The lanes of the road, in sections that end wherever a lane or a limit begins or ends.
  func map() -> RoadMap {
    let ends = breaks
    let sections = zip(ends, ends.dropFirst()).enumerated().map { index, ends in
      let stations = course.stations(from: ends.0, to: ends.1)
      return Section(
        index: index, from: ends.0, to: ends.1, stations: stations,
        poses: course.poses(at: stations))
    }
    let all = sections.flatMap(lanes)
    let ids = Set(all.map(\.id))
    return RoadMap(
      lanes: all.map { lane in
        let middle = sections[lane.id / 100 - 1].middle
        var lane = linked(lane, ids, at: middle)
        let grade = course.pieces.last { $0.from <= middle }?.grade ?? 0
        if grade != 0 { lane.grade = lane.id % 100 >= Code.oncoming ? -grade : grade }
        return lane
      })
  }

  private func lanes(of section: Section) -> [Lane] {
    var result: [Lane] = []
    func add(_ lane: Int, _ code: Int, _ kind: Lane.Kind) {
      result.append(
        section.lane(
          code, kind, limit: limit(lane: lane, at: section.middle),
          right: { edges(lane: lane, at: $0).right }, left: { edges(lane: lane, at: $0).left }))
    }
    for lane in 1...lanes where exists(lane: lane, at: section.middle) { add(lane, lane, .driving) }
    for extra in extras where extra.extent.containsInside(section.middle) {
      add(extra.lane(of: self), extra.isLeft ? lanes + 1 : Code.extra, extra.kind)
    }
    if let shoulder = shoulder(of: section) { result.append(shoulder) }
    result += wedges(of: section)
    for number in 0..<oncoming {
      let (right, left) = edges(lane: -1 - number, at: section.middle)
      var lane = section.lane(
        Code.oncoming + number, .driving, limit: limit(lane: -1, at: section.middle),
        right: { _ in left }, left: { _ in right })
      lane.left.points.reverse()
      lane.right.points.reverse()
      lane.centre.points.reverse()
      result.append(lane)
    }
    return result
  }

  /// The legal limit of a lane (m/s): the lowest of those that hold there.
  private func limit(lane: Int, at station: Double) -> Double? {
    var limits = [course.pieces.last { $0.from <= station }?.speedLimit]
    if lane >= 0 {
      limits += works.filter { $0.from - $0.taper < station && station < $0.to }.map(\.limit)
      limits += tolls.filter { $0.extent.containsInside(station) }.map(\.limit)
      limits += extras.filter {
        $0.lane(of: self) == lane && $0.extent.containsInside(station) && $0.isRamp(at: station)
      }.map(\.rampLimit)
    }
    return limits.compactMap { $0 }.min()
  }

  /// The lane farthest right on the road itself, ramps aside.
  private func rightmost(at station: Double) -> Int? {
    let isBeside = extras.contains {
      !$0.isLeft && $0.extent.containsInside(station) && !$0.isRamp(at: station)
    }
    return isBeside ? 0 : (1...lanes).first { exists(lane: $0, at: station) }
  }

  private func shoulder(of section: Section) -> Lane? {
    guard shoulderWidth > 0, let lane = rightmost(at: section.middle) else { return nil }
    return section.lane(
      Code.shoulder, .shoulder, limit: limit(lane: 1, at: section.middle),
      right: { edges(lane: lane, at: $0).right - shoulderWidth },
      left: { edges(lane: lane, at: $0).right })
  }

  /// What is paved where a lane begins or ends: as wide as the lane there, and nothing at the tip.
  private func wedges(of section: Section) -> [Lane] {
    var tips: [(isLeft: Bool, lanes: ClosedRange<Int>, wide: Double, tip: Double)] = []
    for extra in extras where extra.taper > 0 {
      let lane = extra.lane(of: self)
      if extra.rampBefore == 0 {
        tips.append((extra.isLeft, lane...lane, extra.from, extra.from - extra.taper))
      }
      if extra.rampAfter == 0 {
        tips.append((extra.isLeft, lane...lane, extra.to, extra.to + extra.taper))
      }
    }
    for drop in drops where drop.taper > 0 {
      tips.append((drop.lane != 1, drop.lane...drop.lane, drop.at, drop.at + drop.taper))
    }
    for zone in works where zone.taper > 0 {
      guard let low = zone.closed.min(), let high = zone.closed.max() else { continue }
      tips.append((low != 1, low...high, zone.from - zone.taper, zone.from))
      tips.append((low != 1, low...high, zone.to + zone.taper, zone.to))
    }
    return tips.filter {
      min($0.wide, $0.tip) < section.middle && section.middle < max($0.wide, $0.tip)
    }
    .map { tip in
      func width(_ station: Double) -> Double {
        Double(tip.lanes.count) * laneWidth * (tip.tip - station) / (tip.tip - tip.wide)
      }
      if tip.isLeft {
        let inner = { (s: Double) in edges(lane: tip.lanes.lowerBound - 1, at: s).left }
        return section.lane(
          Code.leftWedge, .shoulder, limit: nil, right: inner,
          left: { inner($0) + width($0) })
      }
      let inner = { (s: Double) in edges(lane: tip.lanes.upperBound + 1, at: s).right }
      return section.lane(
        Code.rightWedge, .shoulder, limit: nil, right: { inner($0) - width($0) }, left: inner)
    }
  }

  /// Joins a lane along and across the road; shoulders and wedges are nobody's neighbours.
  private func linked(_ lane: Lane, _ ids: Set<LaneID>, at station: Double) -> Lane {
    var lane = lane
    let (section, code) = (lane.id / 100, lane.id % 100)
    guard code < Code.shoulder || code >= Code.oncoming else { return lane }
    func neighbour(_ code: Int, same: Bool = true) -> Lane.Neighbour? {
      let id = section * 100 + code
      return ids.contains(id) ? Lane.Neighbour(id: id, sameDirection: same) : nil
    }
    let step = code >= Code.oncoming ? -100 : 100
    lane.successors = [lane.id + step].filter(ids.contains)
    lane.predecessors = [lane.id - step].filter(ids.contains)
    if code >= Code.oncoming {
      lane.leftNeighbour =
        code == Code.oncoming ? neighbour(lanes, same: false) : neighbour(code - 1)
      lane.rightNeighbour = neighbour(code + 1)
      return lane
    }
    let number = code == Code.extra ? 0 : code
    if isOpen(between: number, and: number + 1, at: station) {
      lane.leftNeighbour = neighbour(number + 1)
    }
    if number == lanes, lane.leftNeighbour == nil {
      lane.leftNeighbour = neighbour(Code.oncoming, same: false)
    }
    if isOpen(between: number - 1, and: number, at: station) {
      lane.rightNeighbour = neighbour(number == 1 ? Code.extra : number - 1)
    }
    return lane
  }

  /// Whether one may change between two lanes beside each other.
  private func isOpen(between right: Int, and left: Int, at station: Double) -> Bool {
    guard right >= 0 else { return false }
    if let split, right == split.lanes, station > split.at { return false }
    if let join, right == join.lanes, station < join.at { return false }
    if tolls.contains(where: { $0.extent.containsInside(station) }) { return false }
    return !extras.contains { extra in
      let lane = extra.lane(of: self)
      return (lane == right || lane == left) && extra.extent.containsInside(station)
        && extra.isRamp(at: station)
    }
  }
}
