import Assembly
import DrivingCore
import Testing

@Suite("Assembly: lanes on rendered drives")
struct LaneEvaluatorTests {
  @Test("errors at four distances, misses once; seeds are what they are called")
  func distances() throws {
    let two = try LaneEvaluator.rendered(seeds: 101...102, frames: 2, level: "clean", jobs: 2)
    let ids = two.map(\.id)
    for place in ["10m", "20m", "30m", "40m"] {
      #expect(ids.contains("lane.lateral_error_\(place)_median@1"))
      #expect(ids.contains("lane.normalised_error_squared_\(place)@1"))
    }
    #expect(ids.filter { $0 == "lane.missed@1" }.count == 1)
    #expect(Set(ids).count == ids.count)
    let again = try LaneEvaluator.rendered(seeds: 101...102, frames: 2, level: "clean", jobs: 1)
    #expect(again == two)
    let other = try LaneEvaluator.rendered(seeds: 201...202, frames: 2, level: "clean", jobs: 2)
    #expect(other != two)
  }

  @Test("an unknown level is an error that names the two there are")
  func level() {
    #expect {
      _ = try LaneEvaluator.rendered(seeds: 1...1, frames: 2, level: "easy", jobs: 1)
    } throws: { "\($0)".contains("clean or hard") }
  }
}
