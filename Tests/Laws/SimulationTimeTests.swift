import Geometry
import Testing

@Suite("Simulation time")
struct SimulationTimeTests {
  @Test("a hundred ticks of ten milliseconds are one second, exactly")
  func ticksDoNotDrift() {
    var time = SimulationTime.zero
    for _ in 0..<100 { time += SimulationTime(nanoseconds: 10_000_000) }
    #expect(time.seconds == 1)
  }
}
