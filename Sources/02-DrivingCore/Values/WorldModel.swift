import Geometry
import Roads

/// What the ego believes: itself, the road, the others. All in the world frame.
public struct WorldModel: Sendable {
  /// When this is believed.
  public var time: SimulationTime
  /// The ego.
  public var ego: VehicleState
  /// The lanes: the given map, or the lane the camera sees.
  public var map: RoadMap
  /// The lanes to follow to the goal, in order; empty where there is no route.
  public var route: [LaneID]
  /// The parking lot, if the mission has one.
  public var lot: ParkingLot?
  /// Everyone else, ordered by id.
  public var objects: [TrackedObject]
  /// The lane boundaries of the camera, in the vehicle frame; empty with truth percepts.
  public var boundaries: [Percepts.LaneBoundary]

  /// Creates a world model.
  public init(
    time: SimulationTime, ego: VehicleState, map: RoadMap = .empty, route: [LaneID] = [],
    lot: ParkingLot? = nil, objects: [TrackedObject] = [],
    boundaries: [Percepts.LaneBoundary] = []
  ) {
    self.time = time
    self.ego = ego
    self.map = map
    self.route = route
    self.lot = lot
    self.objects = objects
    self.boundaries = boundaries
  }
}
