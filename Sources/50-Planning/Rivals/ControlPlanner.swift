import DrivingCore
import Geometry
import Roads

/// Controls: planners that must fail. A suite they pass asks for nothing.
public struct ControlPlanner: Planner {
  /// What the control does wrong.
  public enum Fault: String, Sendable, Hashable, CaseIterable {
    /// Stops where it is and stays.
    case parked
    /// Drives at the limit as if nobody else were there.
    case blind
    /// Keeps its lane at full throttle, whatever the limit and whoever is ahead.
    case fullThrottle = "full-throttle"
    /// Stops and backs up against the traffic.
    case wrongWay = "wrong-way"
  }

  /// What the control does wrong.
  public let fault: Fault
  private var mission: Mission?
  private var road = RivalRoad()

  /// Who the stage is.
  public var description: StageDescription {
    StageDescription(name: fault.rawValue, version: 1)
  }

  /// Creates a control.
  public init(_ fault: Fault) { self.fault = fault }

  /// Takes the car and the route.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self = ControlPlanner(fault)
    self.mission = mission
  }

  /// Plans 6 s of what must not be done.
  /// - Throws: `StageFailure` where the ego's state is not finite.
  public mutating func step(
    _ request: PlanRequest, at time: SimulationTime
  ) throws(StageFailure) -> Trajectory {
    guard let mission, request.world.ego.isFinite else {
      throw StageFailure(
        stage: description.name, kind: .unavailable, reason: "no mission or no finite ego")
    }
    let ego = request.world.ego
    if fault == .wrongWay && ego.speed < 0.1 { return backwards(ego, time) }
    let start = PlanStart(request, at: time, mission.vehicle).motion
    let course = road.course(start.pose, in: request.world, mission)
    let limit = course?.line.limit(at: course?.line.frame.toFrenet(start)?.s ?? 0) ?? .infinity
    let usual = max(Asked.speedWithoutLimit, mission.start.speed)
    let most = KinematicLimits(mission.vehicle)
    let wanted = limit.isFinite ? limit : usual
    let profile = RivalPlan.profile(speed: start.speed, acceleration: start.acceleration) {
      _, speed, _ in
      switch fault {
      case .parked, .wrongWay: speed > 0 ? -3 : 0
      case .blind: min(max(wanted - speed, -2), 1.5)
      case .fullThrottle: speed < most.speed.high - 1 ? most.acceleration(at: speed) : 0
      }
    }
    guard let course, let motion = course.line.frame.toFrenet(start),
      let path = RivalPlan.path(
        from: motion, on: course.line, speed: start.speed, seconds: 3, limits: most)
    else {
      return RivalPlan.straight(
        ego, profile, at: time, label: description.name, reason: "no lane known")
    }
    return RivalPlan.trajectory(
      path, profile, on: course.line, at: time, label: description.name, reason: "a control")
  }

  private func backwards(_ ego: VehicleState, _ time: SimulationTime) -> Trajectory {
    let profile = RivalPlan.profile(speed: max(0, -ego.speed), acceleration: -ego.acceleration) {
      _, speed, _ in min(max(4 - speed, 0), 1)
    }
    return RivalPlan.straight(
      ego, profile, at: time, sign: -1, label: description.name, reason: "a control")
  }
}
