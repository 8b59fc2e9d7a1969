import Foundation
import TestSupport
import Testing

/// A lot that is moved far away, turned or mirrored is parked in the same way, from start to score.
@Suite("Moved lots", .enabled(if: Program.isBuilt, "build the release program first"))
struct MovedLotTests {
  /// A pose of the rear axle.
  private struct Pose {
    var x: Double
    var y: Double
    var heading: Double
  }

  /// A lot as the public benchmark writes it: two poses and polygons.
  private struct Lot {
    var start: Pose
    var goal: Pose
    var obstacles: [[(x: Double, y: Double)]]

    /// Two cars beside a slot, a wall behind it and one across the aisle.
    static let reverseIn = Lot(
      start: Pose(x: -5.5, y: 2.2, heading: 0.05), goal: Pose(x: 0.1, y: -4.1, heading: .pi / 2),
      obstacles: [
        [(-3.4, -5.2), (-1.45, -5.2), (-1.45, -0.6), (-3.4, -0.6)],
        [(1.5, -5), (3.4, -5.1), (3.5, -0.4), (1.6, -0.3)],
        [(-9, -6.2), (9, -6.2), (9, -5.6), (-9, -5.6)],
        [(-9, 5.6), (9, 5.6), (9, 6.2), (-9, 6.2)],
      ])

    /// The lot with every pose and point changed.
    func changed(_ move: (Double, Double) -> (Double, Double), _ turn: (Double) -> Double) -> Lot {
      func pose(_ pose: Pose) -> Pose {
        let (x, y) = move(pose.x, pose.y)
        return Pose(x: x, y: y, heading: turn(pose.heading))
      }
      return Lot(
        start: pose(start), goal: pose(goal),
        obstacles: obstacles.map { $0.map { point in move(point.x, point.y) } })
    }

    var csv: String {
      let ends = [start, goal].flatMap { [$0.x, $0.y, $0.heading] }.map { "\($0)" }
      let counts = ["\(obstacles.count)"] + obstacles.map { "\($0.count)" }
      let points = obstacles.flatMap { $0.flatMap { ["\($0.x)", "\($0.y)"] } }
      return (ends + counts + points).joined(separator: ",") + "\n"
    }
  }

  private static func metrics(_ lot: Lot, _ folder: TemporaryFolder) throws -> [String: Double] {
    let file = try folder.write(lot.csv, to: "Case1.csv")
    let outcome = try Program.run(["run", file, "--out", folder.url("out").path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let data = try Data(contentsOf: folder.url("out/results.json"))
    let results = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let row = try #require((results["scenarios"] as? [[String: Any]])?.first)
    var values: [String: Double] = ["score": try #require(row["score"] as? Double)]
    for metric in row["metrics"] as? [[String: Any]] ?? [] {
      guard let id = metric["id"] as? String else { continue }
      values[id] = metric["value"] as? Double
    }
    return values
  }

  @Test("Moved by 1e6 m, turned by 37 degrees and mirrored: every number of the run is the same")
  func sameRun() throws {
    let usual = try Self.metrics(.reverseIn, TemporaryFolder())
    #expect((usual["score"] ?? 0) > 50 && usual.count > 20)
    let (cosine, sine, angle) = (cos(37 * Double.pi / 180), sin(37 * Double.pi / 180), 37.0)
    let changes: [(String, Lot)] = [
      ("moved", Lot.reverseIn.changed({ ($0 + 1e6, $1 - 1e6) }, { $0 })),
      (
        "turned",
        Lot.reverseIn.changed(
          { ($0 * cosine - $1 * sine, $0 * sine + $1 * cosine) }, { $0 + angle * .pi / 180 })
      ),
      ("mirrored", Lot.reverseIn.changed({ ($0, -$1) }, { -$0 })),
    ]
    for (name, lot) in changes {
      let other = try Self.metrics(lot, TemporaryFolder())
      #expect(other.keys.sorted() == usual.keys.sorted(), "\(name)")
      for (id, value) in usual {
        let there = try #require(other[id])
        #expect(
          abs(abs(there) - abs(value)) <= 1e-6 * max(1, abs(value)),
          "\(name), \(id): \(there), not \(value)")
      }
    }
  }
}
