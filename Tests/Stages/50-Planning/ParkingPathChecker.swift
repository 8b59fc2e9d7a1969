import Foundation

/// Checks a parked car's way with nothing of the planner's: own geometry, small steps, all corners.
///
/// Between two poses the car is taken along the circle that both lie on, in steps of at most 2 cm;
/// at each step the four sides of its outline are held against every side of every obstacle.
struct ParkingPathChecker {
  struct Point: Hashable {
    var x: Double
    var y: Double
  }

  /// One instant of a way: the middle of the rear axle, the speed and the wheels.
  struct Instant {
    var time: Double
    var x: Double
    var y: Double
    var heading: Double
    var speed: Double
    var wheelAngle: Double
  }

  struct Car {
    var wheelbase = 2.8
    var frontOverhang = 0.96
    var rearOverhang = 0.929
    var width = 1.942
    var wheelAngle = 0.75
    var wheelRate = 0.5
  }

  /// What came out.
  struct Report {
    /// The way driven (m).
    var length = 0.0
    /// Changes between forwards and backwards.
    var gearChanges = 0
    /// The least distance between the outline and an obstacle (m); zero where they meet.
    var clearance = Double.infinity
    /// The whole time (s).
    var time = 0.0
    /// The sharpest bend of the poses (1/m).
    var curvature = 0.0
    /// The fastest turn of the wheels (rad/s).
    var wheelRate = 0.0
    /// The most that the bend of the poses and the wheels disagree (1/m).
    var disagreement = 0.0
    /// The distance of the ends from where they should be (m), and the turn of the last (rad).
    var startError = 0.0
    var endError = 0.0
    var endTurn = 0.0
  }

  var car = Car()
  var obstacles: [[Point]]
  static let step = 0.02

  func report(
    _ way: [Instant], from start: (x: Double, y: Double, heading: Double),
    to goal: (x: Double, y: Double, heading: Double)
  ) -> Report {
    var report = Report()
    guard let first = way.first, let last = way.last else { return report }
    report.startError = hypot(first.x - start.x, first.y - start.y)
    report.endError = hypot(last.x - goal.x, last.y - goal.y)
    report.endTurn = abs(Self.turn(goal.heading, last.heading))
    report.time = last.time - first.time
    var direction = 0.0
    for (a, b) in zip(way, way.dropFirst()) {
      let chord = hypot(b.x - a.x, b.y - a.y)
      let turn = Self.turn(a.heading, b.heading)
      let arc = abs(turn) > 1e-9 ? chord * (turn / 2) / sin(turn / 2) : chord
      report.length += arc
      if b.time > a.time {
        report.wheelRate = max(
          report.wheelRate, abs(b.wheelAngle - a.wheelAngle) / (b.time - a.time))
      }
      let middle = a.heading + turn / 2
      let along = (b.x - a.x) * cos(middle) + (b.y - a.y) * sin(middle)
      let now = along < 0 ? -1.0 : 1
      if chord > 1e-4 {
        if now == -direction { report.gearChanges += 1 }
        direction = now
      }
      if chord > 0.02 {
        let bend = turn / (now * arc)
        report.curvature = max(report.curvature, abs(bend))
        let wheels = (tan(a.wheelAngle) + tan(b.wheelAngle)) / 2 / car.wheelbase
        report.disagreement = max(report.disagreement, abs(bend - wheels))
      }
      let count = max(1, Int((arc / Self.step).rounded(.up)))
      for index in 0...count {
        let pose = Self.between(a, b, turn, Double(index) / Double(count))
        report.clearance = min(report.clearance, clearance(pose.x, pose.y, pose.heading))
      }
    }
    return report
  }

  static func turn(_ from: Double, _ to: Double) -> Double {
    let turn = (to - from).remainder(dividingBy: 2 * .pi)
    return turn
  }

  /// A pose on the circle through two poses.
  static func between(_ a: Instant, _ b: Instant, _ turn: Double, _ share: Double)
    -> (x: Double, y: Double, heading: Double)
  {
    guard abs(turn) > 1e-9 else {
      return (a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share, a.heading + turn * share)
    }
    // The chord from the start turns with half the heading and grows with its sine.
    let scale = sin(turn * share / 2) / sin(turn / 2)
    let angle = -turn * (1 - share) / 2
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    return (
      a.x + scale * (dx * cos(angle) - dy * sin(angle)),
      a.y + scale * (dx * sin(angle) + dy * cos(angle)), a.heading + turn * share
    )
  }

  /// The distance of the outline at a pose to the nearest obstacle (m); zero where they meet.
  func clearance(_ x: Double, _ y: Double, _ heading: Double) -> Double {
    let (c, s) = (cos(heading), sin(heading))
    let (front, rear) = (car.wheelbase + car.frontOverhang, -car.rearOverhang)
    let half = car.width / 2
    let corners = [(front, half), (rear, half), (rear, -half), (front, -half)].map {
      Point(x: x + c * $0.0 - s * $0.1, y: y + s * $0.0 + c * $0.1)
    }
    var least = Double.infinity
    for obstacle in obstacles {
      least = min(least, Self.distance(corners, obstacle))
      if least == 0 { return 0 }
    }
    return least
  }

  /// The distance between two polygons; zero where sides cross or one lies in the other.
  static func distance(_ a: [Point], _ b: [Point]) -> Double {
    if let first = a.first, isInside(first, b) { return 0 }
    if let first = b.first, isInside(first, a) { return 0 }
    var least = Double.infinity
    for i in a.indices {
      let (p, q) = (a[i], a[(i + 1) % a.count])
      for j in b.indices {
        let (r, s) = (b[j], b[(j + 1) % b.count])
        if cross(p, q, r, s) { return 0 }
        least = min(
          least, distance(p, r, s), distance(q, r, s), distance(r, p, q), distance(s, p, q))
      }
    }
    return least
  }

  private static func side(_ a: Point, _ b: Point, _ p: Point) -> Double {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
  }

  private static func cross(_ p: Point, _ q: Point, _ r: Point, _ s: Point) -> Bool {
    side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0
  }

  private static func distance(_ p: Point, _ a: Point, _ b: Point) -> Double {
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let squared = dx * dx + dy * dy
    let u = squared > 0 ? min(max(((p.x - a.x) * dx + (p.y - a.y) * dy) / squared, 0), 1) : 0
    return hypot(p.x - a.x - u * dx, p.y - a.y - u * dy)
  }

  /// Counts the sides that a ray to the right crosses.
  private static func isInside(_ p: Point, _ polygon: [Point]) -> Bool {
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

/// A case of the benchmark, read anew and by itself: everything relative to its start.
struct ParkingCase {
  var start: (x: Double, y: Double, heading: Double)
  var goal: (x: Double, y: Double, heading: Double)
  var obstacles: [[ParkingPathChecker.Point]]
  /// What was taken off the coordinates.
  var origin: (x: Double, y: Double)

  init?(_ url: URL) {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    let numbers = text.split { $0 == "," || $0.isWhitespace }.compactMap { Double($0) }
    guard numbers.count > 7 else { return nil }
    origin = (numbers[0], numbers[1])
    start = (0, 0, numbers[2])
    goal = (numbers[3] - numbers[0], numbers[4] - numbers[1], numbers[5])
    let count = Int(numbers[6])
    var offset = 7 + count
    obstacles = []
    for index in 0..<count {
      let corners = Int(numbers[7 + index])
      guard offset + 2 * corners <= numbers.count else { return nil }
      obstacles.append(
        (0..<corners).map {
          .init(
            x: numbers[offset + 2 * $0] - numbers[0], y: numbers[offset + 2 * $0 + 1] - numbers[1])
        })
      offset += 2 * corners
    }
  }

  /// A published solution, columns `x y theta v a sigma omega t` after a number of the row.
  func published(_ url: URL) -> [ParkingPathChecker.Instant]? {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split { $0 == "\t" || $0 == "," || $0 == " " }.compactMap { Double($0) }
    }
    guard !rows.isEmpty, rows.allSatisfy({ $0.count == 9 }) else { return nil }
    return rows.map {
      .init(
        time: $0[8], x: $0[1] - origin.x, y: $0[2] - origin.y, heading: $0[3], speed: $0[4],
        wheelAngle: $0[6])
    }
  }
}
