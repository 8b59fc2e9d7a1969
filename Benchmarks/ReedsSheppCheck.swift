import Foundation
import Geometry

/// Holds our Reeds-Shepp lengths against OMPL's: not how fast, but whether they are the same.
enum ReedsSheppCheck {
  /// The name on the command line.
  static let name = "check-reeds-shepp"
  /// The largest difference that passes (turning radii).
  static let tolerance = 1e-9

  /// Random poses within ±10 radii, after the special ones: same place, straight on, arcs of the
  /// turning circle, quarter turns on a grid.
  static func pairs() -> [(SE2, SE2)] {
    var pairs: [(SE2, SE2)] = []
    let origin = SE2(x: 0, y: 0, heading: 0)
    for step in -40...40 {
      let size = Double(step) * 0.25
      pairs.append((origin, SE2(x: size, y: 0, heading: 0)))
      for side in [-1.0, 1] {
        let turn = size / 4
        pairs.append(
          (
            origin,
            SE2(x: Portable.sin(turn), y: side * (1 - Portable.cos(turn)), heading: side * turn)
          ))
      }
    }
    for x in -4...4 {
      for y in -4...4 {
        for quarter in -2...2 {
          pairs.append(
            (origin, SE2(x: Double(x), y: Double(y), heading: Double(quarter) * .pi / 2)))
        }
      }
    }
    var random = SeededGenerator(seed: 5)
    func pose() -> SE2 {
      SE2(
        x: random.uniform(-10, 10), y: random.uniform(-10, 10),
        heading: random.uniform(-.pi, .pi))
    }
    while pairs.count < 100_000 { pairs.append((pose(), pose())) }
    return pairs
  }

  /// Compares all pairs and prints the largest difference; whether the check passed.
  static func run() -> Bool {
    let pairs = pairs()
    guard let theirs = lengths(pairs), theirs.count == pairs.count else {
      print("\(name)   FAILED: OMPL did not answer, see Benchmarks/README.md")
      return false
    }
    let car = ReedsShepp(turningRadius: 1)
    var worst = (difference: 0.0, index: 0)
    for (index, pair) in pairs.enumerated() {
      let difference = abs(car.distance(from: pair.0, to: pair.1) - theirs[index])
      if !(difference <= worst.difference) { worst = (difference, index) }
    }
    let passed = worst.difference <= tolerance
    print(
      "\(name)   \(pairs.count) pairs, largest difference \(worst.difference) radii at pair "
        + "\(worst.index), allowed \(tolerance): \(passed ? "passed" : "FAILED")")
    return passed
  }

  /// What the peer prints for the pairs; nil where it is absent or fails.
  private static func lengths(_ pairs: [(SE2, SE2)]) -> [Double]? {
    let list = FileManager.default.temporaryDirectory.appendingPathComponent(
      "reeds-shepp-\(ProcessInfo.processInfo.processIdentifier).txt")
    defer { try? FileManager.default.removeItem(at: list) }
    let text = pairs.map { from, to in
      "\(from.position.x) \(from.position.y) \(from.heading) "
        + "\(to.position.x) \(to.position.y) \(to.heading)"
    }.joined(separator: "\n")
    guard (try? Data(text.utf8).write(to: list)) != nil,
      let input = try? FileHandle(forReadingFrom: list)
    else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ".build/benchmarks/reeds_shepp_lengths")
    process.standardInput = input
    let pipe = Pipe()
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { Double($0) }
  }
}
