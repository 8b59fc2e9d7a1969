import Geometry

/// All lanes of a place, ordered by id, with an index that answers "where" quickly.
///
/// A value: copies share the lanes and the index, which never change.
public struct RoadMap: Sendable, Hashable, Codable {
  /// The lanes, ascending by id.
  public let lanes: [Lane]
  /// Outlines, paths and grid of the lanes; made of `lanes` alone.
  let index: RoadIndex

  private enum CodingKeys: String, CodingKey { case lanes }

  /// Creates a map; lanes are sorted by id and the first of two with the same id is kept.
  public init(lanes: [Lane]) {
    var kept: [Lane] = []
    for (_, lane) in lanes.enumerated().sorted(by: {
      ($0.element.id, $0.offset) < ($1.element.id, $1.offset)
    }) where kept.last?.id != lane.id {
      kept.append(lane)
    }
    self.lanes = kept
    index = RoadIndex(kept)
  }

  /// Reads the lanes and builds the index anew.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(lanes: try container.decode([Lane].self, forKey: .lanes))
  }

  /// The map without a lane.
  public static let empty = RoadMap(lanes: [])

  /// Whether two maps have the same lanes.
  public static func == (left: RoadMap, right: RoadMap) -> Bool {
    left.index === right.index || left.lanes == right.lanes
  }

  /// Feeds the lanes to a hash.
  public func hash(into hasher: inout Hasher) { hasher.combine(lanes) }

  /// The lane of that name. O(log n).
  public subscript(id: LaneID) -> Lane? { position(of: id).map { lanes[$0] } }

  /// The centre line of a lane, ready for questions by arc length; nil where it has no length.
  public func path(of id: LaneID) -> Path? { position(of: id).flatMap { index.paths[$0] } }

  /// The area of a lane, made once.
  public func outline(of id: LaneID) -> Polygon? { position(of: id).map { index.outlines[$0] } }

  /// The rectangle round all lanes.
  public var bounds: Bounds { index.grid.bounds }

  /// Where a lane stands in `lanes`.
  func position(of id: LaneID) -> Int? {
    var (low, high) = (0, lanes.count)
    while low < high {
      let middle = (low + high) / 2
      if lanes[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < lanes.count && lanes[low].id == id ? low : nil
  }
}

/// What is worked out once a map: immutable, shared by all copies.
final class RoadIndex: Sendable {
  let outlines: [Polygon]
  let bounds: [Bounds]
  let paths: [Path?]
  let grid: SpatialGrid

  init(_ lanes: [Lane]) {
    outlines = lanes.map(\.outline)
    bounds = outlines.map(\.bounds)
    paths = lanes.map { Path($0.centre) }
    grid = SpatialGrid(bounds)
  }
}
