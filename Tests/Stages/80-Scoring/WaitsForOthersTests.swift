import DrivingCore
import Geometry
import Testing

@testable import Scoring

@Suite("Waits for others")
struct WaitsForOthersTests {
  /// Drives, stands from 2 s to `until`, drives on to 12 s; a walker passes, or nobody does.
  private static func record(until: Double, walker: Bool, drivesOn: Bool = true) -> RunRecord {
    var record = RunRecord(mission: ScoringFixtures.parking().mission)
    record.ticks = (0...1200).map { index in
      let time = Double(index) / 100
      let stands = time >= 2 && (time < until || !drivesOn)
      let ego = VehicleState(
        time: SimulationTime(seconds: time), worldFromVehicle: .identity, speed: stands ? 0 : 1)
      let object = TrackedObject(
        id: "walker", kind: .pedestrian,
        box: OrientedBox(worldFromBox: SE2(x: 5, y: 4 - time, heading: 0), length: 0.5, width: 0.5),
        velocity: Vector2(0, -1))
      return RunRecord.Tick(
        scene: Scene(time: ego.time, ego: ego, objects: walker ? [object] : []), command: .neutral)
    }
    return record
  }

  @Test("A stand of four seconds beside a walker counts, less what a gear change takes")
  func counts() {
    let waits = WaitsForOthers(Self.record(until: 6, walker: true))
    #expect(waits.count == 1)
    #expect(abs(waits.time - 2.5) < 0.02)
    #expect(waits.inWords == "drove on at 6.0 s")
  }

  @Test("Nobody near, a short stand, or a stand without an end counts nothing")
  func countsNothing() {
    #expect(WaitsForOthers(Self.record(until: 6, walker: false)).count == 0)
    #expect(WaitsForOthers(Self.record(until: 3, walker: true)).count == 0)
    #expect(WaitsForOthers(Self.record(until: 6, walker: true, drivesOn: false)).count == 0)
  }
}
