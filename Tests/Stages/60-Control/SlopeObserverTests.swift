import DrivingCore
import Geometry
import Testing

@testable import Control

@Suite("Slope observer")
struct SlopeObserverTests {
  /// What is corrected after two seconds of a car that accelerates by `own` while `slope` pulls.
  private func correction(own: Double, slope: Double, from speed: Double = 20) -> Double {
    var observer = SlopeObserver()
    for tick in 0...200 {
      let time = Double(tick) * 0.01
      var ego = VehicleState(speed: speed + (own + slope) * time, acceleration: own)
      ego.time = SimulationTime(nanoseconds: Int64(tick) * 10_000_000)
      observer.observe(ego)
    }
    return observer.correction
  }

  @Test("On level road nothing is corrected, whatever the car does", arguments: [-6.0, 0, 2])
  func level(own: Double) { #expect(correction(own: own, slope: 0) == 0) }

  @Test("A slope is met in full, uphill and downhill", arguments: [-1.0, -0.3, 0.3, 1])
  func slope(pull: Double) {
    #expect((correction(own: -1, slope: pull) + pull).magnitude < 1e-3)
  }

  @Test("Nonsense and standing cars leave it as it is")
  func nonsense() {
    var standing = SlopeObserver()
    for tick in 0...200 {
      var ego = VehicleState(speed: 0, acceleration: 1)
      ego.time = SimulationTime(nanoseconds: Int64(tick) * 10_000_000)
      standing.observe(ego)
    }
    #expect(standing.correction == 0)
    #expect(correction(own: .nan, slope: 0) == 0)
    #expect(correction(own: 0, slope: 500).magnitude <= 2 + 1e-9)
  }
}
