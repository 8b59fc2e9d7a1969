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

  /// The block as JSON.
  static func json(_ results: RunResults, _ shelf: StoryShelf) throws(ReportFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      let told = shelf.stories
      var bytes = Array("{\"scenarios\":[".utf8)
      for (index, row) in results.scenarios.enumerated() {
        if index > 0 { bytes += Array(",\n".utf8) }
        let isLeftOut = told[row.id] == nil && row.duration > 0
        var item = Array(
          try encoder.encode(self.item(row, left: isLeftOut ? leftOut(row, shelf.room) : nil)))
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

  /// Where the picture of a run is to be had, as the report has no room for it.
  private static func leftOut(_ row: ScenarioResult, _ room: Int) -> String {
    let command =
      "godseye run \(row.source) --vehicle \(row.vehicle) --only \(row.scenario ?? row.id)"
    return "The report keeps \(room >> 20) MB of pictures: what did not pass, an example of each "
      + "scenario, the lowest scores. To see this run: \(command)"
  }

  private static func item(_ row: ScenarioResult, left: String?) -> Item {
    Item(
      id: row.id, title: row.title, source: row.source, vehicle: row.vehicle,
      outcome: row.outcome.rawValue, words: row.outcome.words, digest: row.digest,
      seed: "\(row.seed)", score: row.score, raw: row.rawScore, duration: row.duration,
      messages: row.messages, known: row.knownFailure,
      metrics: (row.metrics.filter(\.isGate) + row.metrics.filter { !$0.isGate }).map(metric),
      left: left)
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
