import Geometry
import Roads

/// The centre lines ahead of a vehicle, joined to one chain along the lanes it drives in.
struct LaneChain {
  /// How far ahead the chain reaches at least, where the lanes do (m).
  static let reach = 150.0

  /// The lane the chain starts with.
  let start: LaneID
  /// The joined centre lines.
  let centre: Path

  /// Joins a lane and its successors; at a choice one of the `preferred` lanes is taken.
  ///
  /// Nil where the lane has no length.
  init?(from lane: Lane, in map: RoadMap, preferring preferred: Set<LaneID>) {
    start = lane.id
    var points = lane.centre.points
    var (current, seen) = (lane, Set([lane.id]))
    var length = 0.0
    while length < LaneChain.reach {
      let choices = current.successors.filter { !seen.contains($0) && map[$0] != nil }
      guard let id = choices.first(where: preferred.contains) ?? choices.first, let next = map[id]
      else { break }
      seen.insert(id)
      // Lanes meet in a point: the one they share is not repeated.
      points += next.centre.points.drop { $0 == points.last }
      length += map.length(of: id)
      current = next
    }
    guard let centre = Path(Polyline(points)) else { return nil }
    self.centre = centre
  }
}

/// The chains along which a run went, one for each sample.
struct DrivenChains {
  private var chains: [LaneChain] = []
  private var indexOfSample: [Int] = []

  /// Follows a route; nil where no sample is in a lane. Samples off the road keep the lane before.
  init?(_ route: [[Lane]], in map: RoadMap) {
    let preferred = Set(route.compactMap { $0.first?.id })
    guard let first = route.first(where: { !$0.isEmpty })?.first else { return nil }
    var lane = first
    for lanes in route {
      lane = lanes.first ?? lane
      if let known = chains.firstIndex(where: { $0.start == lane.id }) {
        indexOfSample.append(known)
      } else if let chain = LaneChain(from: lane, in: map, preferring: preferred) {
        indexOfSample.append(chains.count)
        chains.append(chain)
      } else {
        return nil
      }
    }
  }

  /// The chain of a sample.
  subscript(sample: Int) -> LaneChain { chains[indexOfSample[sample]] }

  /// Positions as a continuous way along the lanes (m), an offset (m) and the lane's heading.
  ///
  /// Where the lane changes, the way goes on from where it was.
  func frames(of positions: [Vector2]) -> [(along: Double, offset: Double, heading: Double)] {
    var shift = 0.0
    return positions.enumerated().map { sample, position in
      let frame = self[sample].centre.extendedFrame(at: position)
      if sample > 0, indexOfSample[sample] != indexOfSample[sample - 1] {
        shift += self[sample - 1].centre.extendedFrame(at: position).along - frame.along
      }
      return (frame.along + shift, frame.offset, frame.heading)
    }
  }
}
