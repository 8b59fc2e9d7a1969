import Geometry

/// Names a lane inside one road map.
public typealias LaneID = Int

/// One lane: two boundaries, a centre line in driving direction, and how it joins others.
public struct Lane: Sendable, Hashable, Codable {
  /// What a lane is for.
  public enum Kind: String, Sendable, Hashable, Codable {
    case driving, onRamp, offRamp, shoulder, parking, bicycle, other
  }

  /// A lane beside this one, and whether traffic on it flows the same way.
  public struct Neighbour: Sendable, Hashable, Codable {
    /// The lane beside.
    public var id: LaneID
    /// True where both lanes are driven in the same direction.
    public var sameDirection: Bool

    /// Creates a neighbour.
    public init(id: LaneID, sameDirection: Bool) {
      self.id = id
      self.sameDirection = sameDirection
    }
  }

  /// The name, unique in the map.
  public var id: LaneID
  /// What the lane is for.
  public var kind: Kind
  /// The left boundary, in driving direction (m).
  public var left: Polyline
  /// The right boundary, in driving direction (m).
  public var right: Polyline
  /// The centre line, in driving direction (m).
  public var centre: Polyline
  /// The lanes entered at the end of this one, ascending.
  public var successors: [LaneID]
  /// The lanes that end where this one starts, ascending.
  public var predecessors: [LaneID]
  /// The lane to the left, if any.
  public var leftNeighbour: Neighbour?
  /// The lane to the right, if any.
  public var rightNeighbour: Neighbour?
  /// The legal limit (m/s); nil where none is known.
  public var speedLimit: Double?
  /// Whether the lane lies inside an intersection.
  public var isIntersection: Bool
  /// How steep the lane is: metres up for each metre driven, negative downhill; nil where level.
  public var grade: Double?

  /// Creates a lane; the centre line defaults to the mean of the boundaries' paired points.
  public init(
    id: LaneID, kind: Kind = .driving, left: Polyline, right: Polyline, centre: Polyline? = nil,
    successors: [LaneID] = [], predecessors: [LaneID] = [], leftNeighbour: Neighbour? = nil,
    rightNeighbour: Neighbour? = nil, speedLimit: Double? = nil, isIntersection: Bool = false
  ) {
    self.id = id
    self.kind = kind
    self.left = left
    self.right = right
    self.centre =
      centre ?? Polyline(zip(left.points, right.points).map { ($0 + $1) * 0.5 })
    self.successors = successors
    self.predecessors = predecessors
    self.leftNeighbour = leftNeighbour
    self.rightNeighbour = rightNeighbour
    self.speedLimit = speedLimit
    self.isIntersection = isIntersection
  }

  /// The area between the boundaries (counter-clockwise).
  public var outline: Polygon { Polygon(right.points + left.points.reversed()) }
}
