import DrivingCore
import Geometry
import Roads

/// Percepts to world: places what was seen on the map, or on the lane the camera sees.
///
/// Without the map (`--percepts camera`) the planner gets the ego lane that the camera sees, and
/// for one second the one it saw last. The pose comes from the odometry's satellite or reference position where there is one, else from
/// dead reckoning with wheel speed and yaw rate.
public struct WorldModelBuilder: Tracker {
  /// Who the tracker is.
  public let description = StageDescription(name: "world-model", version: 1)
  private var map = RoadMap.empty
  private var route: [LaneID] = []
  private var lot: ParkingLot?
  private var ego = VehicleState()
  private var lanes = LaneTracker()
  private var seenLane: (lane: Lane, time: SimulationTime)?
  private let usesMap: Bool
  private let setSpeed: SetSpeed

  /// The limit where no sign was read (m/s): 130 km/h.
  static let unpostedLimit = 36.1

  /// How long a lane is believed after it was last seen.
  static let laneMemory = SimulationTime(nanoseconds: 1_000_000_000)

  /// Where the set speed of the lane that the camera sees comes from.
  public enum SetSpeed: Sendable, Hashable {
    /// The limit where no sign was read.
    case unposted
    /// The driver's own speed, as if cruise control were switched on at that instant: the only fair
    /// wish to hold an open-loop plan to. Logs without a camera get a lane along the present curve.
    case held
  }

  /// Creates a builder; `prepare` gives it the mission's map, if it is to be used.
  public init(usesMap: Bool = true, setSpeed: SetSpeed = .unposted) {
    self.usesMap = usesMap
    self.setSpeed = setSpeed
  }

  /// Takes over the mission's map, lot and start, and finds the route.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    map = usesMap ? mission.map : .empty
    seenLane = nil
    lot = mission.lot
    ego = mission.start
    route = mission.route
    lanes = LaneTracker()
  }

  /// The world as believed now.
  public mutating func step(_ percepts: Percepts, at time: SimulationTime) throws(StageFailure)
    -> WorldModel
  {
    ego = located(percepts.odometry, at: time)
    let lane = map.lanes.isEmpty ? rememberedLane(percepts, at: time) : nil
    return WorldModel(
      time: time, ego: ego, map: lane.map { RoadMap(lanes: [$0]) } ?? map,
      route: lane.map { [$0.id] } ?? route, lot: lot, objects: percepts.objects.map(inWorld),
      boundaries: lanes.step(percepts))
  }

  /// The ego after the odometry's news.
  private func located(_ odometry: SensorFrame.Odometry?, at time: SimulationTime) -> VehicleState {
    var state = ego
    let span = (time - ego.time).seconds
    state.time = time
    guard let odometry else { return state }
    state.acceleration =
      odometry.acceleration ?? (span > 0 ? (odometry.speed - ego.speed) / span : 0)
    state.speed = odometry.speed
    state.yawRate = odometry.yawRate ?? 0
    state.steeringAngle = odometry.steeringAngle ?? 0
    if let known = odometry.worldFromVehicle {
      state.worldFromVehicle = known
    } else {
      let turn = state.yawRate * span
      let step = SE2(x: (ego.speed + state.speed) / 2 * span, y: 0, heading: turn / 2)
      state.worldFromVehicle =
        ego.worldFromVehicle * SE2(x: 0, y: 0, heading: turn / 2) * step
    }
    return state
  }

  /// An object of the vehicle frame, in the world.
  private func inWorld(_ object: TrackedObject) -> TrackedObject {
    var placed = object
    placed.box.worldFromBox = ego.worldFromVehicle * object.box.worldFromBox
    let turn = SE2(x: 0, y: 0, heading: ego.worldFromVehicle.heading)
    placed.velocity = turn * object.velocity
    return placed
  }

  /// The lane seen now, or the one seen a moment ago.
  private mutating func rememberedLane(_ percepts: Percepts, at time: SimulationTime) -> Lane? {
    if setSpeed == .held, percepts.cameraPose == nil, percepts.boundaries.isEmpty {
      return laneAlongPresentCurve()
    }
    if let lane = perceivedLane(percepts) { seenLane = (lane, time) }
    guard let seen = seenLane, time - seen.time <= WorldModelBuilder.laneMemory else { return nil }
    return seen.lane
  }

  /// The ego lane as the camera sees it, in the world; nil where either boundary is missing.
  private func perceivedLane(_ percepts: Percepts) -> Lane? {
    guard let left = percepts.boundary(.egoLeft), let right = percepts.boundary(.egoRight) else {
      return nil
    }
    let end = min(left.farthest, right.farthest)
    guard end > 5 else { return nil }
    // From a little behind the car, so that the rear axle lies on the lane.
    let stations = stride(from: -10.0, through: end, by: 2.0)
    func line(_ boundary: Percepts.LaneBoundary) -> Polyline {
      Polyline(stations.map { ego.worldFromVehicle * Vector2($0, boundary.lateral(at: $0)) })
    }
    return Lane(id: 0, left: line(left), right: line(right), speedLimit: limit)
  }

  /// The speed that the lane's limit stands for (m/s).
  private var limit: Double {
    setSpeed == .held ? max(ego.speed, 1) : WorldModelBuilder.unpostedLimit
  }

  /// A lane of usual width along the circle the ego is on; straight at walking pace.
  private func laneAlongPresentCurve() -> Lane {
    let curvature = ego.speed > 3 ? min(max(ego.yawRate / ego.speed, -0.02), 0.02) : 0
    let half = 1.75
    func line(_ offset: Double) -> Polyline {
      Polyline(
        stride(from: -10.0, through: 200, by: 5).map { s in
          // Second order is enough: 200 m on the tightest circle is never planned at speed.
          let across = offset + curvature * s * s / 2
          return ego.worldFromVehicle * Vector2(s, across)
        })
    }
    return Lane(id: 0, left: line(half), right: line(-half), speedLimit: limit)
  }
}
