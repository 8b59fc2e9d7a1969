import DrivingCore
import Geometry
import Roads
import Scoring
import Testing

@Suite("Scores of records")
struct RecordScoreTests {
  typealias Fixtures = ScoringFixtures

  @Test("A good drive with an expert scores 100, from parts that are all valid")
  func goodDrive() throws {
    let card = ScoreCard(Fixtures.record())
    let score = try #require(card.rows.first { $0.id == "nuplan.score@1" })
    #expect(score.value == 1, "\(card.rows.filter { $0.id.hasPrefix("nuplan") })")
    #expect(card.score == 100)
    #expect(card.inconsistencies.isEmpty)
    #expect(Set(card.rows.map(\.id)).count == card.rows.count)
  }

  @Test("Without an expert the score is invalid, its parts are given, and a message says so")
  func validity() throws {
    let card = ScoreCard(Fixtures.record(expert: false))
    let score = try #require(card.rows.first { $0.id == "nuplan.score@1" })
    #expect(score.value == nil && score.reason?.contains("expert") == true)
    #expect(card.rows.value("nuplan.comfort@1") == 1)
    #expect(card.rows.value("nuplan.progress@1") == nil)
    #expect(card.messages.contains { $0.contains("mean of the 6 valid nuPlan parts") })
    #expect(card.score == 100)
  }

  @Test("A parked ego fails beside a driving expert, and never reaches a goal")
  func parked() {
    let goal = Goal(regions: [
      Polygon([
        Vector2(100, -2), Vector2(120, -2), Vector2(120, 2), Vector2(100, 2),
      ])
    ])
    let parked = Fixtures.record(speed: 0, wave: 0, goal: goal)
    let card = ScoreCard(parked)
    #expect(card.rows.value("nuplan.making_progress@1") == 0)
    #expect(card.rows.value("nuplan.score@1") == 0)
    #expect(card.rows.value("goal_reached@1") == 0)
    #expect(card.score == 0)
    let alone = ScoreCard(Fixtures.record(speed: 0, wave: 0, expert: false, goal: goal))
    #expect(alone.score == 0 && (alone.rawScore ?? 0) > 0)
  }

  @Test("Moving, turning and mirroring the world changes no metric", arguments: [0, 1, 2, 3])
  func invariance(_ which: Int) {
    let transform = [
      Fixtures.Transform(moved: SE2(x: 5000, y: -3000, heading: 0)),
      Fixtures.Transform(moved: SE2(x: 0, y: 0, heading: 2.1)),
      Fixtures.Transform(mirrors: true),
      Fixtures.Transform(moved: SE2(x: 40, y: 70, heading: -0.7), mirrors: true),
    ][which]
    let goal = Goal(regions: [
      Polygon([
        Vector2(80, -2), Vector2(100, -2), Vector2(100, 2), Vector2(80, 2),
      ])
    ])
    var moved = goal
    moved.regions = moved.regions.map(transform.apply)
    for (name, plain, other) in [
      ("road", Fixtures.record(goal: goal), Fixtures.record(goal: moved, transform)),
      ("parking", Fixtures.parking(), Fixtures.parking(transform)),
    ] {
      for (a, b) in zip(ScoreCard(plain).rows, ScoreCard(other).rows) {
        #expect(a.id == b.id && (a.value == nil) == (b.value == nil), "\(name) \(a.id)")
        let (x, y) = (a.value ?? 0, b.value ?? 0)
        #expect(abs(x - y) <= 1e-6 * max(1, abs(x)), "\(name) \(a.id): \(x) \(y)")
      }
    }
  }

  @Test(
    "Empty and one-tick records give rows with reasons, no score and no crash",
    arguments: [Mission.Kind.highway, .parking, .replay])
  func degenerate(_ kind: Mission.Kind) {
    for ticks in [0, 1, 2] {
      var record = kind == .parking ? Fixtures.parking() : Fixtures.record()
      record.mission.kind = kind
      record.ticks = Array(record.ticks.prefix(ticks))
      for expert in [nil, [], record.expert] {
        record.expert = expert
        let card = ScoreCard(record)
        #expect(card.rows.map(\.id) == ScoreCard.metrics(for: kind).flatMap(\.ids))
        for row in card.rows where row.value == nil {
          #expect(row.reason?.isEmpty == false, "\(row.id)")
        }
        #expect(card.rows.allSatisfy { ($0.value ?? 0).isFinite && ($0.margin ?? 0).isFinite })
        #expect(card.inconsistencies.isEmpty)
      }
    }
    var bare = Fixtures.record()
    bare.mission.map = .empty
    bare.mission.goal = nil
    #expect(ScoreCard(bare).rows.value("drivable_area@1") == nil)
  }

  @Test("The score follows from the rows alone")
  func recomputable() throws {
    for record in [
      Fixtures.record(), Fixtures.record(expert: false), Fixtures.record(speed: 16, wave: 2),
      Fixtures.parking(), Fixtures.parking(offset: Vector2(0.1, 0.2), turn: 0.03, switches: 3),
      Fixtures.parking(moving: true),
    ] {
      let card = ScoreCard(record)
      #expect(card.inconsistencies.isEmpty, "\(card.inconsistencies)")
      let again = ScoreCard(kind: card.kind, rows: card.rows)
      #expect(again == card)
      // A tampered part is found out.
      var rows = card.rows
      let part = record.mission.kind == .parking ? "parking.time@1" : "nuplan.comfort@1"
      let index = try #require(rows.firstIndex { $0.id == part })
      rows[index].value = (rows[index].value ?? 0) + 20
      if card.rows.value("nuplan.score@1") ?? card.rows.value("parking.score@1") ?? 0 > 0 {
        #expect(!ScoreCard(kind: card.kind, rows: rows).inconsistencies.isEmpty)
      }
    }
  }

  @Test("A contact between two samples is not missed, and fails the gate with a negative margin")
  func contactBetweenSamples() throws {
    var record = Fixtures.record(seconds: 3)
    // A pole stands in the way; the run ends a few hundredths after the contact.
    let pole = TrackedObject(
      id: "pole", kind: .barrier,
      box: OrientedBox(worldFromBox: SE2(x: 45, y: 0, heading: 0), length: 0.3, width: 0.3),
      velocity: .zero)
    for index in record.ticks.indices { record.ticks[index].scene.objects = [pole] }
    let metric = SafetyGates()
    let hit = try #require(
      (1...record.ticks.count).first { count in
        var cut = record
        cut.ticks = Array(record.ticks.prefix(count))
        return metric.evaluate(cut).value("no_at_fault_collision@1") == 0
      })
    var ended = record
    ended.ticks = Array(record.ticks.prefix(hit))
    let gate = try #require(metric.evaluate(ended).first)
    #expect(gate.isGate && (gate.margin ?? 0) <= 0 && gate.reason?.contains("pole") == true)
    #expect(NuPlanMetric().evaluate(ended).value("nuplan.time_to_collision@1") == 0)
    #expect(NuPlanMetric().evaluate(ended).value("nuplan.no_at_fault_collision@1") == 0.5)
    ended.ticks.removeLast()
    let before = try #require(metric.evaluate(ended).first)
    #expect(before.value == 1 && (before.margin ?? 0) > 0)
  }

  @Test("Leaving the road, going the wrong way and speeding cost what they should")
  func faults() {
    var off = Fixtures.record(expert: false, traffic: false)
    for index in off.ticks.indices { off.ticks[index].scene.ego.worldFromVehicle.position.y -= 1.5 }
    let offRows = ScoreCard(off).rows
    #expect(offRows.value("drivable_area@1") == 0 && offRows.value("nuplan.drivable_area@1") == 0)
    #expect((offRows.first { $0.id == "drivable_area@1" }?.margin ?? 1) < 0)

    var wrong = Fixtures.record(expert: false, traffic: false)
    wrong.ticks = wrong.ticks.map { tick in
      var tick = tick
      let pose = tick.scene.ego.worldFromVehicle
      tick.scene.ego.worldFromVehicle = SE2(
        x: 200 - pose.position.x, y: pose.position.y, heading: .pi - pose.heading)
      return tick
    }
    #expect(ScoreCard(wrong).rows.value("nuplan.driving_direction@1") == 0)

    let fast = ScoreCard(Fixtures.record(speed: 21, wave: 0, expert: false, traffic: false))
    #expect(abs((fast.rows.value("nuplan.speed_limit@1") ?? 0) - (1 - 81.0 / 80 / 2.23)) < 1e-9)
  }

  @Test("The goal needs place, time, speed and heading at one instant")
  func goal() throws {
    let place = Polygon([Vector2(80, -2), Vector2(100, -2), Vector2(100, 2), Vector2(80, 2)])
    func row(_ goal: Goal) -> MetricValue? {
      GoalMetric().evaluate(Fixtures.record(goal: goal)).first
    }
    let reached = try #require(row(Goal(regions: [place])))
    #expect(reached.value == 1 && (reached.margin ?? 0) > 1.5)
    #expect(row(Goal(regions: [place], speed: .init(0, 1)))?.value == 0)
    #expect(row(Goal(regions: [place], time: .init(0, 1)))?.value == 0)
    #expect(row(Goal(regions: [place], heading: .init(3, 3.3)))?.value == 0)
    #expect(row(Goal(regions: [place], heading: .init(6.2, 6.4)))?.value == 1)
    #expect(row(Goal(lanes: [3]))?.value == 0)
    #expect(row(Goal(lanes: [1]))?.value == 1)
    #expect(row(Goal(time: .init(2, 3)))?.margin == 1)
    // Times of goals count from the start of the run, whatever its clock says.
    var late = Fixtures.record(goal: Goal(regions: [place], time: .init(4, 8)))
    let epoch = SimulationTime(nanoseconds: 1_000_000_000_000)
    late.mission.start.time += epoch
    for index in late.ticks.indices {
      late.ticks[index].scene.time += epoch
      late.ticks[index].scene.ego.time += epoch
    }
    #expect(GoalMetric().evaluate(late).value("goal_reached@1") == 1)
    let far = Polygon(place.corners.map { Vector2($0.x + 300, $0.y) })
    #expect((row(Goal(regions: [far]))?.margin ?? 0) < -200)
  }

  @Test("Criticality sees the car ahead only")
  func criticality() throws {
    let rows = CriticalityMetric().evaluate(Fixtures.record(wave: 0))
    // 12 m/s behind 10 m/s: the gap of 60 - 2.25 - (20 + 3.4) m shrinks by 2 m/s for 8 s.
    let gap = 60 - 2.25 - 23.4 - 16.0
    #expect(abs((rows.value("criticality.minimum_time_headway@1") ?? 0) - gap / 12) < 0.02)
    #expect(abs((rows.value("criticality.minimum_time_to_collision@1") ?? 0) - gap / 2) < 0.1)
    #expect(
      abs((rows.value("criticality.maximum_required_deceleration@1") ?? 0) - 2 / gap) < 0.01)
    let empty = CriticalityMetric().evaluate(Fixtures.record(traffic: false))
    #expect(empty.allSatisfy { $0.value == nil && $0.reason != nil })
  }
}
