import DrivingCore
import Geometry
import Roads

/// Parks: searches a way once, gives it times, and follows it; searches again where it must.
///
/// The way is kept until the ego has strayed from it or the lot has changed. Whoever moves through
/// it, or stops in it, is waited for; round who has stood in it for three seconds a way is searched.
public struct ParkingPlanner: Planner {
  /// Who the stage is.
  public let description = StageDescription(name: "parking", version: 1)

  private var mission: Mission?
  private var plan: ParkingPlan?
  /// When a new search last failed: not tried again for a second.
  private var lastFailure: SimulationTime?
  /// Why the first search failed, from where and among what: asked again it is not tried again.
  private var refusal: (failure: StageFailure, pose: SE2, standing: StandingThings)?
  /// Who stands, and since when.
  private var watch = StandingWatch()
  /// Why no way round whoever stands in the way was found, and among whom.
  private var blocked: (failure: StageFailure, standing: StandingThings)?

  /// Beyond these the way is searched anew (m, rad).
  static let (strayed, turned) = (0.3, 0.1)
  /// The most searches a mission may take.
  static let mostSearches = 12
  /// How long somebody who cannot be driven round is waited for (s).
  static let longestWait = 60.0

  /// Creates the planner.
  public init() {}

  /// Takes the car, the lot and the goal.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self.mission = mission
    plan = nil
    lastFailure = nil
    refusal = nil
    watch = StandingWatch()
    blocked = nil
  }

  /// The trajectory to the slot, speeds negative in reverse, with its stops; the same until done.
  /// - Throws: `StageFailure`: `budgetExhausted` with resolution and region where no way was found,
  ///   `unavailable` where the goal is missing, occupied or touches something.
  public mutating func step(
    _ request: PlanRequest, at time: SimulationTime
  ) throws(StageFailure) -> Trajectory {
    guard let mission else { throw failure("no mission yet; call prepare first") }
    guard request.world.ego.isFinite else {
      throw failure("the ego's state holds a number that is not finite; check the tracker")
    }
    watch.look(at: request.world, time)
    let standing = watch.standing(in: request.world.lot ?? mission.lot, at: time)
    if let old = plan {
      if let reason = old.reasonToSearch(request.world.ego, standing, at: time) {
        try searchAgain(old, mission, request.world.ego, standing, at: time, reason)
      } else if let wait = old.waitsFor {
        try searchRound(wait, old, mission, request.world.ego, standing, at: time)
      }
    } else {
      plan = try firstSearch(mission, request.world.ego, standing, at: time)
    }
    guard var current = plan else { throw failure("no plan") }
    let trajectory = current.trajectory(for: request.world, mission.vehicle, at: time)
    plan = current
    return trajectory
  }

  /// The first search, which is not repeated while nothing has changed.
  private mutating func firstSearch(
    _ mission: Mission, _ ego: VehicleState, _ standing: StandingThings, at time: SimulationTime
  ) throws(StageFailure) -> ParkingPlan {
    if let refusal, refusal.standing.isLike(standing),
      refusal.pose.position.distance(to: ego.worldFromVehicle.position) < 0.05
    {
      throw refusal.failure
    }
    do throws(StageFailure) {
      return try search(mission, ego, standing, at: time, after: 0, "first search")
    } catch {
      refusal = (error, ego.worldFromVehicle, standing)
      throw error
    }
  }

  /// Searches from where the ego is; a way that only was left keeps being steered for where
  /// nothing better is found.
  private mutating func searchAgain(
    _ old: ParkingPlan, _ mission: Mission, _ ego: VehicleState, _ standing: StandingThings,
    at time: SimulationTime, _ reason: String
  ) throws(StageFailure) {
    if lastFailure.map({ (time - $0).seconds < 1 && old.isAmong(standing) }) ?? false { return }
    guard old.searches < ParkingPlanner.mostSearches else {
      throw failure("gave up after \(old.searches) searches; last reason: \(reason)")
    }
    do throws(StageFailure) {
      plan = try search(mission, ego, standing, at: time, after: old.searches, reason)
    } catch {
      lastFailure = time
      if !old.isAmong(standing) { throw error }
    }
  }

  /// Looks for a way round somebody who has stood in the way for long; waits on where there is none.
  private mutating func searchRound(
    _ wait: (id: String, since: SimulationTime), _ old: ParkingPlan, _ mission: Mission,
    _ ego: VehicleState, _ standing: StandingThings, at time: SimulationTime
  ) throws(StageFailure) {
    let waited = (time - wait.since).seconds
    guard abs(ego.speed) < 0.02, standing.objects.contains(where: { $0.id == wait.id }),
      !old.isAmong(standing)
    else { return }
    if let blocked, blocked.standing.isLike(standing) {
      guard waited < ParkingPlanner.longestWait else {
        throw failure(
          "slot unavailable: \(wait.id) stands in the way for \(waited.short) s, and there is no "
            + "way round: \(blocked.failure.reason)")
      }
      return
    }
    guard old.searches < ParkingPlanner.mostSearches else { return }
    do throws(StageFailure) {
      plan = try search(
        mission, ego, standing, at: time, after: old.searches, "round \(wait.id)", isRough: true)
      blocked = nil
    } catch {
      blocked = (error, standing)
    }
  }

  private func failure(_ reason: String) -> StageFailure {
    StageFailure(stage: description.name, kind: .unavailable, reason: reason)
  }

  private func search(
    _ mission: Mission, _ ego: VehicleState, _ standing: StandingThings, at time: SimulationTime,
    after searches: Int, _ why: String, isRough: Bool = false
  ) throws(StageFailure) -> ParkingPlan {
    let rest = ego.restPose(wheelbase: mission.vehicle.body.wheelbase)
    let goals = try ParkingGoal.poses(for: mission, lot: standing.lot, from: rest.pose)
    var last: StageFailure?
    for goal in goals {
      do throws(StageFailure) {
        let found = try way(to: goal, from: rest.pose, standing, mission, isRough: isRough)
        return ParkingPlan(
          found, ego, rest, standing, mission, at: time, searches: searches + 1, why)
      } catch {
        last = error
      }
    }
    throw last ?? failure("the slot has no pose to park in")
  }

  private func way(
    to goal: SE2, from start: SE2, _ standing: StandingThings, _ mission: Mission, isRough: Bool
  ) throws(StageFailure) -> ParkingSearch.Found {
    let frame = LocalFrame(goal: goal, start: start)
    let space = FreeSpace(
      lot: standing.lot.map { frame.local($0) },
      standing: standing.objects.map { frame.local($0.withPersonalSpace) },
      vehicle: mission.vehicle, origin: .zero)
    // Round somebody who may be off again soon no narrow way is looked for: it takes long.
    let resolutions = ParkingSearch.resolutions.prefix(isRough ? 3 : .max)
    var found = try ParkingSearch(space).path(
      from: frame.local(start), to: frame.local(goal), resolutions: resolutions)
    found.path = frame.world(found.path)
    found.strokes = found.strokes.map { frame.world($0) }
    return found
  }
}

extension TrackedObject {
  /// The object as it is driven round: people are given a hand's breadth more on every side.
  fileprivate var withPersonalSpace: TrackedObject {
    guard kind.isVulnerable else { return self }
    var wider = self
    wider.box.length += 0.4
    wider.box.width += 0.4
    return wider
  }
}

extension VehicleState {
  /// Where the ego comes to rest when it brakes at 1 m/s² with the wheels held, and when (s).
  func restPose(wheelbase: Double) -> (pose: SE2, time: Double) {
    let time = abs(speed)
    let distance = speed * time / 2
    let curvature = Portable.tan(steeringAngle) / wheelbase
    return (worldFromVehicle.driven(distance, curvature: curvature), time)
  }
}
