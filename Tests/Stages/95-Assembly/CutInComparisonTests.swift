import DrivingCore
import Dynamics
import Testing

@testable import Assembly

@Suite("Cut-ins beside the driver models")
struct CutInComparisonTests {
  private static func car() throws -> VehicleSpec {
    try #require(try Vehicles.all(including: nil).first { $0.id == "byd-atto-2" })
  }

  /// A few points, far apart in the grid.
  private static func points(_ grid: CutInGrid, every: Int, from first: Int) -> [CutInGrid.Point] {
    grid.points.enumerated().filter { $0.offset % every == first }.map(\.element)
  }

  @Test("the grid has the published points, and its variations are others")
  func grid() {
    let points = CutInGrid().points
    #expect(points.count == 960)
    #expect(points.first?.frontDistance == 1 && points.last?.frontDistance == 117)
    #expect(points[60].lateralSpeed == 0.6)
    #expect(CutInGrid(halfStep: true).points.first?.frontDistance == 2)
    let long = CutInGrid(objectLength: 12).points.first?.scene.bumperDistance
    #expect(abs((long ?? 0) - 8.15) < 1e-9)
  }

  @Test("where the careful human avoids contact, the planner does, too")
  func avoids() throws {
    let points = Self.points(CutInGrid(), every: 137, from: 20)
    let comparison = try CutInComparison(points, vehicle: try Self.car())
    #expect(comparison.rows.count == points.count)
    #expect(comparison.shortfalls.isEmpty, "\(comparison.table)")
    #expect(comparison.table.contains(DriverModel.disclaimer))
  }

  @Test("where nobody cuts in, nothing is done")
  func twins() throws {
    let points = Self.points(CutInGrid(), every: 240, from: 17)
    let comparison = try CutInComparison(points, twins: true, vehicle: try Self.car())
    #expect(comparison.shortfalls.isEmpty, "\(comparison.table)")
    #expect(comparison.rows.allSatisfy { $0.trial.deceleration < 0.1 })
  }

  @Test("a driver who never brakes is found out, and threads change nothing")
  func fails() throws {
    let points = Self.points(CutInGrid(), every: 320, from: 100)
    let (one, two) = try (
      CutInComparison(points, vehicle: Self.car(), planner: "reg157", jobs: 1),
      CutInComparison(points, vehicle: Self.car(), planner: "reg157", jobs: 3)
    )
    #expect(one.rows == two.rows && one.commaSeparated == two.commaSeparated)
    var asleep = one.rows[0]
    asleep.models = [.none, .none, .none, .none]
    asleep.trial.outcome = .type2
    let failed = CutInComparison(areTwins: false, rows: [asleep])
    #expect(failed.shortfalls.count == 2)
  }

  @Test("an unknown planner is named") func unknown() throws {
    #expect(throws: StageFailure.self) {
      try CutInComparison(
        [CutInGrid().points[0]], vehicle: try Self.car(), planner: "nobody")
    }
  }
}
