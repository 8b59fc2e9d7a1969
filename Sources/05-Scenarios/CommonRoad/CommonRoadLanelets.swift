import Geometry
import Roads

/// Reads the lanelets of a CommonRoad file into a road map.
struct CommonRoadLanelets {
  private let root: XMLElement
  private var lanes: [Lane] = []

  init(_ root: XMLElement) { self.root = root }

  /// The map; missing neighbours and successors are noted and left out.
  mutating func map(_ reader: inout CommonRoadReader) throws(ScenarioFailure) -> RoadMap {
    let limits = try signLimits(&reader)
    let intersections = try self.intersections(reader)
    var seen: Set<Int> = []
    for element in root.all("lanelet") {
      let id = try reader.integer(element, attribute: "id")
      guard seen.insert(id).inserted else {
        throw element.failure(
          reader.path, found: "a second lanelet \(id)", expected: "unique ids",
          advice: "renumber one of them")
      }
      var lane = try self.lane(element, id: id, &reader)
      lane.isIntersection = lane.isIntersection || intersections.contains(id)
      lane.speedLimit = try speedLimit(element, limits, reader)
      lanes.append(lane)
    }
    guard !lanes.isEmpty else {
      throw root.failure(
        reader.path, found: "no lanelets", expected: "at least one <lanelet>",
        advice: "a scenario needs a road")
    }
    let known = Set(lanes.map(\.id))
    for index in lanes.indices { dropMissing(&lanes[index], known, &reader) }
    return RoadMap(lanes: lanes)
  }

  private func lane(_ element: XMLElement, id: Int, _ reader: inout CommonRoadReader)
    throws(ScenarioFailure) -> Lane
  {
    var left = try bound(element, "leftBound", reader)
    var right = try bound(element, "rightBound", reader)
    if left.count != right.count {
      reader.note("bounds with unequal numbers of points were resampled")
      let count = max(left.count, right.count)
      left = CommonRoadLanelets.resampled(left, count)
      right = CommonRoadLanelets.resampled(right, count)
    }
    let types = element.all("laneletType").map(\.text)
    var lane = Lane(
      id: id, kind: CommonRoadLanelets.kind(types), left: Polyline(left), right: Polyline(right))
    lane.isIntersection = types.contains("intersection")
    for next in element.all("successor") {
      lane.successors.append(try reader.integer(next, attribute: "ref"))
    }
    for previous in element.all("predecessor") {
      lane.predecessors.append(try reader.integer(previous, attribute: "ref"))
    }
    lane.successors.sort()
    lane.predecessors.sort()
    lane.leftNeighbour = try neighbour(element, "adjacentLeft", reader)
    lane.rightNeighbour = try neighbour(element, "adjacentRight", reader)
    return lane
  }

  private func bound(_ lanelet: XMLElement, _ name: String, _ reader: CommonRoadReader)
    throws(ScenarioFailure) -> [Vector2]
  {
    guard let bound = lanelet[name] else { throw reader.missing(name, in: lanelet) }
    var points: [Vector2] = []
    for point in bound.all("point") { points.append(try reader.point(point)) }
    let length = zip(points, points.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
    guard points.count >= 2, length > 0 else {
      throw bound.failure(
        reader.path, found: "a bound of \(points.count) points without length",
        expected: "at least 2 different points", advice: "correct the bound")
    }
    return points
  }

  /// The same line with evenly spaced points.
  static func resampled(_ points: [Vector2], _ count: Int) -> [Vector2] {
    var lengths = [0.0]
    for (a, b) in zip(points, points.dropFirst()) {
      lengths.append((lengths.last ?? 0) + a.distance(to: b))
    }
    let total = lengths.last ?? 0
    var (result, index) = ([Vector2](), 0)
    for i in 0..<count {
      let target = total * Double(i) / Double(max(count - 1, 1))
      while index < points.count - 2, lengths[index + 1] < target { index += 1 }
      let span = lengths[index + 1] - lengths[index]
      let share = span > 0 ? min(max((target - lengths[index]) / span, 0), 1) : 0
      result.append(points[index] + (points[index + 1] - points[index]) * share)
    }
    return result
  }

  private func neighbour(_ lanelet: XMLElement, _ name: String, _ reader: CommonRoadReader)
    throws(ScenarioFailure) -> Lane.Neighbour?
  {
    guard let element = lanelet[name] else { return nil }
    return Lane.Neighbour(
      id: try reader.integer(element, attribute: "ref"),
      sameDirection: element.attribute("drivingDir") != "opposite")
  }

  private func dropMissing(_ lane: inout Lane, _ known: Set<Int>, _ reader: inout CommonRoadReader)
  {
    var missing = (lane.successors + lane.predecessors).filter { !known.contains($0) }
    lane.successors.removeAll { !known.contains($0) }
    lane.predecessors.removeAll { !known.contains($0) }
    if let left = lane.leftNeighbour, !known.contains(left.id) {
      missing.append(left.id)
      lane.leftNeighbour = nil
    }
    if let right = lane.rightNeighbour, !known.contains(right.id) {
      missing.append(right.id)
      lane.rightNeighbour = nil
    }
    for id in missing.sorted() {
      reader.note("lanelet \(lane.id) names the missing lanelet \(id); the link was left out")
    }
  }

  /// What a lanelet is for; what traffic may use counts as driving.
  private static func kind(_ types: [String]) -> Lane.Kind {
    let kinds: [(String, Lane.Kind)] = [
      ("shoulder", .shoulder), ("accessRamp", .onRamp), ("exitRamp", .offRamp),
      ("bicycleLane", .bicycle), ("sidewalk", .other), ("crosswalk", .other), ("busStop", .other),
      ("restricted", .other), ("border", .other), ("parking", .parking),
    ]
    return kinds.first { types.contains($0.0) }?.1 ?? .driving
  }

  /// Lanelets that lie inside an intersection: those that its arms lead into.
  private func intersections(_ reader: CommonRoadReader) throws(ScenarioFailure) -> Set<Int> {
    var inside: Set<Int> = []
    for intersection in root.all("intersection") {
      for incoming in intersection.all("incoming") {
        for name in ["successorsRight", "successorsStraight", "successorsLeft"] {
          for next in incoming.all(name) {
            inside.insert(try reader.integer(next, attribute: "ref"))
          }
        }
      }
    }
    return inside
  }
}

extension CommonRoadLanelets {
  /// Signs that limit the speed in the countries of the benchmark (CommonRoad's list of sign ids).
  private static let speedSigns = [
    "274", "274.1", "R2-1", "r301", "R301", "3.24", "R15", "C43", "B14", "Ρ-32", "B31",
  ]

  /// Speed limits by sign (m/s).
  private func signLimits(_ reader: inout CommonRoadReader) throws(ScenarioFailure)
    -> [(sign: Int, limit: Double)]
  {
    var limits: [(sign: Int, limit: Double)] = []
    for sign in root.all("trafficSign") {
      let id = try reader.integer(sign, attribute: "id")
      for element in sign.all("trafficSignElement") {
        let name = element["trafficSignID"]?.text ?? ""
        guard CommonRoadLanelets.speedSigns.contains(name) else {
          reader.note("traffic signs other than speed limits are not read")
          continue
        }
        guard let value = element["additionalValue"] else { continue }
        let limit = try reader.number(value)
        if limit > 0 { limits.append((id, limit)) }
      }
    }
    return limits
  }

  private func speedLimit(
    _ lanelet: XMLElement, _ limits: [(sign: Int, limit: Double)], _ reader: CommonRoadReader
  ) throws(ScenarioFailure) -> Double? {
    var found: [Double] = []
    if let own = lanelet["speedLimit"] {
      let limit = try reader.number(own)
      if limit > 0 { found.append(limit) }
    }
    for reference in lanelet.all("trafficSignRef") {
      let id = try reader.integer(reference, attribute: "ref")
      found += limits.filter { $0.sign == id }.map(\.limit)
    }
    return found.min()
  }
}
