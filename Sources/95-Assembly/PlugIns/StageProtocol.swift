import DrivingCore
import Geometry
import Roads

/// The lines of the planner dialogue, version 1: one JSON object a line, units in the names.
///
/// `docs/StageProtocol.md` is the page for authors of planners; it and this file change together.
enum StageProtocol {
  static let version = 1

  struct Hello: Codable, Sendable {
    var version = StageProtocol.version
    var kind = "hello"
    var simulator = "godseye"
    var role = "planner"
  }

  struct Prepare: Codable, Sendable {
    var version = StageProtocol.version
    var kind = "prepare"
    var mission: MissionLine
  }

  struct Plan: Codable, Sendable {
    var version = StageProtocol.version
    var kind = "plan"
    var t_s: Double
    var ego: EgoLine
    var objects: [ObjectLine]
    var decision: DecisionLine?
    var route_ahead: [RouteLine]
  }

  struct Bye: Codable, Sendable {
    var version = StageProtocol.version
    var kind = "bye"
  }

  struct MissionLine: Codable, Sendable {
    var kind: String
    var vehicle: VehicleLine
    var start: EgoLine
    var goal: GoalLine?
    var lanes: [LaneLine]
    var obstacles: [ObstacleLine]
    var style: String
    var seed: UInt64
  }

  struct VehicleLine: Codable, Sendable {
    var id: String
    var length_m: Double
    var width_m: Double
    var wheelbase_m: Double
    var rear_overhang_m: Double
    var max_steering_rad: Double
    var max_steering_rate_radps: Double
    var max_acceleration_mps2: Double
    var max_speed_mps: Double
  }

  struct EgoLine: Codable, Sendable {
    var x_m: Double
    var y_m: Double
    var heading_rad: Double
    var speed_mps: Double
    var acceleration_mps2: Double
    var steering_rad: Double
    var yaw_rate_radps: Double
  }

  struct ObjectLine: Codable, Sendable {
    var id: String
    var kind: String
    var x_m: Double
    var y_m: Double
    var heading_rad: Double
    var length_m: Double
    var width_m: Double
    var velocity_x_mps: Double
    var velocity_y_mps: Double
  }

  struct DecisionLine: Codable, Sendable {
    var speed: String
    var path: String
    var parking: String?
    var target_speed_mps: Double
    var headway_s: Double
    var reason: String
  }

  struct RouteLine: Codable, Sendable {
    var x_m: Double
    var y_m: Double
    var heading_rad: Double
    var distance_m: Double
    var speed_limit_mps: Double?
  }

  struct GoalLine: Codable, Sendable {
    var regions: [[[Double]]]
    var pose: [Double]?
    var slot: String?
    var speed_mps: [Double]?
    var heading_rad: [Double]?
    var time_s: [Double]?
    var choices: [ChoiceLine]?
  }

  struct ChoiceLine: Codable, Sendable {
    var slot: String
    var pose: [Double]
  }

  struct LaneLine: Codable, Sendable {
    var id: Int
    var centre: [[Double]]
    var left: [[Double]]
    var right: [[Double]]
    var successors: [Int]
    var left_neighbour: Int?
    var right_neighbour: Int?
    var speed_limit_mps: Double?
  }

  struct ObstacleLine: Codable, Sendable {
    var id: String
    var kind: String
    var outline: [[Double]]
  }

  /// What a planner answers; which fields count depends on `kind`.
  struct Answer: Codable, Sendable {
    var version: Int
    var kind: String
    var name: String?
    var label: String?
    var reason: String?
    var points: [PointLine]?
  }

  struct PointLine: Codable, Sendable {
    var t_s: Double
    var x_m: Double
    var y_m: Double
    var heading_rad: Double
    var speed_mps: Double
    var acceleration_mps2: Double?
    var curvature_per_m: Double?
  }
}

extension StageProtocol.EgoLine {
  init(_ state: VehicleState) {
    self.init(
      x_m: state.worldFromVehicle.position.x, y_m: state.worldFromVehicle.position.y,
      heading_rad: state.worldFromVehicle.heading, speed_mps: state.speed,
      acceleration_mps2: state.acceleration, steering_rad: state.steeringAngle,
      yaw_rate_radps: state.yawRate)
  }
}

extension StageProtocol.ObjectLine {
  init(_ object: TrackedObject) {
    let pose = object.box.worldFromBox
    self.init(
      id: object.id, kind: object.kind.rawValue, x_m: pose.position.x, y_m: pose.position.y,
      heading_rad: pose.heading, length_m: object.box.length, width_m: object.box.width,
      velocity_x_mps: object.velocity.x, velocity_y_mps: object.velocity.y)
  }
}

extension StageProtocol.DecisionLine {
  init(_ decision: Decision) {
    self.init(
      speed: decision.speed.rawValue, path: decision.path.rawValue,
      parking: decision.parking?.rawValue, target_speed_mps: decision.targetSpeed,
      headway_s: decision.headway, reason: decision.reason)
  }
}

extension StageProtocol.MissionLine {
  init(_ mission: Mission) {
    let spec = mission.vehicle
    self.init(
      kind: mission.kind.rawValue,
      vehicle: StageProtocol.VehicleLine(
        id: spec.id, length_m: spec.body.length, width_m: spec.body.width,
        wheelbase_m: spec.body.wheelbase, rear_overhang_m: spec.body.rearOverhang,
        max_steering_rad: spec.limits.steeringAngle,
        max_steering_rate_radps: spec.limits.steeringRate,
        max_acceleration_mps2: spec.limits.acceleration, max_speed_mps: spec.limits.maximumSpeed),
      start: StageProtocol.EgoLine(mission.start),
      goal: mission.goal.map(StageProtocol.GoalLine.init),
      lanes: mission.map.lanes.map(StageProtocol.LaneLine.init),
      obstacles: mission.lot?.obstacles.map(StageProtocol.ObstacleLine.init) ?? [],
      style: mission.style.id, seed: mission.seed)
  }
}

extension StageProtocol.GoalLine {
  init(_ goal: Goal) {
    self.init(
      regions: goal.regions.map { pairs($0.corners) },
      pose: goal.pose.map { [$0.position.x, $0.position.y, $0.heading] }, slot: goal.slot,
      speed_mps: goal.speed.map { [$0.low, $0.high] },
      heading_rad: goal.heading.map { [$0.low, $0.high] },
      time_s: goal.time.map { [$0.low, $0.high] },
      choices: goal.choices.isEmpty
        ? nil
        : goal.choices.map {
          .init(
            slot: $0.slot, pose: [$0.pose.position.x, $0.pose.position.y, $0.pose.heading])
        })
  }
}

extension StageProtocol.LaneLine {
  init(_ lane: Lane) {
    self.init(
      id: lane.id, centre: pairs(lane.centre.points), left: pairs(lane.left.points),
      right: pairs(lane.right.points), successors: lane.successors,
      left_neighbour: lane.leftNeighbour?.id, right_neighbour: lane.rightNeighbour?.id,
      speed_limit_mps: lane.speedLimit)
  }
}

extension StageProtocol.ObstacleLine {
  init(_ obstacle: ParkingLot.Obstacle) {
    self.init(
      id: obstacle.id, kind: obstacle.kind.rawValue, outline: pairs(obstacle.outline.corners))
  }
}

private func pairs(_ points: [Vector2]) -> [[Double]] { points.map { [$0.x, $0.y] } }
