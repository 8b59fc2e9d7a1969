import DrivingCore
import Geometry

/// What stands on a road by itself: barriers before closed lanes, islands of toll plazas.
extension RoadTemplate {
  /// Standing actors, named `works-1-barrier-2` and `toll-1-island-0` in the order of the file.
  func furniture() -> [Actor] {
    var result: [Actor] = []
    for (index, zone) in works.enumerated() where zone.hasBarriers {
      guard let low = zone.closed.min(), let high = zone.closed.max() else { continue }
      let station = zone.from + 1
      for lane in zone.closed {
        // Beside the open lanes, which the works may have moved.
        let lateral =
          low == 1
          ? edges(lane: high + 1, at: station).right - laneWidth * (Double(high - lane) + 0.5)
          : edges(lane: low - 1, at: station).left + laneWidth * (Double(lane - low) + 0.5)
        result += barrier(
          "works-\(index + 1)-barrier-\(lane)", at: station, lateral: lateral, length: 1,
          width: laneWidth * 0.6)
      }
    }
    for (index, toll) in tolls.enumerated() {
      let there = (1...lanes).filter { exists(lane: $0, at: toll.at + toll.length / 2) }
      for lane in there.dropLast() {
        result += barrier(
          "toll-\(index + 1)-island-\(lane)", at: toll.at + toll.length / 2,
          lateral: edges(lane: lane, at: toll.at).left, length: toll.length, width: toll.island)
      }
    }
    return result
  }

  private func barrier(
    _ id: String, at station: Double, lateral: Double, length: Double, width: Double
  ) -> [Actor] {
    course.poses(at: [station]).map { base in
      let pose = SE2(position: base * Vector2(0, lateral), heading: base.heading)
      let box = OrientedBox(worldFromBox: pose, length: length, width: width)
      return Actor(
        start: TrackedObject(id: id, kind: .barrier, box: box, velocity: .zero), behaviour: .parked)
    }
  }
}
