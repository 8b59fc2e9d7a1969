import DrivingCore
import Geometry
import Roads

/// Parks: searches a way once, gives it times, and follows it; searches again where it must.
///
/// The way is kept until the ego has strayed from it, the solid things have changed, or somebody
/// stands in it. Somebody who moves through it is waited for.
public struct ParkingPlanner: Planner {
  /// Who the stage is.
  public let description = StageDescription(name: "parking", version: 1)

  private var mission: Mission?
  private var plan: ParkingPlan?
  /// When a new search last failed: not tried again for a second.
  private var lastFailure: SimulationTime?
  /// Why the first search failed, from where and among what: asked again it is not tried again.
  private var refusal: (failure: StageFailure, pose: SE2, standing: StandingThings)?

  /// Beyond these the way is searched anew (m, rad).
  static let (strayed, turned) = (0.3, 0.1)
  /// The most searches a mission may take.
  static let mostSearches = 12

  /// Creates the planner.
  public init() {}

  /// Takes the car, the lot and the goal.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self.mission = mission
    plan = nil
    lastFailure = nil
    refusal = nil
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
    let standing = StandingThings(request.world, mission)
    if let old = plan {
      if let reason = old.reasonToSearch(request.world.ego, standing, at: time) {
        try searchAgain(old, mission, request.world.ego, standing, at: time, reason)
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

  private func failure(_ reason: String) -> StageFailure {
    StageFailure(stage: description.name, kind: .unavailable, reason: reason)
  }

  private func search(
    _ mission: Mission, _ ego: VehicleState, _ standing: StandingThings, at time: SimulationTime,
    after searches: Int, _ why: String
  ) throws(StageFailure) -> ParkingPlan {
    let rest = ego.restPose(wheelbase: mission.vehicle.body.wheelbase)
    let goals = try ParkingGoal.poses(for: mission, lot: standing.lot, from: rest.pose)
    var last: StageFailure?
    for goal in goals {
      do throws(StageFailure) {
        let found = try way(to: goal, from: rest.pose, standing, mission)
        return ParkingPlan(
          found, ego, rest, standing, mission, at: time, searches: searches + 1, why)
      } catch {
        last = error
      }
    }
    throw last ?? failure("the slot has no pose to park in")
  }

  private func way(
    to goal: SE2, from start: SE2, _ standing: StandingThings, _ mission: Mission
  ) throws(StageFailure) -> ParkingSearch.Found {
    let origin = start.position
    let space = FreeSpace(
      lot: standing.lot, standing: standing.objects, vehicle: mission.vehicle, origin: origin)
    func local(_ pose: SE2) -> SE2 {
      SE2(position: pose.position - origin, heading: pose.heading)
    }
    var found = try ParkingSearch(space).path(from: local(start), to: local(goal))
    found.path = found.path.moved(by: origin)
    found.strokes = found.strokes.map { $0.moved(by: origin) }
    return found
  }
}

/// What stands round the ego: the lot and the objects that do not move.
struct StandingThings: Hashable, Sendable {
  /// The lot.
  var lot: ParkingLot?
  /// Objects at rest, by id.
  var objects: [TrackedObject]

  /// Sorts out what stands.
  init(_ world: WorldModel, _ mission: Mission) {
    lot = world.lot ?? mission.lot
    objects = world.objects.filter { $0.isUsable && $0.velocity.length < 0.05 }
  }

  /// Whether nothing has moved by more than 5 cm or a degree, come or gone.
  func isLike(_ other: StandingThings) -> Bool {
    guard lot == other.lot, objects.count == other.objects.count else { return false }
    return zip(objects, other.objects).allSatisfy { a, b in
      let (here, there) = (a.box.worldFromBox, b.box.worldFromBox)
      return a.id == b.id && here.position.distance(to: there.position) < 0.05
        && abs(Angle.difference(from: here.heading, to: there.heading)) < 0.02
    }
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
