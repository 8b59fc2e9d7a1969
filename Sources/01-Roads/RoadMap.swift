import Geometry

/// All lanes of a place, ordered by id.
public struct RoadMap: Sendable, Hashable, Codable {
  /// The lanes, ascending by id.
  public private(set) var lanes: [Lane]

  /// Creates a map; lanes are sorted by id and the first of two with the same id is kept.
  public init(lanes: [Lane]) {
    var kept: [Lane] = []
    for lane in lanes.sorted(by: { $0.id < $1.id }) where kept.last?.id != lane.id {
      kept.append(lane)
    }
    self.lanes = kept
  }

  /// The map without a lane.
  public static let empty = RoadMap(lanes: [])

  /// The lane of that name. O(log n).
  public subscript(id: LaneID) -> Lane? {
    var (low, high) = (0, lanes.count)
    while low < high {
      let middle = (low + high) / 2
      if lanes[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < lanes.count && lanes[low].id == id ? lanes[low] : nil
  }
}
