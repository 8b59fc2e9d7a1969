import Geometry
import Scoring
import Testing

@Suite("CommonRoad's numbers are those of its checker", .enabled(if: ScoringOracle.isPresent))
struct ScoringCommonRoadTests {
  static func states(_ trajectory: OracleValue) -> [CommonRoad.State] {
    let (x, y, v) = (trajectory["x"].numbers, trajectory["y"].numbers, trajectory["v"].numbers)
    let heading = trajectory["orientation"].numbers
    let steering = trajectory["steering_angle"].numbers
    return x.indices.map {
      CommonRoad.State(
        position: Vector2(x[$0], y[$0]), heading: heading[$0], speed: v[$0],
        steeringAngle: steering[$0])
    }
  }

  /// The cases have straight lanes along x: longitudinal is x, lateral y less the lane's centre.
  static func laneCentre(_ input: OracleValue, _ y: Double) -> Polyline {
    let lanes = input["lanelets"].list.map { Polyline($0["centre"].points) }
    return lanes.min { abs($0.points[0].y - y) < abs($1.points[0].y - y) } ?? Polyline([])
  }

  static func obstacles(_ input: OracleValue, at time: Double) -> [OrientedBox] {
    input["obstacles"].list.map { item in
      func number(_ key: String) -> Double { item[key].number ?? .nan }
      let heading = number("heading")
      let way = number("speed") * time
      return OrientedBox(
        worldFromBox: SE2(
          x: number("x") + way * Portable.cos(heading),
          y: number("y") + way * Portable.sin(heading), heading: heading),
        length: number("length"), width: number("width"))
    }
  }

  @Test("Partial costs, totals and the series behind them") func costs() throws {
    let cases = try ScoringOracle.cases("commonroad_costs")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let states = Self.states(input["trajectory"])
      let step = input["dt_s"].number ?? .nan
      let lane = Self.laneCentre(input, states[0].position.y)
      let frame = CommonRoad.LaneFrame(
        longitudinal: states.map(\.position.x),
        lateral: states.map {
          $0.position.y - Self.laneCentre(input, $0.position.y).points[0].y
        },
        headingError: states.map(\.heading), startSpeed: states[0].speed, step: step)
      let path = try #require(Path(lane))
      let rule = CommonRoad.ObstacleDistance(egoWidth: 1.674, ignoresAxisAligned: true)
      let distances = states.enumerated().map { index, state in
        rule.nearest(
          ahead: state.position, among: Self.obstacles(input, at: Double(index) * step), on: path)
      }
      #expect(
        ScoringOracle.difference(distances, expected["min_lon_distance"].numbers, 1e-6) == nil,
        "\(name)")
      let costs = CommonRoad.Costs(
        states: states, step: step, lane: frame, obstacleDistances: distances,
        goalSpeed: input["goal_velocity"].numbers.first)
      check(costs, expected, name)
      check(frame, expected["curvilinear"], name)
    }
  }

  private func check(_ costs: CommonRoad.Costs, _ expected: OracleValue, _ name: String) {
    for term in CommonRoad.Term.allCases {
      let value = expected["partial"][term.rawValue].number ?? .nan
      #expect(
        agree(costs[term], value), "\(name) \(term.rawValue): \(costs[term] ?? .nan) \(value)")
    }
    for function in CommonRoad.Function.allCases {
      let value = expected["total"][function.rawValue].number ?? .nan
      #expect(
        agree(costs.total(function), value),
        "\(name) \(function.rawValue): \(costs.total(function) ?? .nan) \(value)")
    }
  }

  private func check(_ frame: CommonRoad.LaneFrame, _ expected: OracleValue, _ name: String) {
    let first = frame.longitudinal.first ?? 0
    let series: [(String, [Double])] = [
      ("lat_position", frame.lateral), ("delta_orientation", frame.headingError),
      ("lon_velocity", frame.longitudinalSpeed), ("lon_jerk", frame.longitudinalJerk),
      ("lat_velocity", frame.lateralSpeed), ("lat_jerk", frame.lateralSpeed),
      ("lon_position_from_first", frame.longitudinal.map { $0 - first }),
    ]
    for (key, values) in series {
      let list = expected[key].numbers
      // Three gradients amplify rounding by 1e3 of the position's last place.
      let worst = zip(values, list).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
      #expect(values.count == list.count && worst < 1e-6, "\(name) \(key) \(worst)")
    }
  }

  /// 1e-9 relative; squares of rounding noise count as zero.
  private func agree(_ value: Double?, _ expected: Double) -> Bool {
    guard let value else { return false }
    return abs(value - expected) <= max(1e-9 * abs(expected), 1e-15)
  }

  @Test("Feasibility verdicts of the kinematic single-track model") func feasibility() throws {
    let cases = try ScoringOracle.cases("commonroad_feasibility")
    #expect(!cases.isEmpty)
    for (name, input, expected, file) in cases {
      let parameters = file["parameters"][input["model"].string ?? "?"]
      func number(_ key: String) -> Double { parameters[key].number ?? .nan }
      let vehicle = CommonRoad.Feasibility.Vehicle(
        wheelbase: number("wheelbase"), centreToRear: number("b"),
        steering: number("steering_min")...number("steering_max"),
        steeringRate: number("steering_v_min")...number("steering_v_max"),
        speed: number("v_min")...number("v_max"), switchingSpeed: number("v_switch"),
        acceleration: number("a_max"))
      let result = CommonRoad.Feasibility(
        Self.states(input["trajectory"]), step: input["dt_s"].number ?? .nan, vehicle: vehicle)
      #expect(result.isFeasible == expected["feasible"].bool, "\(name)")
      let first = expected["first_infeasible_transition"]
      #expect(
        result.firstInfeasible.map(Double.init) == (first.isNull ? nil : first.number), "\(name)")
      #expect(Double(result.checked) == expected["states_checked"].number, "\(name)")
    }
  }
}
