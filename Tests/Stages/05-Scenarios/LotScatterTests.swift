import DrivingCore
import Geometry
import Roads
import Testing

@testable import Scenarios

@Suite("Lots filled from a seed")
struct LotScatterTests {
  private func lot(
    _ scatter: String, seed: UInt64? = nil, goal: String = "{slot: A4}"
  ) throws -> ParkingLot {
    let text = """
      godseye: 1
      title: Test
      duration_s: 60
      parking:
        aisle: {length_m: 40, width_m: 6.5}
        rows:
          - {name: A, side: right, kind: perpendicular, first_x_m: 8, count: 8, slot_length_m: 5.4,
             slot_width_m: 2.7, wall: true}
          - {name: B, side: left, kind: angled, first_x_m: 8, count: 7, slot_length_m: 5.4,
             slot_width_m: 2.7}
        scatter: \(scatter)
      ego: {x_m: 2, y_m: 3}
      goal: \(goal)
      """
    var options = ScenarioFixtures.options
    options.seed = seed
    return try #require(try ScenarioFixtures.decode(text, options: options).first?.lot)
  }

  @Test("Whatever is drawn, the goal's slot is whole and nothing overlaps", arguments: 1...30)
  func feasible(seed: UInt64) throws {
    let lot = try lot(
      "{occupancy: 0.9, turned_deg: 5, shifted_m: 0.4, columns: 0.5, carts: 0.8}", seed: seed)
    let goal = try #require(lot.slots.first { $0.id == "A4" })
    #expect(!goal.isOccupied)
    for (index, obstacle) in lot.obstacles.enumerated() where obstacle.kind != .wall {
      #expect(!obstacle.outline.intersects(goal.outline), "seed \(seed): \(obstacle.id)")
      #expect(obstacle.outline.corners.allSatisfy { $0.y < 0.3 || $0.y > 6.2 })
      for other in lot.obstacles[..<index] {
        #expect(!other.outline.intersects(obstacle.outline), "seed \(seed): \(obstacle.id)")
      }
    }
  }

  @Test("The same seed gives the same lot, another another, and the shares are kept")
  func seeds() throws {
    let scatter = "{occupancy: 0.5, turned_deg: 3, shifted_m: 0.2}"
    #expect(try lot(scatter, seed: 5) == lot(scatter, seed: 5))
    #expect(try lot(scatter, seed: 5) != lot(scatter, seed: 6))
    let full = try (1...40).map { seed in
      try lot(scatter, seed: seed).slots.count { $0.isOccupied }
    }
    let share = Double(full.reduce(0, +)) / Double(40 * 14)
    #expect(abs(share - 0.5) < 0.1)
    #expect(try lot("{occupancy: 0}").slots.allSatisfy { !$0.isOccupied })
  }

  @Test("Rows cannot be filled round a slot that is not named")
  func refused() throws {
    let error = #expect(throws: ScenarioFailure.self) {
      try lot("{}", goal: "{x_m: 10, y_m: 3}")
    }
    #expect(error?.description.contains("a goal that names a slot") == true)
  }
}
