import DrivingCore
import Foundation
import Geometry

/// Judges what the safety gate lets through, slowly and without a line of the gate's own code.
///
/// Looked at every 10 ms over 3 s: numbers, order, the place it starts at, whether poses follow the
/// speeds, what tyres and wheels can do, and contact with the others, who keep their velocity or go
/// on braking. Boxes are compared corner by corner and side by side. Contact with who follows in the
/// ego's lane, or while the ego stands, is not the plan's.
struct DrivenPlanCheck {
  /// The car (m, rad, m/s²).
  let car: VehicleSpec
  /// Room that is to be left on all sides (m).
  var room = 0.0
  /// What no car of this kind can do (m/s²): the grip of a dry road, with a tenth for the sampling.
  static let grip = 11.0

  private typealias Point = (x: Double, y: Double)

  /// What is wrong with a plan that is driven from now on; nil where nothing is.
  func fault(
    _ plan: Trajectory, _ ego: VehicleState, _ others: [TrackedObject], at now: SimulationTime
  ) -> String? {
    numbers(plan) ?? start(plan, ego, now) ?? motion(plan, now) ?? contact(plan, ego, others, now)
  }

  private func numbers(_ plan: Trajectory) -> String? {
    guard !plan.points.isEmpty else { return "no points" }
    guard plan.points.count <= 10_000 else { return "\(plan.points.count) points" }
    var before: Int64?
    for point in plan.points {
      let pose = point.worldFromVehicle
      for number in [
        pose.position.x, pose.position.y, pose.heading, point.speed, point.acceleration,
        point.curvature,
      ] where !(abs(number) < 1e9) { return "a number of \(number)" }
      if let before, point.time.nanoseconds <= before { return "times out of order" }
      before = point.time.nanoseconds
    }
    return nil
  }

  private func start(_ plan: Trajectory, _ ego: VehicleState, _ now: SimulationTime) -> String? {
    guard let here = sample(plan, Double(now.nanoseconds) * 1e-9) else { return "nothing for now" }
    let (dx, dy) = (
      here.x - ego.worldFromVehicle.position.x, here.y - ego.worldFromVehicle.position.y
    )
    if dx * dx + dy * dy > 3.2 * 3.2 { return "starts \(sqrt(dx * dx + dy * dy)) m away" }
    if abs(here.speed - ego.speed) > 3.1 { return "starts at \(here.speed) m/s" }
    return nil
  }

  /// Accelerations along and across, the turning circle, and poses that go where the speed says.
  private func motion(_ plan: Trajectory, _ now: SimulationTime) -> String? {
    let circle = tan(car.limits.steeringAngle) / car.body.wheelbase
    var earlier = true
    for (a, b) in zip(plan.points, plan.points.dropFirst()) where b.time > now {
      let time = Double(b.time.nanoseconds - a.time.nanoseconds) * 1e-9
      let (p, q) = (a.worldFromVehicle, b.worldFromVehicle)
      let way = hypot(q.position.x - p.position.x, q.position.y - p.position.y)
      let mean = abs(a.speed + b.speed) / 2
      let turned = abs(remainder(q.heading - p.heading, 2 * Double.pi))
      if !earlier, abs(b.speed - a.speed) > Self.grip * time + 0.05 {
        return "speed changes by \(abs(b.speed - a.speed) / time) m/s²"
      }
      if abs(way - mean * time) > 0.35 + 0.12 * mean * time {
        return "\(way) m at \(mean) m/s in \(time) s"
      }
      if turned > circle * 1.1 * mean * time + 0.02 { return "turns \(turned) rad in \(way) m" }
      if turned / time * mean > Self.grip { return "\(turned / time * mean) m/s² across" }
      earlier = false
    }
    return nil
  }

  private func contact(
    _ plan: Trajectory, _ ego: VehicleState, _ others: [TrackedObject], _ now: SimulationTime
  ) -> String? {
    let begin = Double(now.nanoseconds) * 1e-9
    for step in 1...300 {
      let ahead = Double(step) * 0.01
      guard let here = sample(plan, begin + ahead) else { return "nothing for \(ahead) s" }
      // Whoever drives into a car that stands has to answer for it.
      if abs(here.speed) < 0.05 { continue }
      for other in others where !follows(other, ego) {
        if touches(corners(here), corners(other, after: ahead)) {
          return "touches \(other.id) in \(ahead) s"
        }
      }
    }
    return nil
  }

  /// Whether somebody is behind the ego in its own lane: who drives into its rear has to brake.
  private func follows(_ other: TrackedObject, _ ego: VehicleState) -> Bool {
    let (middle, pose) = (other.box.worldFromBox.position, ego.worldFromVehicle)
    let (dx, dy) = (middle.x - pose.position.x, middle.y - pose.position.y)
    let (c, s) = (cos(pose.heading), sin(pose.heading))
    return dx * c + dy * s < -car.body.rearOverhang
      && abs(dy * c - dx * s) < (car.body.width + other.box.width) / 2
  }

  private func place(_ other: TrackedObject, _ ahead: Double) -> Point {
    let speed = hypot(other.velocity.x, other.velocity.y)
    var driven = ahead
    if other.acceleration < -0.5, speed > 0 {
      let moving = min(ahead, speed / -other.acceleration)
      driven = moving + other.acceleration * moving * moving / (2 * speed)
    }
    let middle = other.box.worldFromBox.position
    return (middle.x + other.velocity.x * driven, middle.y + other.velocity.y * driven)
  }

  private func corners(_ other: TrackedObject, after ahead: Double) -> [Point] {
    let middle = place(other, ahead)
    return box(
      middle, other.box.worldFromBox.heading, -other.box.length / 2, other.box.length / 2,
      other.box.width / 2)
  }

  private func corners(_ here: (x: Double, y: Double, heading: Double, speed: Double)) -> [Point] {
    let body = car.body
    return box(
      (here.x, here.y), here.heading, -body.rearOverhang - room,
      body.length - body.rearOverhang + room, body.width / 2 + room)
  }

  private func box(
    _ middle: Point, _ heading: Double, _ rear: Double, _ front: Double, _ side: Double
  ) -> [Point] {
    let (c, s) = (cos(heading), sin(heading))
    return [(front, side), (rear, side), (rear, -side), (front, -side)].map { u, v in
      (middle.x + u * c - v * s, middle.y + u * s + v * c)
    }
  }

  /// Whether two rectangles share a point: a corner within the other, or sides that cross.
  private func touches(_ one: [Point], _ other: [Point]) -> Bool {
    let far = hypot(one[0].x - other[0].x, one[0].y - other[0].y)
    if far > 40 { return false }
    if one.contains(where: { isWithin($0, other) }) { return true }
    if other.contains(where: { isWithin($0, one) }) { return true }
    for i in 0..<4 {
      for j in 0..<4 where cross(one[i], one[(i + 1) % 4], other[j], other[(j + 1) % 4]) {
        return true
      }
    }
    return false
  }

  private func isWithin(_ point: Point, _ quad: [Point]) -> Bool {
    (0..<4).allSatisfy { side(quad[$0], quad[($0 + 1) % 4], point) > 0 }
  }

  private func cross(_ a: Point, _ b: Point, _ c: Point, _ d: Point) -> Bool {
    side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
  }

  private func side(_ a: Point, _ b: Point, _ c: Point) -> Double {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }

  /// The plan at a time, straight between its points, held before the first and after the last.
  private func sample(
    _ plan: Trajectory, _ time: Double
  ) -> (x: Double, y: Double, heading: Double, speed: Double)? {
    func seconds(_ point: Trajectory.Point) -> Double { Double(point.time.nanoseconds) * 1e-9 }
    guard let first = plan.points.first else { return nil }
    var before = first
    for point in plan.points {
      if seconds(point) >= time {
        let span = seconds(point) - seconds(before)
        let share = span > 0 ? max(0, (time - seconds(before)) / span) : 1
        let (p, q) = (before.worldFromVehicle, point.worldFromVehicle)
        return (
          p.position.x + (q.position.x - p.position.x) * share,
          p.position.y + (q.position.y - p.position.y) * share,
          p.heading + remainder(q.heading - p.heading, 2 * Double.pi) * share,
          before.speed + (point.speed - before.speed) * share
        )
      }
      before = point
    }
    let pose = before.worldFromVehicle
    return (pose.position.x, pose.position.y, pose.heading, before.speed)
  }
}
