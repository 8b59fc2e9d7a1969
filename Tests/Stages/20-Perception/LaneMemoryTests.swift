import DrivingCore
import Geometry
import Testing

@testable import Perception

@Suite("Perception: what is believed between pictures")
struct LaneMemoryTests {
  static func memory() -> LaneMemory {
    var memory = LaneMemory(pitch: 0.02, sigma: 0.003)
    memory.state = LaneFitTests.belief(0.03)
    return memory
  }

  /// The deviation of the left line 10 m ahead after a second in steps of 50 ms.
  static func after(_ odometry: SensorFrame.Odometry?) throws -> LaneState {
    var memory = memory()
    for _ in 0..<20 { memory.predict(span: 0.05, odometry: odometry, noise: .init()) }
    return try #require(memory.state)
  }

  @Test("doubt grows with time, and less where the car's own motion is measured")
  func growth() throws {
    let start = LaneFitTests.belief(0.03).sigma(.left, at: 10)
    let known = try Self.after(.init(speed: 20, yawRate: 0))
    let unknown = try Self.after(nil)
    #expect(known.sigma(.left, at: 10) > 1.5 * start)
    #expect(unknown.sigma(.left, at: 10) > known.sigma(.left, at: 10))
  }

  @Test("a straight lane lies still, and turns against the car that turns")
  func motion() throws {
    let still = try Self.after(.init(speed: 20, yawRate: 0))
    #expect(abs(still[.left] - 1.8) < 1e-9 && abs(still[.heading]) < 1e-12)
    let turning = try Self.after(.init(speed: 20, yawRate: 0.05))
    #expect(abs(turning[.heading] + 0.05) < 1e-9)
    #expect(abs(turning[.left] - (1.8 - 20 * 0.05 / 2)) < 1e-6)
  }

  @Test("rough paint repeats itself more than clean paint")
  func repetition() {
    var memory = Self.memory()
    let rough = memory.repetition
    for _ in 0..<100 { memory.learnMisfit(0.05, count: 30) }
    #expect(memory.repetition < 1.5 && memory.repetition >= 1)
    #expect(rough > 3)
  }
}
