import DrivingCore
import Foundation

/// The data block of the report: rows and stories.
enum ReportData {
  private struct Metric: Encodable {
    var id, text: String
    var value: Double?
    var margin: String?
    var gate: Bool
    var reason: String?
  }
  private struct Item: Encodable {
    var id, title, source, vehicle, outcome, words, digest: String
    var seed: String
    var score, raw, duration: Double
    var messages: [String]
    var known: ScenarioResult.KnownFailure?
    var metrics: [Metric]
    var left: String?
  }

  /// The block as JSON; stories are left out once the room is used up, failures come first.
  static func json(
    _ results: RunResults, _ stories: [String: RunStory]
  ) throws(ReportFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      let told = try encodedStories(results, stories, encoder)
      var bytes = Array("{\"scenarios\":[".utf8)
      for (index, row) in results.scenarios.enumerated() {
        if index > 0 { bytes += Array(",\n".utf8) }
        var item = Array(try encoder.encode(self.item(row, hasStory: stories[row.id] != nil)))
        if let story = told[row.id] {
          item.removeLast()
          item += Array(",\"story\":".utf8) + story + Array("}".utf8)
        }
        bytes += item
      }
      return bytes + Array("]}".utf8)
    } catch {
      throw ReportFailure(path: "report.html", reason: "a value is not a finite number: \(error)")
    }
  }

  private static func encodedStories(
    _ results: RunResults, _ stories: [String: RunStory], _ encoder: JSONEncoder
  ) throws -> [String: [UInt8]] {
    var told: [String: [UInt8]] = [:]
    var room = HTMLReport.storyBudget
    let order =
      results.scenarios.filter { $0.outcome != .passed }
      + results.scenarios.filter { $0.outcome == .passed }
    for row in order {
      guard let story = stories[row.id] else { continue }
      let bytes = Array(try encoder.encode(story))
      guard bytes.count <= room else { continue }
      room -= bytes.count
      told[row.id] = bytes
    }
    return told
  }

  private static func item(_ row: ScenarioResult, hasStory: Bool) -> Item {
    Item(
      id: row.id, title: row.title, source: row.source, vehicle: row.vehicle,
      outcome: row.outcome.rawValue, words: row.outcome.words, digest: row.digest,
      seed: "\(row.seed)", score: row.score, raw: row.rawScore, duration: row.duration,
      messages: row.messages, known: row.knownFailure,
      metrics: (row.metrics.filter(\.isGate) + row.metrics.filter { !$0.isGate }).map(metric),
      left: hasStory
        ? "The report is full (\(HTMLReport.storyBudget >> 20) MB); run this scenario alone, with "
          + "--filter, to see its picture." : nil)
  }

  private static func metric(_ value: MetricValue) -> Metric {
    let unit = value.unit == "1" ? "" : value.unit
    return Metric(
      id: value.id,
      text: value.value.map { NumberText.short($0, unit: value.unit) } ?? "not valid",
      value: value.value,
      margin: value.margin.map { "\(NumberText.signed($0)) \(unit)" }, gate: value.isGate,
      reason: value.reason)
  }
}
