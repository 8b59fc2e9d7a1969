import Testing

@testable import Geometry

@Suite("A scale against a reference that is late")
struct DelayedScaleTests {
  private func estimate(
    scale: Double, delay: Double, jump: Double = 0
  ) -> (scale: Double, delay: Double) {
    var prior = DelayedScale.Prior()
    (prior.scaleSigma, prior.delaySigma) = (1e3, 1e3)
    var found = DelayedScale(prior: prior)
    // Constant acceleration: the first-order model is exact.
    for step in 0..<400 {
      let time = Double(step) * 0.05
      let faulty = step == 200 ? jump : 0
      found.follow(scale * (5 + 0.8 * time) + faulty, at: SimulationTime(seconds: time))
      guard step > 40, !(200..<240).contains(step) else { continue }
      found.compare(scale * (5 + 0.8 * time), reference: 5 + 0.8 * (time - delay))
    }
    return (found.scale, found.delay)
  }

  @Test(
    "scale and delay are exact for an even acceleration", arguments: [0.97, 1, 1.02], [0, 0.2])
  func exact(_ scale: Double, _ delay: Double) {
    let found = estimate(scale: scale, delay: delay)
    #expect(abs(found.scale - scale) < 1e-6)
    #expect(abs(found.delay - delay) < 1e-3, "\(found)")
  }

  @Test("a reading that jumps does not count as an acceleration")
  func jump() {
    let found = estimate(scale: 1, delay: 0.1, jump: 300)
    #expect(abs(found.scale - 1) < 1e-3 && abs(found.delay - 0.1) < 0.01, "\(found)")
  }

  @Test("before any reading the prior holds")
  func prior() {
    let found = DelayedScale()
    #expect(found.scale == 1)
    #expect(abs(found.delay - 0.1) < 1e-12)
  }
}
