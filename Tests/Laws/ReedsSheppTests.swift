import Geometry
import Testing

@Suite("Reeds and Shepp's paths")
struct ReedsSheppTests {
  /// From (0, 0, 0.3) to a pose with radius 4.6 m: printed by OMPL 1.5.2, `ReedsSheppStateSpace`.
  static let oracle: [(x: Double, y: Double, heading: Double, distance: Double)] = [
    (-9.37, -5.63, 2.42, 15.0966091908023),
    (8.06, -4.18, 0.38, 12.0415811753124),
    (7.05, -2.60, 1.98, 12.8816205858593),
    (-7.48, 11.76, 3.03, 18.2450088541079),
    (-8.12, 7.83, -0.14, 13.7094743329455),
    (-4.01, 3.86, -0.79, 7.86640715142715),
    (-2.85, -3.30, -2.96, 13.9066524130261),
    (-9.85, -6.68, 0.27, 11.9585826781625),
    (3.74, 0.33, 2.22, 8.832),
    (-5.84, -4.96, -0.29, 10.0208914335479),
    (10.80, -11.21, -2.83, 20.7879139827984),
    (9.71, 6.32, -1.36, 15.9537960125259),
    (-0.34, -6.87, -1.98, 11.2504982109828),
    (-10.34, 8.19, -1.31, 14.1434087503262),
    (-8.06, -10.67, 1.88, 14.2786351529242),
    (-4.23, 8.46, -3.07, 13.9987898523482),
    (0.43, 5.45, 2.64, 10.764),
    (6.20, -6.80, 0.38, 14.602055141414),
    (-3.61, -11.69, -0.12, 16.8892939330943),
    (-7.03, -4.20, 1.92, 11.050495291817),
    (-40.95, -44.94, 2.59, 64.3963263596926),
    (43.06, 5.25, 1.24, 44.4840657622324),
    (1.19, 8.90, -2.52, 13.650975141121),
    (24.87, 56.57, -2.36, 66.6350802521279),
    (43.30, -25.71, -0.62, 50.8145272345656),
    (23.19, 48.10, 2.01, 54.3267815890706),
    (14.05, -38.80, -1.42, 43.921720352036),
    (-49.10, -9.10, 0.66, 50.0226463536231),
    (22.00, -47.00, 0.08, 55.7635451388559),
    (40.41, 57.51, 1.19, 70.5165669862568),
    (55.98, 55.62, -1.67, 84.0200558832153),
    (49.53, 40.33, -2.98, 69.0601343289374),
    (23.14, -39.92, 1.81, 49.8493009555073),
    (31.65, 14.42, 1.56, 35.9392706950752),
    (24.70, -42.40, 1.74, 52.8019474593876),
    (22.40, -39.14, 2.34, 48.7575188364971),
    (56.08, 3.16, -2.95, 61.4111959038109),
    (-56.75, -23.33, 1.25, 61.8505247860641),
    (34.90, 15.59, 0.18, 38.2360724469405),
    (-31.12, -20.13, -2.51, 42.2992273557084),
  ]

  static func goal(_ random: inout SeededGenerator, within reach: Double) -> SE2 {
    SE2(
      x: random.uniform(-reach, reach), y: random.uniform(-reach, reach),
      heading: random.uniform(-4, 4))
  }

  @Test("distances are those of an independent program")
  func oracleDistances() {
    let car = ReedsShepp(turningRadius: 4.6)
    let start = SE2(x: 0, y: 0, heading: 0.3)
    for row in ReedsSheppTests.oracle {
      let distance = car.distance(from: start, to: SE2(x: row.x, y: row.y, heading: row.heading))
      #expect(abs(distance - row.distance) < 1e-9, "\(row)")
    }
  }

  @Test("every path of every word ends at the goal; the first is the shortest")
  func pathsArrive() {
    var random = SeededGenerator(seed: 111)
    let car = ReedsShepp(turningRadius: 3)
    for index in 0..<600 {
      let start = ReedsSheppTests.goal(&random, within: 5)
      let goal = ReedsSheppTests.goal(&random, within: index % 2 == 0 ? 5 : 40)
      let distance = car.distance(from: start, to: goal)
      #expect(abs(car.shortestPath(from: start, to: goal).length - distance) < 1e-8)
      let paths = car.allPaths(from: start, to: goal)
      #expect(abs((paths.first?.length ?? 0) - distance) < 1e-8)
      for path in paths {
        #expect(path.end.position.distance(to: goal.position) < 1e-8, "\(start) \(goal) \(path)")
        #expect(abs(Angle.difference(from: path.end.heading, to: goal.heading)) < 1e-8)
        #expect(path.length >= start.position.distance(to: goal.position) - 1e-9)
      }
    }
  }

  @Test("distance is symmetric, the same from anywhere, and obeys the triangle inequality")
  func distanceLaws() {
    var random = SeededGenerator(seed: 112)
    let car = ReedsShepp(turningRadius: 5)
    for _ in 0..<800 {
      let a = ReedsSheppTests.goal(&random, within: 15)
      let b = ReedsSheppTests.goal(&random, within: 15)
      let c = ReedsSheppTests.goal(&random, within: 15)
      let there = car.distance(from: a, to: b)
      #expect(abs(car.distance(from: b, to: a) - there) < 1e-8)
      #expect(abs(car.distance(from: c * a, to: c * b) - there) < 1e-8)
      #expect(there <= car.distance(from: a, to: c) + car.distance(from: c, to: b) + 1e-8)
      let wide = ReedsShepp(turningRadius: 10)
      #expect(wide.distance(from: a, to: b) >= there - 1e-8)
      #expect(car.distance(from: a, to: a) < 1e-9)
    }
  }

  @Test("a mirror image, or driving the other way along, is as long")
  func mirrorLaws() {
    var random = SeededGenerator(seed: 113)
    let car = ReedsShepp(turningRadius: 1)
    for _ in 0..<500 {
      let goal = ReedsSheppTests.goal(&random, within: 6)
      let length = car.distance(from: .identity, to: goal)
      let mirror = SE2(x: goal.position.x, y: -goal.position.y, heading: -goal.heading)
      let flip = SE2(x: -goal.position.x, y: goal.position.y, heading: -goal.heading)
      #expect(abs(car.distance(from: .identity, to: mirror) - length) < 1e-9)
      #expect(abs(car.distance(from: .identity, to: flip) - length) < 1e-9)
    }
  }

  @Test("no path made at random of legal parts is shorter")
  func nothingIsShorter() {
    var random = SeededGenerator(seed: 114)
    let car = ReedsShepp(turningRadius: 2)
    for _ in 0..<1500 {
      var (pose, driven) = (SE2.identity, 0.0)
      for _ in 0..<4 {
        let length = random.uniform(-3, 3)
        let bend = [-0.5, 0, 0.5][Int.random(in: 0..<3, using: &random)]
        let arc = Clothoid(start: pose, curvature: bend, curvatureRate: 0, length: length)
        pose = arc.end
        driven += abs(length)
      }
      #expect(car.distance(from: .identity, to: pose) <= driven + 1e-9)
    }
  }

  @Test("straight ahead, straight back, and turning round on the spot")
  func knownPaths() {
    let car = ReedsShepp(turningRadius: 4)
    let ahead = car.shortestPath(from: .identity, to: SE2(x: 10, y: 0, heading: 0))
    #expect(ahead.parts == [ReedsSheppPath.Part(kind: .straight, length: 10)])
    let back = car.shortestPath(from: .identity, to: SE2(x: -10, y: 0, heading: 0))
    #expect(back.gearChanges == 0 && abs(back.reverseLength - 10) < 1e-12)
    let round = car.shortestPath(from: .identity, to: SE2(x: 0, y: 0, heading: .pi))
    #expect(abs(round.length - 4 * .pi) < 1e-9)
  }

  @Test("samples follow the path, with steps no longer than asked")
  func sampling() {
    var random = SeededGenerator(seed: 115)
    let car = ReedsShepp(turningRadius: 4)
    for _ in 0..<60 {
      let goal = ReedsSheppTests.goal(&random, within: 12)
      let path = car.shortestPath(from: .identity, to: goal)
      var (last, driven) = (SE2.identity, 0.0)
      path.forEachPose(step: 0.1) { pose, _ in
        let step = pose.position.distance(to: last.position)
        #expect(step <= 0.1 + 1e-9)
        driven += step
        last = pose
        return true
      }
      #expect(abs(driven - path.length) < 1e-3 * path.length)
      #expect(last.position.distance(to: goal.position) < 1e-8)
      let half = path.pose(at: path.length / 2)
      #expect(abs(car.distance(from: .identity, to: half) - path.length / 2) < 1e-7)
      #expect(!path.forEachPose(step: 1) { _, _ in false })
    }
  }

  @Test("all eight patterns, in all their mirror images, are shortest somewhere")
  func everyWordIsUsed() {
    var random = SeededGenerator(seed: 116)
    let car = ReedsShepp(turningRadius: 1)
    var words: Set<String> = []
    for _ in 0..<12000 {
      let path = car.shortestPath(from: .identity, to: ReedsSheppTests.goal(&random, within: 4))
      words.insert(path.parts.map { "\($0.kind)\($0.length > 0 ? "+" : "-")" }.joined())
    }
    #expect(words.count >= 44, "\(words.count)")
  }

  @Test("a goal that is not a number gives a distance that is not finite, and no crash")
  func oddInput() {
    let car = ReedsShepp(turningRadius: 4)
    #expect(!car.distance(from: .identity, to: SE2(x: .nan, y: 0, heading: 0)).isFinite)
    #expect(car.allPaths(from: .identity, to: SE2(x: 0, y: .infinity, heading: 0)).isEmpty)
  }
}
