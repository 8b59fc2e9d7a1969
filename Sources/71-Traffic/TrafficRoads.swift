import Geometry
import Roads

/// The lanes of a map as traffic needs them: numbered from zero, with paths, in arrays.
struct TrafficRoads: Sendable {
  /// The map itself.
  let map: RoadMap
  /// The names, ascending.
  let ids: [LaneID]
  /// The centre lines.
  let paths: [Path]
  /// The lanes before each lane.
  let previous: [[Int]]
  /// The lane to the left with traffic the same way; -1 where there is none.
  let left: [Int]
  /// The lane to the right with traffic the same way; -1 where there is none.
  let right: [Int]
  /// Whether a lane ends while one beside it goes on: who is on it must change lanes, or stop.
  let isDeadEnd: [Bool]

  init(_ map: RoadMap) {
    self.map = map
    let kept = map.lanes.compactMap { lane in map.path(of: lane.id).map { (lane, $0) } }
    let ids = kept.map { $0.0.id }
    func number(_ id: LaneID) -> Int? { TrafficRoads.search(ids, id) }
    func beside(_ neighbour: Lane.Neighbour?) -> Int {
      guard let neighbour, neighbour.sameDirection else { return -1 }
      return number(neighbour.id) ?? -1
    }
    self.ids = ids
    paths = kept.map(\.1)
    previous = kept.map { $0.0.predecessors.compactMap(number) }
    left = kept.map { beside($0.0.leftNeighbour) }
    right = kept.map { beside($0.0.rightNeighbour) }
    let goesOn = kept.map { $0.0.successors.contains { number($0) != nil } }
    isDeadEnd = zip(left, right).enumerated().map { lane, sides in
      !goesOn[lane] && [sides.0, sides.1].contains { $0 >= 0 && goesOn[$0] }
    }
  }

  /// The number of a lane; nil where it is not drivable.
  func number(of id: LaneID) -> Int? { TrafficRoads.search(ids, id) }

  /// The lanes that follow each other from a lane on, that one first.
  func chain(from lane: Int, at s: Double) -> [Int] {
    map.chain(from: ids[lane], at: s, ahead: 5_000).compactMap { number(of: $0) }
  }

  /// How far a place on a chain of lanes is from the end of the road ahead (m); nil where the lanes
  /// go on, or the road as a whole ends.
  func endAhead(of s: Double, on chain: [Int], from chainIndex: Int) -> Double? {
    guard let last = chain.last, isDeadEnd[last] else { return nil }
    return chain[min(chainIndex, chain.count)...].reduce(-s) { $0 + paths[$1].length }
  }

  private static func search(_ ids: [LaneID], _ id: LaneID) -> Int? {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id ? low : nil
  }
}
