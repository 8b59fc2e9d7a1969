import DrivingCore
import Geometry

/// Writes a run as a CommonRoad solution, for the benchmark's own checker and website.
///
/// Format: `CommonRoadSolution` with one `ksTrajectory` (kinematic single-track model), as read by
/// commonroad-io. Positions are the middle of the box; see
/// docs/decisions/0004-commonroad-reference-point.md.
public enum CommonRoadSolution {
  /// The cost functions that the benchmark knows.
  public static let costFunctions = [
    "JB1", "SA1", "WX1", "SM1", "SM2", "SM3", "MW1", "TR1", "TR2",
  ]

  /// The XML of a run's trajectory, sampled at the scenario's time step.
  ///
  /// - Parameters:
  ///   - record: The run.
  ///   - scenario: The scenario it drove, imported from a CommonRoad file.
  ///   - costFunction: The id of the cost function, such as `SM1`.
  ///   - end: The last instant to write, usually when the goal was reached; nil for all.
  /// - Throws: where the scenario is no planning problem of the benchmark, the car is not one of
  ///   its four, the run holds no state at some time step, or a state is not finite.
  public static func xml(
    record: RunRecord, scenario: Scenario, costFunction: String = "SM1",
    through end: SimulationTime? = nil
  ) throws(ScenarioFailure) -> String {
    guard let benchmark = scenario.benchmark, let problem = benchmark.planningProblem,
      let timeStep = scenario.timeStep
    else {
      throw refused(
        scenario, found: "no planning problem of the benchmark",
        expected: "a scenario imported from a CommonRoad planning problem",
        advice: "export only those")
    }
    let vehicle = record.mission.vehicle.id
    guard vehicle.hasPrefix("commonroad-"), let type = vehicle.last, "1234".contains(type),
      vehicle.count == "commonroad-".count + 1
    else {
      throw refused(
        scenario, found: "the vehicle '\(vehicle)'", expected: "commonroad-1 to commonroad-4",
        advice: "run with --vehicle commonroad-2")
    }
    guard costFunctions.contains(costFunction) else {
      throw refused(
        scenario, found: "the cost function '\(costFunction)'",
        expected: costFunctions.joined(separator: ", "), advice: "choose one of them")
    }
    let states = try sampled(record, scenario, timeStep: timeStep, through: end)
    let id = "KS\(type):\(costFunction):\(benchmark.id):\(benchmark.version)"
    var lines = [
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<CommonRoadSolution benchmark_id=\"\(escaped(id))\">",
      "  <ksTrajectory planningProblem=\"\(problem)\">",
    ]
    for (step, state) in states.enumerated() {
      lines.append(line(step + benchmark.initialTimeStep, state, scenario))
    }
    lines += ["  </ksTrajectory>", "</CommonRoadSolution>", ""]
    return lines.joined(separator: "\n")
  }

  private static func sampled(
    _ record: RunRecord, _ scenario: Scenario, timeStep: Double, through end: SimulationTime?
  ) throws(ScenarioFailure) -> [VehicleState] {
    var states: [VehicleState] = []
    let egos = record.ticks.map(\.scene.ego)
    let step = SimulationTime(seconds: timeStep).nanoseconds
    for (index, tick) in record.ticks.enumerated() {
      let time = tick.scene.time
      if let end, time > end { break }
      let wanted = Int64(states.count) * step
      if time.nanoseconds < wanted { continue }
      guard time.nanoseconds == wanted else {
        throw refused(
          scenario, found: "no state at \(Double(wanted) / 1e9) s",
          expected: "a tick at every time step of \(timeStep) s",
          advice: "run with a tick that divides the scenario's time step")
      }
      let state = tick.scene.ego
      let numbers = [
        state.worldFromVehicle.position.x, state.worldFromVehicle.position.y,
        state.worldFromVehicle.heading, state.speed, state.steeringAngle,
      ]
      guard numbers.allSatisfy(\.isFinite) else {
        throw refused(
          scenario, found: "a state that is not finite at \(time.seconds) s",
          expected: "finite numbers", advice: "report this run as a bug")
      }
      states.append(rolling(egos, at: index, record.mission.vehicle))
    }
    guard states.count >= 2 else {
      throw refused(
        scenario, found: "\(states.count) states", expected: "at least 2 time steps",
        advice: "the run ended too early to be a solution")
    }
    return states
  }

  /// The state of a car that rolls without slip along the way the rear axle took.
  ///
  /// The kinematic model has no slip: its orientation is the course of the rear axle, and its
  /// steering angle the one of the curvature that was driven. In everyday driving both are the
  /// car's own; in a hard swerve the heading differs by a degree or two.
  private static func rolling(
    _ egos: [VehicleState], at index: Int, _ vehicle: VehicleSpec
  ) -> VehicleState {
    var state = egos[index]
    guard index > 0, abs(state.speed) > 1 else { return state }
    let (low, high) = (max(index - 5, 1), min(index + 5, egos.count - 1))
    state.worldFromVehicle.heading = course(egos[index], vehicle)
    guard high > low else { return state }
    let driven = (low..<high).reduce(0) { sum, tick in
      sum
        + egos[tick].worldFromVehicle.position.distance(
          to: egos[tick + 1].worldFromVehicle.position)
    }
    let turn = Angle.difference(from: course(egos[low], vehicle), to: course(egos[high], vehicle))
    guard driven > 0.05, state.speed > 0 else { return state }
    state.steeringAngle = Portable.atan(vehicle.body.wheelbase * turn / driven)
    return state
  }

  /// Where the rear axle moves to (rad).
  private static func course(_ state: VehicleState, _ vehicle: VehicleSpec) -> Double {
    guard state.speed > 1 else { return state.worldFromVehicle.heading }
    let rear = vehicle.body.wheelbase - vehicle.inertia.frontAxleToCentre
    let sideways = state.speed * Portable.tan(state.slipAngle) - rear * state.yawRate
    return state.worldFromVehicle.heading + Portable.atan(sideways / state.speed)
  }

  private static func line(_ step: Int, _ state: VehicleState, _ scenario: Scenario) -> String {
    let centre = state.worldFromVehicle * RecordedEgo.rearFromCentre(scenario.vehicle).inverse
    let position = centre.position + scenario.worldOffset
    return "    <ksState><x>\(position.x)</x><y>\(position.y)</y>"
      + "<steeringAngle>\(state.steeringAngle)</steeringAngle>"
      + "<velocity>\(state.speed)</velocity>"
      + "<orientation>\(Angle.wrapped(state.worldFromVehicle.heading))</orientation>"
      + "<time>\(step)</time></ksState>"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }

  private static func refused(
    _ scenario: Scenario, found: String, expected: String, advice: String
  ) -> ScenarioFailure {
    ScenarioFailure(path: scenario.source, found: found, expected: expected, advice: advice)
  }
}
