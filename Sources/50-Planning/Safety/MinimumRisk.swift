import DrivingCore
import Geometry

/// A way to a standstill: along a path that is known to be a road, slower at a given rate.
///
/// UN R157 5.5: within the lane, at a demand of at most 4 m/s², until the car stands; harder only
/// where that would not avoid contact.
struct MinimumRisk: Sendable {
  /// The decelerations of the comfortable and the emergency stop (m/s²).
  static let (comfort, emergency) = (3.8, 9.0)

  /// The path: poses of the rear axle with curvature, and the distance to each (m).
  private let points: [(pose: SE2, curvature: Double)]
  private let distances: [Double]
  private let sign: Double

  /// Takes the rest of a plan as the path, started where the ego is; nil where it has no length.
  ///
  /// The ego's offset from the plan is blended out over 2 s of driving.
  init?(along plan: Trajectory, _ ego: VehicleState, at time: SimulationTime) {
    guard let start = plan.clampedSample(at: time) else { return nil }
    let sign = ego.speed < -0.01 || (abs(ego.speed) <= 0.01 && start.speed < 0) ? -1.0 : 1
    var path = [(pose: start.worldFromVehicle, curvature: start.curvature)]
    for point in plan.points where point.time > time {
      // A path for stopping does not change gear.
      if point.speed * sign < -1e-6 { break }
      guard let last = path.last,
        last.pose.position.distance(to: point.worldFromVehicle.position) > 0.01
      else { continue }
      path.append((point.worldFromVehicle, point.curvature))
    }
    self.init(path, sign, ego)
  }

  /// Takes a circle with the wheels held as the path.
  init(holding ego: VehicleState, wheelbase: Double, most: Double) {
    let sign = ego.speed < 0 ? -1.0 : 1
    let bend = Portable.tan(ego.steeringAngle) / wheelbase
    let curvature = bend.isFinite ? min(max(bend, -most), most) : 0
    let reach = max(2, ego.speed * ego.speed / 4 + 2)
    let path = stride(from: 0.0, through: reach, by: max(0.5, reach / 200)).map {
      (pose: ego.worldFromVehicle.driven(sign * $0, curvature: curvature), curvature: curvature)
    }
    (points, distances, self.sign) = (path, MinimumRisk.lengths(path), sign)
  }

  private init?(
    _ path: [(pose: SE2, curvature: Double)], _ sign: Double, _ ego: VehicleState
  ) {
    guard let first = path.first else { return nil }
    let lengths = MinimumRisk.lengths(path)
    let offset = ego.worldFromVehicle.position - first.pose.position
    let turn = Angle.difference(from: first.pose.heading, to: ego.worldFromVehicle.heading)
    let fade = max(2 * abs(ego.speed), 5)
    var moved = path
    for index in path.indices {
      let share = min(lengths[index] / fade, 1)
      let weight = 1 - share * share * (3 - 2 * share)
      moved[index].pose.position += offset * weight
      moved[index].pose.heading += turn * weight
    }
    // The path must reach as far as the slowest stop needs: go on as it ends.
    let needed = ego.speed * ego.speed / 4 + 4
    while let last = moved.last, (MinimumRisk.lengths(moved).last ?? 0) < needed {
      let step = max(1, needed / 40)
      moved.append((last.pose.driven(sign * step, curvature: last.curvature), last.curvature))
    }
    (points, distances, self.sign) = (moved, MinimumRisk.lengths(moved), sign)
  }

  private static func lengths(_ path: [(pose: SE2, curvature: Double)]) -> [Double] {
    var sum = 0.0
    var result = [0.0]
    for (a, b) in zip(path, path.dropFirst()) {
      sum += a.pose.position.distance(to: b.pose.position)
      result.append(sum)
    }
    return result
  }

  /// The stop along the path: braking builds up at a jerk, then holds until standstill.
  func trajectory(
    _ ego: VehicleState, at time: SimulationTime, deceleration: Double, delay: Double = 0,
    label: String, reason: String
  ) -> Trajectory {
    var result: [Trajectory.Point] = []
    var (driven, speed) = (0.0, abs(ego.speed))
    var rate = min(max(sign * ego.acceleration, -deceleration), 0)
    // At walking pace the way to a stop is shorter than the build-up: brake at once.
    let share = abs(ego.speed) < 3 ? 0.5 : deceleration > 5 ? 0.2 : 0.1
    for step in 0...100 {
      let now = time + SimulationTime(nanoseconds: Int64(step) * 100_000_000)
      let place = pose(at: driven)
      result.append(
        Trajectory.Point(
          time: now, worldFromVehicle: place.pose, speed: sign * speed,
          acceleration: speed > 0 ? sign * rate : 0, curvature: place.curvature))
      if speed <= 0 && step >= 10 { break }
      if Double(step) * 0.1 >= delay - 1e-9 {
        // Full braking builds up within half a second, comfortable braking within one.
        rate = max(-deceleration, rate - deceleration * share)
      }
      let next = max(0, speed + rate * 0.1)
      let span = rate < 0 && next == 0 ? speed / -rate : 0.1
      driven += (speed + next) / 2 * min(span, 0.1)
      speed = next
    }
    return Trajectory(label: label, points: result, reason: reason)
  }

  private func pose(at distance: Double) -> (pose: SE2, curvature: Double) {
    var index = 0
    while index + 2 < distances.count && distances[index + 1] <= distance { index += 1 }
    guard index + 1 < points.count else { return points[index] }
    let span = distances[index + 1] - distances[index]
    let share = span > 0 ? min(max((distance - distances[index]) / span, 0), 1) : 0
    let (a, b) = (points[index], points[index + 1])
    return (a.pose.blended(b.pose, share), a.curvature + (b.curvature - a.curvature) * share)
  }
}
