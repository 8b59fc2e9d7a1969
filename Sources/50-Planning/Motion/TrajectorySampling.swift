import DrivingCore
import Geometry

extension Trajectory {
  /// The motion at a time, linear between the points; nil outside the plan or without points.
  ///
  /// The heading turns the short way, so that a plan may cross the wrap at pi.
  func sample(at time: SimulationTime) -> Point? {
    guard let first = points.first, let last = points.last, time >= first.time, time <= last.time
    else { return nil }
    var (low, high) = (0, points.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if points[middle].time <= time { low = middle } else { high = middle - 1 }
    }
    guard low + 1 < points.count else { return points[low] }
    let (a, b) = (points[low], points[low + 1])
    let span = (b.time - a.time).seconds
    let share = span > 0 ? (time - a.time).seconds / span : 0
    return Point(
      time: time, worldFromVehicle: a.worldFromVehicle.blended(b.worldFromVehicle, share),
      speed: a.speed + (b.speed - a.speed) * share,
      acceleration: a.acceleration + (b.acceleration - a.acceleration) * share,
      curvature: a.curvature + (b.curvature - a.curvature) * share)
  }

  /// The point nearest in time; the ends outside the plan; nil without points.
  func clampedSample(at time: SimulationTime) -> Point? {
    guard let first = points.first, let last = points.last else { return nil }
    if time <= first.time { return first }
    return time >= last.time ? last : sample(at: time)
  }
}

extension SE2 {
  /// The pose a share of the way to another: 0 is here, 1 is there; the heading turns the short way.
  func blended(_ other: SE2, _ share: Double) -> SE2 {
    SE2(
      position: position + (other.position - position) * share,
      heading: heading + Angle.difference(from: heading, to: other.heading) * share)
  }

  /// Whether position and heading are finite numbers.
  var isFinite: Bool { position.x.isFinite && position.y.isFinite && heading.isFinite }
}
