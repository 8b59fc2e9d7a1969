import Foundation
import Geometry

/// Judges a way by poses alone, whoever planned it: nothing here is the planner's or the peer's.
///
/// Between two poses the car is moved evenly in steps of at most 2 cm (rear axle and front corners);
/// sides of its outline may not cross a side of an obstacle, nor a corner lie inside the other.
struct ParkingWayCheck {
  /// What was found.
  struct Report {
    /// Steps at which the car touches something.
    var contacts = 0
    /// Steps at which the rear axle is out of bounds.
    var outside = 0
    /// The farthest that the ends are from where they should be (m, rad).
    var endError = 0.0
    var endTurn = 0.0
    /// The sharpest bend between two poses (1/m).
    var curvature = 0.0
    /// The farthest that two poses lie apart (m).
    var gap = 0.0

    /// Whether the way does what the case asks: 1 cm and 0.3 degrees at the ends, the circle + 1 %.
    var isValid: Bool {
      contacts == 0 && outside == 0 && endError < 0.01 && endTurn < 0.005
        && curvature <= 1.01 / ParkingCase.turningRadius && gap < 0.5
    }
  }

  /// The longest step (m).
  static let step = 0.02
  private static let (rear, front, side) = (-0.70, 3.45, 0.90)

  private typealias Point = (x: Double, y: Double)

  /// Drives the poses of a way among the things of a case.
  static func report(_ poses: [SE2], in task: ParkingCase) -> Report {
    var report = Report()
    guard let first = poses.first, let last = poses.last else {
      report.endError = .infinity
      return report
    }
    for (pose, should) in [(first, task.start), (last, task.goal)] {
      let away = hypot(
        pose.position.x - should.position.x, pose.position.y - should.position.y)
      report.endError = max(report.endError, away)
      report.endTurn = max(report.endTurn, abs(turn(should.heading, pose.heading)))
    }
    let quads = task.obstacles.map { $0.map { (x: $0.x, y: $0.y) as Point } }
    look(at: first, quads, &report)
    for (a, b) in zip(poses, poses.dropFirst()) { drive(a, b, quads, &report) }
    report.curvature = bend(poses)
    return report
  }

  private static func drive(_ a: SE2, _ b: SE2, _ quads: [[Point]], _ report: inout Report) {
    let (dx, dy) = (b.position.x - a.position.x, b.position.y - a.position.y)
    let (distance, turned) = (hypot(dx, dy), turn(a.heading, b.heading))
    report.gap = max(report.gap, distance)
    let count = max(1, Int(((distance + abs(turned) * front) / step).rounded(.up)))
    for index in 1...count {
      let share = Double(index) / Double(count)
      look(
        at: SE2(
          x: a.position.x + dx * share, y: a.position.y + dy * share,
          heading: a.heading + turned * share), quads, &report)
    }
  }

  /// 1 where the car moved forwards between two poses, -1 backwards.
  static func direction(_ a: SE2, _ b: SE2) -> Int {
    let heading = a.heading + turn(a.heading, b.heading) / 2
    let along =
      cos(heading) * (b.position.x - a.position.x) + sin(heading) * (b.position.y - a.position.y)
    return along < 0 ? -1 : 1
  }

  /// The sharpest bend of the chords (1/m). Where a gear change lies inside or beside a step its
  /// chord says nothing, and over very short steps rounding would be all there is.
  private static func bend(_ poses: [SE2]) -> Double {
    let steps = Array(zip(poses, poses.dropFirst()))
    let directions = steps.map { direction($0.0, $0.1) }
    let lengths = steps.map { length([$0.0, $0.1]) }
    var sharpest = 0.0
    for (index, step) in steps.enumerated() {
      let near = directions[max(0, index - 1)...min(steps.count - 1, index + 1)]
      let distance = lengths[index]
      // A step much shorter than those beside it may hold two gear changes.
      let usual = max(lengths[max(0, index - 1)], lengths[min(steps.count - 1, index + 1)])
      guard distance > 0.005, distance > 0.9 * usual,
        near.allSatisfy({ $0 == directions[index] })
      else { continue }
      let turned = turn(step.0.heading, step.1.heading)
      sharpest = max(sharpest, 2 * abs(sin(turned / 2)) / distance)
    }
    return sharpest
  }

  /// The length of a way (m).
  static func length(_ poses: [SE2]) -> Double {
    zip(poses, poses.dropFirst()).reduce(0) {
      $0 + hypot($1.1.position.x - $1.0.position.x, $1.1.position.y - $1.0.position.y)
    }
  }

  /// How often a way changes between forwards and backwards; standing still counts for nothing.
  static func gearChanges(_ poses: [SE2]) -> Int {
    let moved = zip(poses, poses.dropFirst()).filter { length([$0, $1]) > 1e-6 }
    let directions = moved.map { direction($0.0, $0.1) }
    return zip(directions, directions.dropFirst()).reduce(0) { $0 + ($1.0 != $1.1 ? 1 : 0) }
  }

  private static func look(at pose: SE2, _ quads: [[Point]], _ report: inout Report) {
    let (x, y) = (pose.position.x, pose.position.y)
    let slack = 1e-6
    if x < ParkingCase.low.x - slack || x > ParkingCase.high.x + slack
      || y < ParkingCase.low.y - slack || y > ParkingCase.high.y + slack
    {
      report.outside += 1
    }
    let (c, s) = (cos(pose.heading), sin(pose.heading))
    let car = [(rear, -side), (front, -side), (front, side), (rear, side)].map {
      (x: x + c * $0.0 - s * $0.1, y: y + s * $0.0 + c * $0.1) as Point
    }
    if quads.contains(where: { meet(car, $0) }) { report.contacts += 1 }
  }

  /// The turn from one heading to another, within half a turn (rad).
  private static func turn(_ from: Double, _ to: Double) -> Double {
    remainder(to - from, 2 * .pi)
  }

  private static func meet(_ a: [Point], _ b: [Point]) -> Bool {
    if contains(a, b[0]) || contains(b, a[0]) { return true }
    for i in a.indices {
      for j in b.indices
      where cross(a[i], a[(i + 1) % a.count], b[j], b[(j + 1) % b.count]) { return true }
    }
    return false
  }

  /// Whether two line segments meet: each has the ends of the other on different sides.
  private static func cross(_ p: Point, _ q: Point, _ r: Point, _ s: Point) -> Bool {
    let (d1, d2) = (area(p, q, r), area(p, q, s))
    let (d3, d4) = (area(r, s, p), area(r, s, q))
    return d1 * d2 < 0 && d3 * d4 < 0
  }

  private static func area(_ a: Point, _ b: Point, _ c: Point) -> Double {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  }

  /// Whether a point lies inside (a ray to the right crosses the outline an odd number of times).
  private static func contains(_ polygon: [Point], _ p: Point) -> Bool {
    var inside = false
    for i in polygon.indices {
      let (a, b) = (polygon[i], polygon[(i + 1) % polygon.count])
      if (a.y > p.y) != (b.y > p.y), p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) {
        inside.toggle()
      }
    }
    return inside
  }
}
