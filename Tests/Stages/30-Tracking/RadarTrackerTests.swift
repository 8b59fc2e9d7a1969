import DrivingCore
import Geometry
import Testing

@testable import Tracking

@Suite("Radar tracks")
struct RadarTrackerTests {
  private func time(_ number: Int) -> SimulationTime {
    SimulationTime(nanoseconds: Int64(number) * 50_000_000)
  }

  private func found(_ id: Int, _ x: Double, _ y: Double, _ rate: Double) -> SensorFrame.RadarReturn
  {
    SensorFrame.RadarReturn(id: id, position: Vector2(x, y), relativeSpeed: rate)
  }

  @Test("a car ahead keeps its name while the radar renames it and drops single returns")
  func holds() {
    var tracker = RadarTracker()
    var generator = SeededGenerator(seed: 2, stream: 1)
    var ids: Set<String> = []
    for number in 0..<200 {
      let range = 40 - 2 * Double(number) * 0.05
      let returns =
        number % 7 == 3
        ? [] : [found(number % 5, range + 0.3 * generator.normal(), 0.4, -2)]
      let tracks = tracker.step(returns, egoSpeed: 20, frontOffset: 3.6, at: time(number))
      guard number > 1 else { continue }
      #expect(tracks.count == 1)
      ids.formUnion(tracks.map(\.id))
      let rear = tracks[0].box.worldFromBox.position.x - tracks[0].box.length / 2 - 3.6
      #expect(abs(rear - range) < 1 && tracks[0].kind == .car)
      #expect(abs(tracks[0].velocity.x - 18) < 1)
    }
    #expect(ids.count == 1)
  }

  @Test("one vehicle under two names is one track; two side by side are two")
  func twins() {
    var tracker = RadarTracker()
    var tracks: [TrackedObject] = []
    for number in 0..<5 {
      tracks = tracker.step(
        [found(1, 30, 0, 0), found(2, 30.1, 0.1, 0), found(3, 30, 3.5, 0)], egoSpeed: 20,
        frontOffset: 3.6, at: time(number))
    }
    #expect(tracks.count == 2)
  }

  @Test("what never moved is reported in the own path only, and never as a car")
  func roadside() {
    var tracker = RadarTracker()
    var tracks: [TrackedObject] = []
    for number in 0..<10 {
      let range = 60 - Double(number)
      tracks = tracker.step(
        [found(1, range, 5, -20), found(2, range, 0.5, -20)], egoSpeed: 20, frontOffset: 3.6,
        at: time(number))
    }
    #expect(tracks.map(\.kind) == [.unknown])
  }

  @Test("a track ends when its vehicle is gone")
  func ends() {
    var tracker = RadarTracker()
    for number in 0..<10 {
      _ = tracker.step([found(1, 30, 0, 0)], egoSpeed: 20, frontOffset: 3.6, at: time(number))
    }
    #expect(!tracker.step(nil, egoSpeed: 20, frontOffset: 3.6, at: time(12)).isEmpty)
    #expect(tracker.step(nil, egoSpeed: 20, frontOffset: 3.6, at: time(30)).isEmpty)
  }
}
