import DrivingCore
import Geometry

/// Stops on a way and sets off again: the poses stay those of the plan, only their times change.
enum PlanTempo {
  /// The step of what is given out.
  private static let step = SimulationTime(nanoseconds: 100_000_000)

  /// Braking at a rate (m/s²) along the plan from its time `planTime`, which is now, then standing.
  ///
  /// Does not go beyond the next gear change: there the plan stands anyhow. With a `delay` (s) the
  /// speed is kept at first, as a car does whose brakes take a while to act.
  /// - Returns: the points and the plan's time at which the car then stands.
  static func stop(
    _ plan: Trajectory, from planTime: SimulationTime, speed: Double, at now: SimulationTime,
    deceleration: Double, delay: Double = 0
  ) -> (points: [Trajectory.Point], planTime: SimulationTime) {
    guard let here = plan.clampedSample(at: planTime) else { return ([], planTime) }
    var way = [(time: planTime, point: here, driven: 0.0)]
    let sign = speed < 0 ? -1.0 : 1
    if abs(speed) > 0.02 {
      for point in plan.points where point.time > planTime {
        guard point.speed * sign > -1e-9, let last = way.last else { break }
        let step = last.point.worldFromVehicle.position.distance(
          to: point.worldFromVehicle.position)
        way.append((point.time, point, last.driven + step))
        if point.speed == 0 && step == 0 && way.count > 2 { break }
      }
    }
    var (points, driven, pace, index, clock) = ([Trajectory.Point](), 0.0, abs(speed), 0, now)
    let most = way.last?.driven ?? 0
    for count in 0...100 {
      while index + 2 < way.count && way[index + 1].driven <= driven { index += 1 }
      var (point, time) = (way[index].point, way[index].time)
      if index + 1 < way.count, way[index + 1].driven > way[index].driven {
        let span = way[index + 1].driven - way[index].driven
        let share = min(max((driven - way[index].driven) / span, 0), 1)
        let next = way[index + 1]
        point.worldFromVehicle = point.worldFromVehicle.blended(next.point.worldFromVehicle, share)
        point.curvature += (next.point.curvature - point.curvature) * share
        time += SimulationTime(seconds: (next.time - time).seconds * share)
      }
      point.time = clock
      let rests = pace <= 1e-6 || driven >= most - 1e-6
      point.speed = rests ? 0 : sign * pace
      point.acceleration = rests ? 0 : -sign * deceleration
      points.append(point)
      if rests && count > 0 { return (points, time) }
      let rate = Double(count) * 0.1 < delay - 0.05 ? 0 : deceleration
      let after = rests ? 0 : max(0, pace - rate * 0.1)
      let moving = after > 0 ? 0.1 : pace / deceleration
      driven = min(most, driven + (pace + after) / 2 * min(moving, 0.1))
      pace = after
      clock += step
    }
    return (points, way[index].time)
  }

  /// The rest of a plan from its time `planTime` on, begun now from standstill.
  ///
  /// Where the plan would be moving its time begins to run slowly (smoothstep), so that speed and
  /// acceleration start at zero on the plan's own poses.
  static func resume(
    _ plan: Trajectory, from planTime: SimulationTime, at now: SimulationTime
  ) -> [Trajectory.Point] {
    guard let here = plan.clampedSample(at: planTime),
      let soon = plan.clampedSample(at: planTime + SimulationTime(seconds: 1))
    else { return [] }
    var (points, virtual, clock) = ([Trajectory.Point](), planTime, now)
    let fastest = max(abs(here.speed), abs(soon.speed))
    let span = abs(here.speed) < 0.02 ? 0 : max(1, 2 * fastest)
    let count = Int((span * 10).rounded(.up))
    for index in 0..<count {
      let share = Double(index) / Double(count)
      let rate = share * share * (3 - 2 * share)
      let change = 6 * share * (1 - share) / span
      guard var point = plan.clampedSample(at: virtual) else { break }
      // Before a gear change the plan stands: from there on its own pace will do.
      if index > 0 && abs(point.speed) < 0.02 { break }
      point.acceleration = rate * rate * point.acceleration + change * point.speed
      point.speed *= rate
      point.time = clock
      points.append(point)
      let next = min(1, Double(index + 1) / Double(count))
      let after = next * next * (3 - 2 * next)
      virtual += SimulationTime(seconds: (rate + after) / 2 * 0.1)
      clock += step
    }
    let delay = clock - virtual
    if var first = plan.clampedSample(at: virtual) {
      first.time = clock
      points.append(first)
    }
    for var point in plan.points where point.time > virtual {
      point.time += delay
      points.append(point)
    }
    return points
  }
}
