import DrivingCore
import Geometry
import Testing

@testable import Scoring

private typealias Fixtures = ScoringFixtures

@Suite("Regulations and their driver models")
struct RegulationMetricTests {
  @Test("Regulation (EU) 2022/1426: the cut-in table to two decimals")
  func cutInTable() {
    let seated = [0.48, 0.71, 0.94, 1.18, 1.41, 1.64]
    let standing = [0.74, 1.32, 1.90, 2.47, 3.05, 3.63]
    for index in 0..<6 {
      let closing = Double(10 * (index + 1)) / 3.6
      let (a, b) = (CutInRule.seated, CutInRule.standing)
      #expect((a.timeToCollision(closing: closing) * 100).rounded() / 100 == seated[index])
      #expect((b.timeToCollision(closing: closing) * 100).rounded() / 100 == standing[index])
    }
  }

  @Test("UN R157: time gaps and distances, nothing beyond 60 km/h")
  func timeGaps() {
    let rows = [
      (7.2, 1.0, 2.0), (10, 1.1, 3.1), (20, 1.2, 6.7), (30, 1.3, 10.8), (40, 1.4, 15.6),
      (50, 1.5, 20.8), (60, 1.6, 26.7),
    ]
    for (kilometresPerHour, gap, distance) in rows {
      let speed = kilometresPerHour / 3.6
      #expect(abs((TimeGapTable.gap(speed: speed) ?? .nan) - gap) < 1e-9)
      #expect(abs((TimeGapTable.distance(speed: speed) ?? .nan) - distance) <= 0.05)
    }
    #expect(TimeGapTable.distance(speed: 0) == 2)
    #expect(abs((TimeGapTable.gap(speed: 15 / 3.6) ?? .nan) - 1.15) < 1e-9)
    #expect(TimeGapTable.gap(speed: 61 / 3.6) == nil && TimeGapTable.gap(speed: .nan) == nil)
  }

  /// The ego at 12 m/s in lane 1; a car at 6 m/s comes over from lane 2 at 1 m/s from 1 s on.
  private static func cutIn(ahead: Double, egoBrakes: Bool) -> RunRecord {
    var record = Fixtures.record(seconds: 12, wave: 0, traffic: false)
    var (x, speed) = (20.0, 12.0)
    for index in record.ticks.indices {
      let t = Double(index) / 100
      if egoBrakes && t > 1.5 { speed = max(5, speed - 0.06) }
      x += speed / 100
      record.ticks[index].scene.ego.worldFromVehicle = SE2(x: x, y: 0, heading: 0)
      record.ticks[index].scene.ego.speed = speed
      let y = 3.5 - min(max(t - 1, 0), 3.5)
      record.ticks[index].scene.objects = [
        TrackedObject(
          id: "cutter", kind: .car,
          box: OrientedBox(
            worldFromBox: SE2(x: 20 + ahead + 6 * t, y: y, heading: 0), length: 4.3, width: 1.9),
          velocity: Vector2(6, t > 1 && t < 4.5 ? -1 : 0))
      ]
    }
    return record
  }

  @Test("A cut-in is found, judged, and driven by every model; the ids are different things")
  func cutIns() throws {
    let good = RegulationMetric().evaluate(Self.cutIn(ahead: 40, egoBrakes: true))
    #expect(good.map(\.id) == RegulationMetric().ids)
    #expect(good.value("r157.verdict@1") == 1)
    // 0.30 m in the lane: 1.10 m moved, at 2.1 s; the gap is then a matter of arithmetic.
    #expect((good.value("eu2022_1426.cut_in_margin@1") ?? -1) > 1)
    #expect(good.value("careful_human_model.avoids@1") == 1)
    #expect(good.value("fsm_model.avoids@1") == 1)
    let bad = RegulationMetric().evaluate(Self.cutIn(ahead: 40, egoBrakes: false))
    #expect(bad.value("r157.verdict@1") == 0)
    #expect(bad.value("reg157_model.avoids@1") == 1)
    let hopeless = RegulationMetric().evaluate(Self.cutIn(ahead: 16, egoBrakes: false))
    #expect(hopeless.value("r157.verdict@1") == nil, "less time than is asked for")
    #expect(hopeless.value("careful_human_model.avoids@1") == 0)
    for row in good + bad + hopeless {
      #expect(row.reason?.contains("not type-approval evidence") == true, "\(row.id)")
      let entry = try #require(MetricCatalogue.entry(row.id))
      #expect(entry.limits.contains("not type-approval evidence"))
    }
  }

  @Test("Without a cut-in there is no verdict, whoever drives ahead")
  func nobodyCutsIn() {
    let rows = RegulationMetric().evaluate(Fixtures.record())
    #expect(rows.value("r157.verdict@1") == nil && rows.value("fsm_model.avoids@1") == nil)
    // 12 m/s behind 10 m/s: 43.2 km/h asks for 1.432 s; the gap shrinks to 18.35 m.
    #expect((rows.value("r157.time_gap_margin@1") ?? -99) > -5)
    #expect(RegulationMetric().evaluate(RunRecord(mission: Fixtures.record().mission)).count == 7)
  }
}
