import DrivingCore
import Geometry
import Roads

/// One planning problem of a CommonRoad file: where the ego starts and what it must reach.
struct CommonRoadPlanningProblem {
  let id: Int
  /// The middle of the ego's box at the start.
  let centre: SE2
  let speed: Double
  let acceleration: Double
  let yawRate: Double
  let slipAngle: Double
  /// When the problem starts in the file's own time (s).
  let time: Double
  /// Any of these solves it; their times count from the start of the problem.
  let goals: [Goal]

  init(_ element: XMLElement, map: RoadMap, _ reader: inout CommonRoadReader)
    throws(ScenarioFailure)
  {
    id = try reader.integer(element, attribute: "id")
    guard let initial = element["initialState"] else {
      throw reader.missing("initialState", in: element)
    }
    guard let orientation = initial["orientation"] else {
      throw reader.missing("orientation", in: initial)
    }
    guard let velocity = initial["velocity"] else { throw reader.missing("velocity", in: initial) }
    centre = SE2(
      position: try reader.position(initial), heading: try reader.middle(orientation))
    speed = try reader.middle(velocity)
    func optional(_ name: String) throws(ScenarioFailure) -> Double {
      if let value = initial[name] { return try reader.middle(value) }
      return 0
    }
    acceleration = try optional("acceleration")
    yawRate = try optional("yawRate")
    slipAngle = try optional("slipAngle")
    time = try reader.time(initial)
    var goals: [Goal] = []
    for goal in element.all("goalState") {
      goals.append(try CommonRoadPlanningProblem.goal(goal, start: time, map: map, &reader))
    }
    guard !goals.isEmpty else { throw reader.missing("goalState", in: element) }
    self.goals = goals
  }

  private static func goal(
    _ element: XMLElement, start: Double, map: RoadMap, _ reader: inout CommonRoadReader
  ) throws(ScenarioFailure) -> Goal {
    var goal = Goal()
    if let time = element["time"] {
      let steps = try reader.interval(time)
      let longest = CommonRoadImporter.longest / reader.timeStep
      guard steps.low >= 0, steps.high <= longest, steps.high * reader.timeStep > start else {
        throw time.failure(
          reader.path, found: "a goal at time step \(StrictNumber.text(steps.high))",
          expected: "after the start and at most \(StrictNumber.text(longest))",
          advice: "correct the time")
      }
      goal.time = Goal.Interval(
        steps.low * reader.timeStep - start, steps.high * reader.timeStep - start)
    }
    if let speed = element["velocity"] { goal.speed = try reader.interval(speed) }
    if let heading = element["orientation"] { goal.heading = try reader.interval(heading) }
    if let position = element["position"] {
      for lanelet in position.all("lanelet") {
        let id = try reader.integer(lanelet, attribute: "ref")
        guard let lane = map[id] else {
          throw lanelet.failure(
            reader.path, found: "a goal on the missing lanelet \(id)",
            expected: "a lanelet of this file", advice: "add the lanelet or correct the goal")
        }
        goal.lanes.append(id)
        goal.regions.append(lane.outline)
      }
      goal.regions += try reader.shapes(position).map(\.outline)
      if let point = position["point"] {
        let centre = try reader.point(point)
        reader.note("a goal given as a point was widened to a circle of 1 m")
        goal.regions.append(CommonRoadShape(centre: centre, radius: 1).outline)
      }
      guard !goal.lanes.isEmpty || !goal.regions.isEmpty else {
        throw position.failure(
          reader.path, found: "a goal position of an unknown kind",
          expected: "a lanelet, rectangle, circle or polygon", advice: "correct the goal")
      }
    }
    return goal
  }
}
