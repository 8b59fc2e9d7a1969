import DrivingCore
import Geometry
import Roads
import Scoring
import Testing

@Suite("Parking score")
struct ParkingScoreTests {
  typealias Fixtures = ScoringFixtures

  @Test("A clean park scores nearly full marks and names what it came close to")
  func clean() throws {
    let card = ScoreCard(Fixtures.parking())
    #expect(card.rows.value("parking.gate@1") == 1)
    #expect(card.rows.value("parking.gear_switches@1") == 1)
    #expect(abs((card.rows.value("parking.path_length@1") ?? 0) - 10) < 0.1)
    #expect(abs((card.rows.value("parking.time@1") ?? 0) - 20) < 0.02)
    #expect(card.rows.value("parking.final_lateral_error@1") ?? 1 < 1e-9)
    #expect(card.rows.value("goal_reached@1") == 1)
    let clearance = try #require(card.rows.first { $0.id == "parking.minimum_clearance@1" })
    #expect(abs((clearance.value ?? 0) - 0.3) < 1e-6)
    #expect(clearance.reason?.contains("rear") == true)
    #expect(clearance.reason?.contains("wheel to kerb") == true)
    #expect(card.score ?? 0 > 90)
    #expect(card.failedGates.isEmpty)
  }

  @Test("The body may stand over a kerb, a wheel may not touch it")
  func kerb() throws {
    // The rear overhang reaches 0.9 m back, far over a kerb 0.05 m behind the tyre.
    let near = ScoreCard(Fixtures.parking(kerb: 0.05))
    #expect(near.rows.value("parking.gate@1") == 1)
    let touching = ScoreCard(Fixtures.parking(kerb: -0.02))
    #expect(touching.rows.value("parking.gate@1") == 0 && touching.score == 0)
    #expect(touching.rows.value("no_at_fault_collision@1") == 0)
    #expect(touching.rawScore ?? 0 > 50)
  }

  @Test("Pose errors are measured in the frame of the goal")
  func errors() {
    // The goal heads along y: an offset along x is lateral.
    let rows = ScoreCard(Fixtures.parking(offset: Vector2(0.12, -0.2), turn: 0.02)).rows
    #expect(abs((rows.value("parking.final_lateral_error@1") ?? 0) - 0.12) < 1e-9)
    #expect(abs((rows.value("parking.final_longitudinal_error@1") ?? 0) - 0.2) < 1e-9)
    #expect(abs((rows.value("parking.final_heading_error@1") ?? 0) - 0.02) < 1e-9)
  }

  @Test("The gate fails outside the slot, while moving, and when broken off")
  func gate() {
    func gate(_ record: RunRecord) -> Double? { ScoreCard(record).rows.value("parking.gate@1") }
    #expect(gate(Fixtures.parking(offset: Vector2(0, 2))) == 0)
    #expect(gate(Fixtures.parking(moving: true)) == 0)
    var broken = Fixtures.parking()
    broken.abort = "the planner failed"
    #expect(gate(broken) == 0)
    #expect(ScoreCard(broken).score == 0)
    #expect(GoalMetric().evaluate(broken).value("goal_reached@1") == 0)
  }

  @Test("More gear switches than the reference cost a quarter of that term each")
  func switches() {
    let one = ScoreCard(Fixtures.parking(switches: 1))
    let three = ScoreCard(Fixtures.parking(switches: 3))
    #expect(three.rows.value("parking.gear_switches@1") == 3)
    let lost = (one.rawScore ?? 0) - (three.rawScore ?? 0)
    #expect(abs(lost - 15 * 0.5) < 1, "\(lost)")
  }

  @Test("Reference times: tight slots grant 8 s for each switch beyond two")
  func reference() {
    func time(_ kind: ParkingSlot.Kind, _ slack: Double, _ switches: Int) -> Double {
      ParkingScore.Reference(kind: kind, slack: slack, gearSwitches: switches).time
    }
    #expect(time(.perpendicular, 1, 5) == 25)
    #expect(time(.parallel, 0.7, 2) == 35)
    #expect(time(.parallel, 0.7, 4) == 51)
    #expect(time(.angled, 0.9, 4) == 20)
  }

  @Test("Each term is worth what the formula says")
  func terms() throws {
    func score(_ changes: [String: Double?] = [:]) -> Double? {
      var values: [String: Double?] = [
        "final_lateral_error": 0, "final_longitudinal_error": 0, "final_heading_error": 0,
        "time": 25, "gear_switches": 1, "comfort": 1, "reference_time": 25,
        "reference_gear_switches": 1, "gate": 1, "minimum_clearance": 1,
      ]
      for (name, value) in changes { values[name] = value }
      let rows = values.sorted { $0.key < $1.key }.map {
        MetricValue(id: "parking.\($0.key)@1", value: $0.value, unit: "1")
      }
      return ParkingScore(rows: rows)?.value
    }
    let degree = Double.pi / 180
    let expected: [(String, Double?, Double?)] = [
      ("comfort", 1, 100), ("final_lateral_error", 0.05, 100),
      ("final_lateral_error", 0.175, 85), ("final_lateral_error", -0.3, 70),
      ("final_longitudinal_error", 0.3, 85), ("final_longitudinal_error", 0.5, 70),
      ("final_heading_error", 3 * degree, 85), ("final_heading_error", -5 * degree, 70),
      ("time", 10, 100), ("time", 1.75 * 25, 87.5), ("time", 100, 75),
      ("minimum_clearance", 0.25, 100), ("minimum_clearance", 0.15, 90),
      ("minimum_clearance", 0.05, 80), ("minimum_clearance", nil, 100),
      ("gear_switches", 0, 100), ("gear_switches", 2, 96.25), ("gear_switches", 9, 85),
      ("comfort", 0.5, 95), ("gate", 0, 0), ("gate", nil, nil), ("time", nil, nil),
    ]
    for (name, value, result) in expected {
      let found = score([name: value])
      #expect(
        (found == nil) == (result == nil) && abs((found ?? 0) - (result ?? 0)) < 1e-9,
        "\(name) \(value ?? .nan): \(found ?? .nan)")
    }
  }
}
