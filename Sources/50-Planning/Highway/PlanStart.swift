import DrivingCore
import Geometry
import Roads

/// Where a new plan starts: on the plan being driven, or where the ego really is if it has strayed.
struct PlanStart: Sendable {
  /// The motion to start from.
  var motion: CartesianMotion
  /// Whether it lies on the plan being driven.
  var isOnPlan: Bool

  /// Beyond these the plan being driven is given up (m, m, rad, m/s).
  static let (across, along, turn, speed) = (0.3, 1.5, 0.05, 1.5)

  /// Finds the start of a plan.
  init(_ request: PlanRequest, at time: SimulationTime, _ vehicle: VehicleSpec) {
    let ego = request.world.ego
    if let planned = request.current?.sample(at: time), planned.isNear(ego) {
      motion = CartesianMotion(
        pose: planned.worldFromVehicle, curvature: planned.curvature,
        speed: max(0, planned.speed), acceleration: planned.acceleration)
      isOnPlan = true
      return
    }
    let most = Portable.tan(vehicle.limits.steeringAngle) / vehicle.body.wheelbase
    let curvature = Portable.tan(ego.steeringAngle) / vehicle.body.wheelbase
    motion = CartesianMotion(
      pose: ego.worldFromVehicle, curvature: min(max(curvature, -most), most),
      speed: max(0, ego.speed), acceleration: min(max(ego.acceleration, -8), 4))
    isOnPlan = false
  }
}

extension Trajectory.Point {
  /// Whether the ego is close enough to go on from here.
  fileprivate func isNear(_ ego: VehicleState) -> Bool {
    guard worldFromVehicle.isFinite, speed.isFinite, acceleration.isFinite, curvature.isFinite
    else { return false }
    let offset = ego.worldFromVehicle.position - worldFromVehicle.position
    let forward = worldFromVehicle.forward
    let turn = Angle.difference(from: worldFromVehicle.heading, to: ego.worldFromVehicle.heading)
    return abs(forward.cross(offset)) < PlanStart.across
      && abs(forward.dot(offset)) < PlanStart.along && abs(turn) < PlanStart.turn
      && abs(ego.speed - speed) < PlanStart.speed
  }
}

/// What the decision and the mission ask of a plan.
struct Asked: Sendable {
  /// The speed wanted at most (m/s).
  var speed: Double
  /// The time gap to keep (s).
  var headway: Double
  /// What to do across the road.
  var path: Decision.PathAction
  /// The offset asked for within the lane (m).
  var nudge: Double
  /// The gap of the lane beside to merge into; nil leaves it open.
  var gap: Int?

  /// Whether the ego should move to another lane.
  var wantsChange: Bool { path == .laneChangeLeft || path == .laneChangeRight }

  /// Where no limit is known: 50 km/h, or the speed the mission starts with.
  static let speedWithoutLimit = 50 / 3.6

  /// Reads the decision; without one the plan keeps its lane at the speed of the limit.
  init(_ request: PlanRequest, _ mission: Mission, _ start: PlanStart) {
    let style = mission.style
    let isLimited = request.world.map.lanes.contains { $0.speedLimit != nil }
    speed = isLimited ? 60 : max(Asked.speedWithoutLimit, mission.start.speed)
    headway = style.headway
    path = .keep
    nudge = 0
    guard let decision = request.decision.value else { return }
    if decision.targetSpeed.isFinite, decision.targetSpeed >= 0 { speed = decision.targetSpeed }
    if decision.speed == .stop { speed = 0 }
    if decision.headway.isFinite { headway = min(max(decision.headway, 0.6), 4) }
    path = decision.path
    gap = decision.targetGap.map { min(max($0, -1), 1) }
    switch decision.path {
    case .nudgeLeft: nudge = 0.5
    case .nudgeRight: nudge = -0.5
    case .keep, .laneChangeLeft, .laneChangeRight, .abort: nudge = 0
    }
  }
}
