import DrivingCore
import Geometry
import Reporting
import Scenarios
import Scoring
import Traffic

/// How the recorded driver would have fared in the ego's place, by the same gates.
///
/// Some recordings end in a crash, cut a corner or hold boxes that overlap: then nobody could pass.
enum RecordedDriver {
  /// "the recorded driver fails too: …", "the recorded driver passes"; nil without a recording.
  static func verdict(_ record: RunRecord, _ scenario: Scenario) -> String? {
    guard let driven = record.expert, driven.count > 1,
      let replayed = replay(driven, record.mission, scenario)
    else { return nil }
    let rows = SafetyGates().evaluate(replayed) + GoalMetric().evaluate(replayed)
    let missed = rows.filter { $0.isGate && $0.isValid && $0.value != 1 }
    guard let first = missed.first else { return "the recorded driver passes" }
    return "the recorded driver fails too: \(first.reason ?? first.id)"
  }

  /// The recording as a run among the same traffic; nil where the traffic cannot go on.
  private static func replay(
    _ driven: [VehicleState], _ mission: Mission, _ scenario: Scenario
  ) -> RunRecord? {
    var traffic = TrafficField(actors: scenario.actors, map: mission.map, ego: mission.vehicle)
    var record = RunRecord(mission: mission)
    var scene = Scene(time: .zero, ego: driven[0], objects: scenario.presentAtStart)
    let tick = SimulationTime(nanoseconds: 10_000_000)
    do throws(StageFailure) {
      try traffic.prepare(for: mission)
      for state in driven {
        while scene.time < state.time {
          scene.objects = try traffic.step(TrafficInput(scene: scene, span: tick), at: scene.time)
          scene.time += tick
        }
        scene.ego = state
        record.ticks.append(RunRecord.Tick(scene: scene, command: .neutral))
      }
    } catch {
      return nil
    }
    return record
  }
}
