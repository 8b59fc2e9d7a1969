import DrivingCore
import Geometry
import Testing

@testable import Reporting

@Suite("The shelf keeps the same stories in whatever order runs finish") struct StoryShelfTests {
  private static let rows: [(row: ScenarioResult, isExample: Bool)] = (0..<24).map { index in
    let verdict: ScenarioResult.Verdict =
      index % 8 == 3 ? .failed : index % 8 == 5 ? .refused : .passed
    return (
      ReportSamples.row("a/\(index)", verdict, score: Double(index * 37 % 100)), index % 6 == 0
    )
  }

  @Test("shuffled ten times over: the same ids, problems first, then examples, then low scores")
  func order() throws {
    let story = try #require(RunStory(ReportSamples.record(seconds: 1)))
    var generator = SeededGenerator(seed: 7)
    var kept: Set<[String]> = []
    for _ in 0..<10 {
      let shelf = StoryShelf(room: 10 * 4000)
      for (row, isExample) in Self.rows.shuffled(using: &generator)
      where shelf.hasRoom(for: row, isExample: isExample) {
        // Longer stories for some: what does not fit must not depend on what came before.
        var longer = story
        longer.plans += Array(repeating: [1000, 1000], count: row.score > 50 ? 200 : 0)
        shelf.add(longer, of: row, isExample: isExample)
      }
      kept.insert(shelf.stories.keys.sorted())
    }
    #expect(kept.count == 1, "\(kept)")
    let ids = try #require(kept.first)
    #expect(ids.count > 5 && ids.count < 24)
    for (row, _) in Self.rows where row.verdict == .failed {
      #expect(ids.contains(row.id), "\(row.id)")
    }
  }

  @Test("a story larger than the shelf is left out and keeps nothing else away")
  func large() throws {
    var story = try #require(RunStory(ReportSamples.record(seconds: 1)))
    let shelf = StoryShelf(room: 60_000)
    shelf.add(story, of: ReportSamples.row("a/small"))
    story.plans += Array(repeating: Array(repeating: 123_456, count: 100), count: 1000)
    shelf.add(story, of: ReportSamples.row("a/large", .failed))
    #expect(shelf.stories.keys.sorted() == ["a/small"])
  }
}
