import Geometry
import Testing

@Suite("Statistics")
struct StatisticsTests {
  @Test("summaries of small samples, by hand")
  func summaries() {
    let samples = [2.0, 4, 4, 4, 5, 5, 7, 9]
    #expect(Statistics.mean(samples) == 5)
    #expect(abs((Statistics.variance(samples) ?? 0) - 32.0 / 7) < 1e-14)
    #expect(Statistics.median(samples) == 4.5)
    #expect(Statistics.percentile([10, 20, 30, 40], 25) == 17.5)
    #expect(Statistics.percentile([10, 20, 30, 40], 100) == 40)
    #expect(Statistics.percentile([10], 73) == 10)
    #expect(Statistics.mean([]) == nil && Statistics.median([]) == nil)
    #expect(Statistics.variance([1]) == nil && Statistics.percentile([.nan], 50) == nil)
  }

  @Test("Wilson's interval agrees with published figures and is never empty")
  func wilson() {
    // 81 of 263: Newcombe, Statistics in Medicine 17 (1998), table I.
    let known = Statistics.wilsonInterval(successes: 81, trials: 263)
    #expect(abs(known.low - 0.2553) < 5e-5 && abs(known.high - 0.3662) < 5e-5)
    let none = Statistics.wilsonInterval(successes: 0, trials: 20)
    #expect(none.low == 0 && abs(none.high - 0.1611) < 5e-5)
    #expect(Statistics.wilsonInterval(successes: 0, trials: 0).high == 1)
    #expect(Statistics.wilsonInterval(successes: 20, trials: 20).high == 1)
  }

  @Test("the bootstrap's interval holds the true mean about as often as it says")
  func bootstrapCoverage() throws {
    var random = SeededGenerator(seed: 81)
    var held = 0
    for trial in 0..<150 {
      let differences = (0..<25).map { _ in 0.3 + random.normal() }
      let range = try #require(
        Statistics.pairedBootstrap(differences, resamples: 200, seed: UInt64(trial)))
      if range.contains(0.3) { held += 1 }
    }
    #expect(held > 127 && held < 150, "\(held) of 150")
    let once = Statistics.pairedBootstrap([1, 2, 3], seed: 5)
    #expect(once == Statistics.pairedBootstrap([1, 2, 3], seed: 5))
    #expect(Statistics.pairedBootstrap([]) == nil)
  }
}
