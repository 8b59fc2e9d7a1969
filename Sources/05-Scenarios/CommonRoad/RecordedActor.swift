import DrivingCore
import Geometry
import Roads

extension Actor {
  /// When the recording starts; nil where nothing is recorded.
  var firstRecordedTime: SimulationTime? {
    guard case .recorded(let states) = behaviour else { return nil }
    return states.first?.time
  }

  /// When the recording ends (s); nil where nothing is recorded.
  var lastRecordedTime: Double? {
    guard case .recorded(let states) = behaviour else { return nil }
    return states.last?.time.seconds
  }

  /// The same actor with its recording moved in time (s); what falls before 0 is left out.
  ///
  /// Nil where nothing of the recording remains.
  func shifted(by seconds: Double) -> Actor? {
    guard seconds != 0, case .recorded(let states) = behaviour else { return self }
    let shift = SimulationTime(seconds: seconds)
    let kept = states.compactMap { state -> RecordedState? in
      var moved = state
      moved.time += shift
      return moved.time < .zero ? nil : moved
    }
    guard let first = kept.first else { return nil }
    var actor = self
    actor.behaviour = .recorded(kept)
    actor.start.box.worldFromBox = first.worldFromBox
    actor.start.velocity = first.worldFromBox.forward * first.speed
    actor.start.acceleration = first.acceleration
    return actor
  }

  /// The box at a time; nil where the recording does not cover it.
  func box(at time: SimulationTime) -> OrientedBox? {
    guard case .recorded(let states) = behaviour else { return start.box }
    guard let index = states.lastIndex(where: { $0.time <= time }),
      index + 1 < states.count || states[index].time == time
    else { return nil }
    let state = states[index]
    var pose = state.worldFromBox
    if index + 1 < states.count {
      let next = states[index + 1]
      let share = (time - state.time).seconds / (next.time - state.time).seconds
      pose.position = pose.position + (next.worldFromBox.position - pose.position) * share
      pose.heading += share * Angle.difference(from: pose.heading, to: next.worldFromBox.heading)
    }
    return OrientedBox(worldFromBox: pose, length: start.box.length, width: start.box.width)
  }

  /// Everything moved in the plane.
  func moved(by offset: Vector2) -> Actor {
    var actor = self
    actor.start.box.worldFromBox.position = start.box.worldFromBox.position + offset
    if case .recorded(let states) = behaviour {
      actor.behaviour = .recorded(
        states.map { state in
          var state = state
          state.worldFromBox.position = state.worldFromBox.position + offset
          return state
        })
    }
    return actor
  }
}

extension Scenario {
  /// The same scenario near the origin, where it was far away (m); `worldOffset` remembers it.
  ///
  /// Far coordinates lose the millimetres in `Float` and in sums of squares.
  func recentred(farLimit: Double) -> Scenario {
    guard let first = map.lanes.first?.centre.points.first,
      max(first.x.magnitude, first.y.magnitude) > farLimit
    else { return self }
    let offset = Vector2(first.x.rounded(), first.y.rounded())
    func moved(_ line: Polyline) -> Polyline { Polyline(line.points.map { $0 - offset }) }
    func moved(_ goal: Goal) -> Goal {
      var goal = goal
      goal.regions = goal.regions.map { Polygon($0.corners.map { $0 - offset }) }
      return goal
    }
    var scenario = self
    scenario.worldOffset = worldOffset + offset
    scenario.map = RoadMap(
      lanes: map.lanes.map { lane in
        var lane = lane
        lane.left = moved(lane.left)
        lane.right = moved(lane.right)
        lane.centre = moved(lane.centre)
        return lane
      })
    scenario.start.worldFromVehicle.position = start.worldFromVehicle.position - offset
    scenario.goal = goal.map(moved)
    scenario.alternativeGoals = alternativeGoals.map(moved)
    scenario.actors = actors.map { $0.moved(by: -offset) }
    scenario.expert = expert?.map { state in
      var state = state
      state.worldFromVehicle.position = state.worldFromVehicle.position - offset
      return state
    }
    return scenario
  }
}
