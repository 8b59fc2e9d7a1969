import Geometry
import Scoring
import Testing

@Suite("Sampled signals")
struct SampledTests {
  @Test("Simpson is exact for cubics on odd samples and parabolas on even ones")
  func simpson() throws {
    for count in 3...12 {
      let x = (0..<count).map { Double($0) * 0.25 }
      let end = x[count - 1]
      let parabola = try #require(Sampled.simpson(x.map { $0 * $0 - $0 }, step: 0.25))
      #expect(abs(parabola - (end * end * end / 3 - end * end / 2)) < 1e-12)
      if count % 2 == 1 {
        let cubic = try #require(Sampled.simpson(x.map { $0 * $0 * $0 }, step: 0.25))
        #expect(abs(cubic - end * end * end * end / 4) < 1e-12)
      }
    }
    #expect(Sampled.simpson([], step: 1) == nil)
    #expect(Sampled.simpson([3], step: 1) == 0)
    #expect(Sampled.simpson([1, 3], step: 0.5) == 1)
  }

  @Test("The gradient of a line is its slope, also at the ends")
  func gradient() {
    let line = (0..<6).map { 2 + 0.3 * Double($0) }
    for value in Sampled.gradient(line, step: 0.1) { #expect(abs(value - 3) < 1e-12) }
    #expect(Sampled.gradient([4], step: 1) == [0])
    #expect(Sampled.gradient([], step: 1).isEmpty)
  }

  @Test("Unwrapping takes out whole turns only")
  func unwrapped() {
    let angles = (0..<40).map { Double($0) * 0.5 }
    let wrapped = angles.map { $0 - 2 * .pi * (($0 + .pi) / (2 * .pi)).rounded(.down) }
    for (value, expected) in zip(Sampled.unwrapped(wrapped), angles) {
      #expect(abs(value - expected) < 1e-9)
    }
  }

  @Test("A Savitzky-Golay filter reproduces polynomials of its order and their derivatives")
  func savitzkyGolay() throws {
    for window in [4, 5, 7, 8, 15] {
      for derivative in 0...2 {
        let filter = try #require(
          SavitzkyGolay(window: window, order: 3, derivative: derivative, step: 0.1))
        let x = (0..<24).map { Double($0) * 0.1 }
        let values = try #require(filter.filtered(x.map { $0 * $0 * $0 - 2 * $0 }))
        for (index, x) in x.enumerated() {
          // An even window evaluates half a sample late away from the ends.
          let inside = index >= window / 2 && index < 24 - window / 2
          let t = window % 2 == 0 && inside ? x + 0.05 : x
          let expected = [t * t * t - 2 * t, 3 * t * t - 2, 6 * t][derivative]
          #expect(abs(values[index] - expected) < 1e-8, "window \(window) at \(index)")
        }
      }
    }
    #expect(SavitzkyGolay(window: 2, order: 2) == nil)
    #expect(SavitzkyGolay(window: 5, order: 2)?.filtered([1, 2]) == nil)
  }
}
