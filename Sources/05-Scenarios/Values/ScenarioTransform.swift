import DrivingCore
import Geometry
import Roads

/// A change of a scenario that changes nothing about it: whoever drives well there drives as well here.
///
/// Metamorphic tests run both and compare the scores; what differs depends on the place on Earth, on
/// names or on the order of lists.
public enum ScenarioTransform: Sendable, Hashable {
  /// Everything elsewhere, turned about the origin and then moved.
  case moved(SE2)
  /// Left and right swapped.
  case mirrored
  /// The actors in the opposite order.
  case reordered
  /// Other names for the actors, which order the other way round.
  case renamed

  /// The scenario after the change.
  public func applied(to scenario: Scenario) -> Scenario {
    var result = scenario
    switch self {
    case .reordered: result.actors.reverse()
    case .renamed:
      let ids = scenario.actors.map(\.start.id)
      for index in result.actors.indices {
        result.actors[index].start.id = "n" + String(1_000 + ids.count - index)
      }
    case .moved, .mirrored: place(&result)
    }
    return result
  }

  private func place(_ scenario: inout Scenario) {
    scenario.map = RoadMap(lanes: scenario.map.lanes.map(lane))
    scenario.start = state(scenario.start)
    scenario.expert = scenario.expert?.map(state)
    scenario.goal = scenario.goal.map(goal)
    scenario.alternativeGoals = scenario.alternativeGoals.map(goal)
    scenario.actors = scenario.actors.map(actor)
  }

  private var isMirror: Bool { self == .mirrored }

  private func point(_ point: Vector2) -> Vector2 {
    switch self {
    case .moved(let pose): pose * point
    case .mirrored: Vector2(point.x, -point.y)
    case .reordered, .renamed: point
    }
  }

  private func pose(_ pose: SE2) -> SE2 {
    let turn: Double = if case .moved(let by) = self { by.heading } else { 0 }
    return SE2(
      position: point(pose.position),
      heading: isMirror ? -pose.heading : Angle.wrapped(pose.heading + turn))
  }

  private func vector(_ vector: Vector2) -> Vector2 { point(vector) - point(.zero) }

  private func state(_ state: VehicleState) -> VehicleState {
    var result = state
    result.worldFromVehicle = pose(state.worldFromVehicle)
    guard isMirror else { return result }
    result.yawRate.negate()
    result.steeringAngle.negate()
    result.steeringRate.negate()
    result.slipAngle.negate()
    return result
  }

  private func lane(_ lane: Lane) -> Lane {
    var result = lane
    func line(_ line: Polyline) -> Polyline { Polyline(line.points.map(point)) }
    result.centre = line(lane.centre)
    (result.left, result.right) =
      isMirror ? (line(lane.right), line(lane.left)) : (line(lane.left), line(lane.right))
    if isMirror {
      (result.leftNeighbour, result.rightNeighbour) = (lane.rightNeighbour, lane.leftNeighbour)
    }
    return result
  }

  private func goal(_ goal: Goal) -> Goal {
    var result = goal
    result.regions = goal.regions.map { region in
      let corners = region.corners.map(point)
      return Polygon(isMirror ? corners.reversed() : corners)
    }
    result.pose = goal.pose.map(pose)
    if let heading = goal.heading {
      let (low, high) = (
        pose(SE2(x: 0, y: 0, heading: heading.low)).heading,
        pose(SE2(x: 0, y: 0, heading: heading.high)).heading
      )
      result.heading = isMirror ? .init(high, low) : .init(low, high)
    }
    return result
  }

  private func actor(_ actor: Actor) -> Actor {
    var result = actor
    result.start.box.worldFromBox = pose(actor.start.box.worldFromBox)
    result.start.velocity = vector(actor.start.velocity)
    result.way = actor.way.map(point)
    if isMirror { result.start.yawRate.negate() }
    switch actor.behaviour {
    case .recorded(let states):
      result.behaviour = .recorded(
        states.map { state in
          var state = state
          state.worldFromBox = pose(state.worldFromBox)
          return state
        })
    case .scripted(let phases): result.behaviour = .scripted(phases.map(phase))
    case .parked, .following: break
    }
    return result
  }

  /// Sideways moves are to the left: mirrored they go to the right.
  private func phase(_ phase: Actor.Phase) -> Actor.Phase {
    guard isMirror, case .changeLane(let offset, let duration) = phase.action else { return phase }
    return .init(trigger: phase.trigger, action: .changeLane(offset: -offset, duration: duration))
  }
}
