import DrivingCore
import Scoring
import Testing

@Suite("Metric catalogue")
struct MetricCatalogueTests {
  @Test("Every metric that is emitted has an entry with its unit, and every entry is emitted")
  func complete() {
    var emitted = ReplayScore().values
    emitted += ScoreCard(ScoringFixtures.record()).rows
    emitted += ScoreCard(ScoringFixtures.parking()).rows
    for row in emitted {
      let entry = MetricCatalogue.entry(row.id)
      #expect(entry?.unit == row.unit, "\(row.id): \(entry?.unit ?? "no entry"), row \(row.unit)")
      #expect(!row.isGate || entry?.isGate == true, "\(row.id)")
    }
    let ids = Set(emitted.map(\.id))
    // The loop itself says whether an external planner lived, and drove.
    for entry in MetricCatalogue.all where !entry.id.hasPrefix("planner_") {
      #expect(ids.contains(entry.id), "\(entry.id) is never emitted")
    }
  }

  @Test("Entries are sorted, unique, and say something everywhere")
  func wellFormed() {
    let ids = MetricCatalogue.all.map(\.id)
    #expect(ids == Set(ids).sorted())
    for entry in MetricCatalogue.all {
      for text in [entry.meaning, entry.formula, entry.source, entry.limits, entry.unit] {
        #expect(!text.isEmpty, "\(entry.id)")
      }
      #expect(entry.id.hasSuffix("@1"))
    }
    #expect(MetricCatalogue.entry("nuplan.comfort")?.id == "nuplan.comfort@1")
    #expect(MetricCatalogue.entry("nuplan.comfort@1") != nil)
    #expect(MetricCatalogue.entry("nuplan.comfor") == nil)
  }
}
