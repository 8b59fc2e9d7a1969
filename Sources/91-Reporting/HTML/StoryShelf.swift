import DrivingCore
import Foundation

/// Keeps the stories that fit into a report, already written down; what is kept does not depend on
/// the order in which runs finish.
///
/// What did not pass comes first, then refusals, then one example of each scenario, then what passed
/// with the lowest scores. The first story in that order that does not fit ends the shelf.
public final class StoryShelf: @unchecked Sendable {
  /// What is kept first: the smaller, the earlier.
  private struct Rank: Comparable {
    var group: Int
    var score: Double
    var id: String

    static func < (a: Rank, b: Rank) -> Bool {
      (a.group, a.score, a.id) < (b.group, b.score, b.id)
    }
  }

  private struct Entry {
    var rank: Rank
    var bytes: [UInt8]
  }

  /// The room (bytes).
  public let room: Int
  private let lock = NSLock()
  private var entries: [Entry] = []
  private var size = 0
  /// The best story that was ever left out: nothing after it is kept.
  private var firstLeftOut: Rank?

  /// Creates an empty shelf.
  public init(room: Int = HTMLReport.storyBudget) { self.room = room }

  /// Whether a story of a row would be kept as things stand: later ones may push it out.
  public func hasRoom(for row: ScenarioResult, isExample: Bool = true) -> Bool {
    let rank = StoryShelf.rank(row, isExample)
    return lock.withLock { firstLeftOut.map { rank < $0 } ?? true }
  }

  /// Keeps the story of a row as long as there is room; `isExample` marks one run of each scenario.
  public func add(_ story: RunStory?, of row: ScenarioResult, isExample: Bool = true) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let story, let data = try? encoder.encode(story), data.count <= room else { return }
    let entry = Entry(rank: StoryShelf.rank(row, isExample), bytes: Array(data))
    lock.withLock { put(entry) }
  }

  /// The stories by the ids of their rows.
  var stories: [String: [UInt8]] {
    lock.withLock {
      Dictionary(
        entries.map { ($0.rank.id, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    }
  }

  private static func rank(_ row: ScenarioResult, _ isExample: Bool) -> Rank {
    switch row.outcome {
    case .passed: Rank(group: isExample ? 2 : 3, score: isExample ? 0 : row.score, id: row.id)
    case .refused: Rank(group: 1, score: 0, id: row.id)
    default: Rank(group: 0, score: 0, id: row.id)
    }
  }

  private func put(_ entry: Entry) {
    if let firstLeftOut, !(entry.rank < firstLeftOut) { return }
    let place = entries.firstIndex { entry.rank < $0.rank } ?? entries.count
    entries.insert(entry, at: place)
    size += entry.bytes.count
    while size > room, let last = entries.popLast() {
      size -= last.bytes.count
      firstLeftOut = last.rank
    }
  }
}
