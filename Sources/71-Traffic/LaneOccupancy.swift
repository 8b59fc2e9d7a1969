import Geometry

/// Who is on which lane, in order: rebuilt ten times a second in one pass.
///
/// Entries are sorted by lane, then arc length, then actor. They arrive nearly sorted, in the order
/// of the last time, so that insertion sort is linear; nothing is allocated once it has grown.
struct LaneOccupancy: Sendable {
  /// A vehicle on a lane.
  struct Entry: Sendable {
    var lane: Int
    var s: Double
    var halfLength: Double
    var speed: Double
    /// The number of the actor; -1 is the ego.
    var mover: Int
    /// Whether this is the lane the actor belongs to, not one it merely touches.
    var isMain: Bool
  }

  /// A vehicle seen from another.
  struct Sighting: Sendable {
    /// From bumper to bumper (m); negative where they overlap.
    var gap: Double
    var speed: Double
    var mover: Int
  }

  private(set) var entries: [Entry] = []
  /// Where each lane's entries start; one more at the end.
  private(set) var starts: [Int]

  init(lanes: Int) { starts = Array(repeating: 0, count: lanes + 1) }

  mutating func removeAll() { entries.removeAll(keepingCapacity: true) }
  mutating func append(_ entry: Entry) { entries.append(entry) }

  /// Sorts the entries and notes where each lane starts.
  mutating func arrange() {
    for index in 1..<max(1, entries.count) {
      let entry = entries[index]
      var place = index
      while place > 0, LaneOccupancy.precedes(entry, entries[place - 1]) {
        entries[place] = entries[place - 1]
        place -= 1
      }
      entries[place] = entry
    }
    var next = 0
    for lane in starts.indices {
      while next < entries.count, entries[next].lane < lane { next += 1 }
      starts[lane] = next
    }
  }

  private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
    if a.lane != b.lane { return a.lane < b.lane }
    return a.s != b.s ? a.s < b.s : a.mover < b.mover
  }

  /// The first entry of a lane that lies beyond an arc length.
  func firstIndex(beyond s: Double, on lane: Int) -> Int {
    var (low, high) = (starts[lane], starts[lane + 1])
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].s <= s { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Who is next ahead of a place on a lane, along the lanes that follow, not counting an actor.
  func ahead(
    of s: Double, halfLength: Double, on chain: [Int], from chainIndex: Int, roads: TrafficRoads,
    reach: Double, except mover: Int, alsoExcept other: Int = .min
  ) -> Sighting? {
    var (index, shift) = (chainIndex, 0.0)
    while index < chain.count, shift - s < reach {
      let lane = chain[index]
      var place = index == chainIndex ? firstIndex(beyond: s, on: lane) : starts[lane]
      // Someone at the very same place counts as ahead for the one with the lower number.
      while index == chainIndex, place > starts[lane], entries[place - 1].s == s,
        entries[place - 1].mover > mover
      { place -= 1 }
      while place < starts[lane + 1] {
        let entry = entries[place]
        if entry.mover != mover && entry.mover != other {
          let gap = shift + entry.s - s - halfLength - entry.halfLength
          return gap < reach ? Sighting(gap: gap, speed: entry.speed, mover: entry.mover) : nil
        }
        place += 1
      }
      shift += roads.paths[lane].length
      index += 1
    }
    return nil
  }

  /// Who is next behind a place on a lane, on that lane or the ones before it.
  func behind(
    _ s: Double, halfLength: Double, on lane: Int, roads: TrafficRoads, reach: Double,
    except mover: Int
  ) -> Sighting? {
    var place = firstIndex(beyond: s, on: lane) - 1
    while place >= starts[lane] {
      let entry = entries[place]
      if entry.mover != mover {
        let gap = s - entry.s - halfLength - entry.halfLength
        return gap < reach ? Sighting(gap: gap, speed: entry.speed, mover: entry.mover) : nil
      }
      place -= 1
    }
    var nearest: Sighting?
    for before in roads.previous[lane] {
      guard starts[before] < starts[before + 1] else { continue }
      let entry = entries[starts[before + 1] - 1]
      let length = roads.paths[before].length
      let gap = s + length - entry.s - halfLength - entry.halfLength
      if entry.mover != mover, gap < min(reach, nearest?.gap ?? reach) {
        nearest = Sighting(gap: gap, speed: entry.speed, mover: entry.mover)
      }
    }
    return nearest
  }
}
