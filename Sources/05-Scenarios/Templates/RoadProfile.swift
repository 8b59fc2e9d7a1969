import Geometry

/// The cross-section of a road: where the edges of its lanes lie at a station.
extension RoadTemplate {
  /// Over how long a ramp bends away from the road (m): at 5 degrees with a radius of 690 m.
  static let bend = 60.0

  /// Left of the course, where a lane's edges lie (m); the lane need not be there.
  func edges(lane: Int, at station: Double) -> (right: Double, left: Double) {
    if lane < 0 {
      let centre = Double(lanes - 1 - lane) * laneWidth
      return (centre - laneWidth / 2, centre + laneWidth / 2)
    }
    var (centre, width) = (Double(lane - 1) * laneWidth, laneWidth)
    for zone in works {
      let share = zone.share(at: station)
      guard share > 0, let target = moved(lane: lane, in: zone) else { continue }
      centre += share * (target - centre)
      width += share * (zone.laneWidth - width)
    }
    let aside = aside(lane: lane, at: station)
    return (centre - width / 2 + aside, centre + width / 2 + aside)
  }

  /// Where road works put the centre of a lane (m): the open lanes keep their middle, and move by
  /// the shift.
  private func moved(lane: Int, in zone: RoadParts.Works) -> Double? {
    let open = (1...lanes).filter { !zone.closed.contains($0) }
    guard let low = open.first, let high = open.last else { return nil }
    let middle = Double(low + high) / 2
    return zone.shift + (middle - 1) * laneWidth + (Double(lane) - middle) * zone.laneWidth
  }

  /// How far branches and ramps have carried a lane off the road (m, positive left).
  private func aside(lane: Int, at station: Double) -> Double {
    var result = 0.0
    if let split, lane <= split.lanes, station > split.at {
      result -= RoadTemplate.gap(station - split.at, angle: split.angle)
    }
    if let join, lane <= join.lanes, station < join.at {
      result -= RoadTemplate.gap(join.at - station, angle: join.angle)
    }
    guard lane == 0 || lane == lanes + 1 else { return result }
    let own = extras.first { $0.lane(of: self) == lane && $0.extent.contains(station) }
    guard let own, own.isRamp(at: station) else { return result }
    let beyond = max(own.from - station, station - own.to)
    let away = RoadTemplate.gap(beyond, angle: own.angle)
    return result + (own.isLeft ? away : -away)
  }

  /// How far a ramp is away from the road (m), a distance (m) after it left: bent first, then straight.
  private static func gap(_ distance: Double, angle: Double) -> Double {
    let (sine, cosine) = Portable.sincos(angle)
    let slope = sine / cosine
    return distance < bend
      ? slope * distance * distance / (2 * bend) : slope * (distance - bend / 2)
  }
}
