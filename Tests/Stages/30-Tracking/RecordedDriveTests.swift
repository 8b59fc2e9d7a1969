import DriveLogs
import DrivingCore
import Foundation
import Geometry
import Scoring
import TestSupport
import Testing

@testable import Tracking

@Suite("Odometry and radar of a recorded drive")
struct RecordedDriveTests {
  static let folder = TestData.url("comma2k19-rav4-segment40")

  @Test(
    "wheel speed is corrected on the way, and the car ahead is held",
    .enabled(if: folder != nil, "no segment"))
  func drive() throws {
    let source = try ComLogSource(path: try #require(Self.folder).path)
    var (wheels, radar) = (WheelSpeedCalibration(), RadarTracker())
    var (corrected, raw) = (ReplayScore(), ReplayScore())
    while let frame = try source.next() {
      let reading = try #require(frame.odometry)
      let speed = wheels.corrected(reading, at: frame.time).speed
      let tracks = radar.step(frame.radar, egoSpeed: speed, frontOffset: 3.6, at: frame.time)
      let percepts = Percepts(time: frame.time, frameIndex: frame.index)
      corrected.add(frame, percepts, tracks: tracks, estimatedSpeed: speed, frontOffset: 3.6)
      raw.add(frame, percepts, tracks: [], frontOffset: 3.6)
    }
    let error = try #require(wheels.scaleError)
    #expect(abs(error * 100 + 0.83) < 0.3, "\(error)")
    let before = try #require(raw.odometry.pathLengthError)
    let after = try #require(corrected.odometry.pathLengthError)
    // The scale is learnt on the way, so the first stretch is driven with the uncorrected wheels.
    #expect(abs(after) < abs(before) / 2, "\(before) -> \(after)")
    let held = try #require(corrected.lead.values.first?.value)
    #expect(held >= 0.95, "\(held)")
    #expect(raw.lead.values.first?.value == 0)
  }
}
