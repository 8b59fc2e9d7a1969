import Geometry
import Roads

/// What the run is about: the car, where it starts, where it must get to, in what style.
public struct Mission: Sendable {
  /// What kind of task it is.
  public enum Kind: String, Sendable, Hashable, Codable { case highway, parking, replay }

  /// What the mission is for.
  public var kind: Kind
  /// The car.
  public var vehicle: VehicleSpec
  /// Where and how it starts.
  public var start: VehicleState
  /// Where it must get to; nil where the run only has to go on safely.
  public var goal: Goal?
  /// The lanes; empty in a car park or where only the camera knows.
  public var map: RoadMap
  /// The lanes to follow to the goal, in order; empty where there is no route.
  public var route: [LaneID]
  /// The car park, if there is one.
  public var lot: ParkingLot?
  /// How the driver likes it.
  public var style: DrivingStyle
  /// The seed of everything random.
  public var seed: UInt64

  /// Creates a mission.
  public init(
    kind: Kind, vehicle: VehicleSpec, start: VehicleState, goal: Goal? = nil,
    map: RoadMap = .empty, route: [LaneID] = [], lot: ParkingLot? = nil,
    style: DrivingStyle = .standard,
    seed: UInt64 = 1
  ) {
    self.kind = kind
    self.vehicle = vehicle
    self.start = start
    self.goal = goal
    self.map = map
    self.route = route
    self.lot = lot
    self.style = style
    self.seed = seed
  }
}
