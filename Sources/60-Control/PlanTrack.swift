import DrivingCore
import Geometry

/// A plan made ready for tracking: arc lengths, and strokes of one driving direction each.
///
/// A stroke is a stretch without a change between forward and reverse; the point between two strokes
/// is a cusp. Built once for a plan; look-ups are logarithmic and allocate nothing.
struct PlanTrack: Sendable {
  /// A stretch of one driving direction.
  struct Stroke: Sendable, Hashable {
    /// 1 forward, -1 in reverse.
    var direction: Double
    /// The first point that belongs to it.
    var first: Int
    /// The last point that belongs to it.
    var last: Int
  }

  /// The points of the plan.
  let points: [Trajectory.Point]
  /// The distance driven up to each point (m), never falling.
  let travelled: [Double]
  /// The strokes in order, at least one.
  let strokes: [Stroke]

  /// Readies a plan.
  /// - Throws: `StageFailure` where there is no point, a number is not finite or time runs back.
  init(_ plan: Trajectory, stage: String) throws(StageFailure) {
    try PlanTrack.check(plan.points, stage: stage)
    points = plan.points
    var sum = 0.0
    var distances = [0.0]
    distances.reserveCapacity(points.count)
    for index in 1..<max(1, points.count) {
      sum += points[index - 1].worldFromVehicle.position.distance(
        to: points[index].worldFromVehicle.position)
      distances.append(sum)
    }
    travelled = distances
    strokes = PlanTrack.strokes(of: points, distances)
  }

  private static func check(
    _ points: [Trajectory.Point], stage: String
  ) throws(StageFailure) {
    guard !points.isEmpty else {
      throw StageFailure(
        stage: stage, kind: .unavailable,
        reason: "found a plan without points; expected at least one; check the planner")
    }
    var last = Int64.min
    for (index, point) in points.enumerated() {
      let pose = point.worldFromVehicle
      let sane =
        abs(pose.position.x) < 1e12 && abs(pose.position.y) < 1e12 && abs(pose.heading) < 1e6
        && abs(point.speed) < 1e3 && abs(point.acceleration) < 1e4 && abs(point.curvature) < 1e4
      guard sane, point.time.nanoseconds >= last else {
        throw StageFailure(
          stage: stage, kind: .unavailable,
          reason: "found plan point \(index) that is not finite or earlier than the one before; "
            + "expected finite points ordered by time; check the planner")
      }
      last = point.time.nanoseconds
    }
  }

  private static func strokes(
    of points: [Trajectory.Point], _ travelled: [Double]
  ) -> [Stroke] {
    var strokes: [Stroke] = []
    var turned = 0.0
    for index in 1..<max(1, points.count) {
      let direction = direction(from: points[index - 1], to: points[index])
      guard direction != 0 else {
        turned = max(turned, abs(points[index].curvature - points[index - 1].curvature))
        continue
      }
      // Wheels that turn at standstill part two strokes of the same direction, too.
      defer { turned = 0 }
      if let last = strokes.last, last.direction == direction, turned < 1e-4 {
        strokes[strokes.count - 1].last = index
      } else {
        strokes.append(Stroke(direction: direction, first: index - 1, last: index))
      }
    }
    return strokes.isEmpty
      ? [Stroke(direction: 1, first: 0, last: points.count - 1)] : strokes
  }

  /// 1 forward, -1 in reverse, 0 standing.
  private static func direction(
    from start: Trajectory.Point, to end: Trajectory.Point
  ) -> Double {
    let speed = start.speed + end.speed
    if abs(speed) > 1e-6 { return speed > 0 ? 1 : -1 }
    let step = end.worldFromVehicle.position - start.worldFromVehicle.position
    guard step.length > 1e-4 else { return 0 }
    return step.dot(start.worldFromVehicle.forward) > 0 ? 1 : -1
  }

  /// What the plan wants at an instant, within one stroke: before and after it, its ends at rest.
  func motion(at time: SimulationTime, in stroke: Stroke) -> PlannedMotion {
    let first = points[stroke.first]
    // A plan that begins in motion asks for its first acceleration at once: a stop that is laid
    // anew at every planning tick would never begin otherwise.
    let isMoving = time == first.time && first.speed != 0
    if time <= first.time && !isMoving {
      return PlannedMotion(travelled: travelled[stroke.first], speed: first.speed, acceleration: 0)
    }
    if time >= points[stroke.last].time { return rundown(at: time, stroke) }
    let index = search(stroke) { points[$0].time <= time }
    return interpolated(index, at: time)
  }

  /// How hard a stroke drives within a span from an instant, the ego being at a distance (m).
  func hardness(
    from time: SimulationTime, within span: SimulationTime, at distance: Double, in stroke: Stroke
  ) -> PlannedHardness {
    let direction = stroke.direction
    let now = motion(at: time, in: stroke)
    let bend = path(at: distance, in: stroke).curvature
    let present = direction * now.acceleration
    var hardest = PlannedHardness(acceleration: present, present: present)
    for part in 1...3 {
      let ahead = SimulationTime(nanoseconds: span.nanoseconds / 3 * Int64(part))
      let then = motion(at: time + ahead, in: stroke)
      let change = direction * (then.acceleration - now.acceleration)
      hardest.acceleration = min(hardest.acceleration, direction * then.acceleration)
      hardest.jerk = min(hardest.jerk, change / ahead.seconds)
      let further = path(at: distance + max(0, then.travelled - now.travelled), in: stroke)
      let lateral = (further.curvature - bend) * now.speed * now.speed / ahead.seconds
      hardest.lateralJerk = max(hardest.lateralJerk, abs(lateral))
    }
    return hardest
  }

  /// How a plan that has run out while moving is carried on: braking at this rate (m/s²).
  static let rundownDeceleration = 2.0

  /// At rest at the end of a stroke; a plan that ends while moving brakes along its last course.
  private func rundown(at time: SimulationTime, _ stroke: Stroke) -> PlannedMotion {
    let last = points[stroke.last]
    let end = travelled[stroke.last]
    guard stroke.last == points.count - 1, last.speed != 0 else {
      return PlannedMotion(travelled: end, speed: 0, acceleration: 0)
    }
    let (speed, rate) = (abs(last.speed), PlanTrack.rundownDeceleration)
    let late = min((time - last.time).seconds, speed / rate)
    let side: Double = last.speed > 0 ? 1 : -1
    let stands = late >= speed / rate
    return PlannedMotion(
      travelled: end + speed * late - rate * late * late / 2,
      speed: stands ? 0 : side * (speed - rate * late), acceleration: stands ? 0 : -side * rate)
  }

  /// The last piece of a stroke whose first point fulfils a condition that only its start does.
  private func search(_ stroke: Stroke, _ holds: (Int) -> Bool) -> Int {
    var (low, high) = (stroke.first, stroke.last)
    while high - low > 1 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// Between two points the speed is linear, the distance its cubic: no steps in either.
  private func interpolated(_ index: Int, at time: SimulationTime) -> PlannedMotion {
    let (a, b) = (points[index], points[index + 1])
    let span = (b.time - a.time).seconds
    guard span > 0 else {
      return PlannedMotion(
        travelled: travelled[index], speed: a.speed, acceleration: a.acceleration)
    }
    let u = (time - a.time).seconds / span
    let distance = travelled[index + 1] - travelled[index]
    let (v0, v1) = (abs(a.speed) * span, abs(b.speed) * span)
    let hermite =
      u * u * (3 - 2 * u) * distance + u * (1 - u) * (1 - u) * v0 - u * u * (1 - u) * v1
    return PlannedMotion(
      travelled: travelled[index] + min(max(hermite, 0), distance),
      speed: a.speed + (b.speed - a.speed) * u,
      acceleration: a.acceleration + (b.acceleration - a.acceleration) * u)
  }

  /// The point of the path at a distance driven (m), within a stroke.
  func path(at distance: Double, in stroke: Stroke) -> PathPoint {
    guard stroke.last > stroke.first else {
      let only = points[stroke.first]
      return PathPoint(pose: only.worldFromVehicle, curvature: only.curvature)
    }
    return between(search(stroke) { travelled[$0] <= distance }, at: distance)
  }

  /// The distance driven (m) at the path's nearest point to a place, within reach of a first guess.
  func project(
    _ place: Vector2, near guess: Double, reach: Double, in stroke: Stroke
  ) -> Double {
    var best = (squared: Double.infinity, distance: min(max(guess, 0), travelled[stroke.last]))
    var index = search(stroke) { travelled[$0] <= guess - reach }
    while index < stroke.last, travelled[index] <= guess + reach {
      defer { index += 1 }
      let start = points[index].worldFromVehicle.position
      let step = points[index + 1].worldFromVehicle.position - start
      guard step.squaredLength > 0 else { continue }
      let isFirst = index == stroke.first
      let isLast = index == stroke.last - 1
      let fraction = (place - start).dot(step) / step.squaredLength
      // The ends of a stroke go on straight, so that overshoot is seen as such.
      let along = min(max(fraction, isFirst ? -1e3 : 0), isLast ? 1e3 : 1)
      let squared = (place - (start + step * along)).squaredLength
      if squared < best.squared {
        best = (squared, travelled[index] + along * step.length)
      }
    }
    return best.distance
  }

  private func between(_ index: Int, at distance: Double) -> PathPoint {
    let (a, b) = (points[index], points[index + 1])
    let length = travelled[index + 1] - travelled[index]
    guard length > 1e-9 else {
      return PathPoint(pose: a.worldFromVehicle, curvature: a.curvature)
    }
    let u = (distance - travelled[index]) / length
    let inner = min(max(u, 0), 1)
    let (pa, pb) = (a.worldFromVehicle, b.worldFromVehicle)
    let curvature = a.curvature + (b.curvature - a.curvature) * inner
    let turn = Angle.difference(from: pa.heading, to: pb.heading)
    let chord = pb.position - pa.position
    // The arc lies beside its chord by up to curvature · length² / 8.
    let bulge = chord.leftNormal * (-turn / 2)
    let position = pa.position + chord * u + bulge * (inner * (1 - inner))
    return PathPoint(
      pose: SE2(position: position, heading: pa.heading + turn * inner), curvature: curvature)
  }
}

/// How far along, how fast, how hard: what a plan wants at an instant.
struct PlannedMotion: Sendable, Hashable {
  /// The distance driven since the plan's start (m).
  var travelled: Double
  /// The speed (m/s), negative in reverse.
  var speed: Double
  /// The acceleration along the vehicle's x axis (m/s²).
  var acceleration: Double
}

/// A pose on the path and how the path bends there.
struct PathPoint: Sendable, Hashable {
  /// The rear axle in the world.
  var pose: SE2
  /// The curvature (1/m), positive to the left driving forward.
  var curvature: Double
}
