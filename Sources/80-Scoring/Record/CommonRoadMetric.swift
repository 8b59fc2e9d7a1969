import DrivingCore
import Geometry
import Roads

/// CommonRoad's goal, cost terms and totals, and kinematic feasibility, on a record.
///
/// States are those of the centre of mass at 10 Hz, up to the first instant in the goal.
public struct CommonRoadMetric: Metric {
  /// The values in order.
  public let ids: [String] =
    ["commonroad.goal@1"]
    + CommonRoad.Term.allCases.map { "commonroad.partial_\($0.rawValue)@1" }
    + CommonRoad.Function.allCases.map { "commonroad.cost_\($0.rawValue)@1" }
    + ["commonroad.feasible@1"]

  /// Creates the metric.
  public init() {}

  /// Measures a record.
  public func evaluate(_ record: RunRecord) -> [MetricValue] {
    let run = RunSamples(record)
    guard !run.samples.isEmpty else {
      return ids.map {
        .invalid($0, unit: MetricCatalogue.entry($0)?.unit ?? "1", reason: "the run has no ticks")
      }
    }
    let end = GoalMetric.firstReached(record) ?? record.ticks.count
    let count = max(run.chosen.count { $0 <= end }, 1)
    let states = run.chosen.prefix(count).map {
      CommonRoad.State(record.ticks[$0].scene.ego, of: record.mission.vehicle)
    }
    let costs = CommonRoadMetric.costs(run, states)
    let partial = CommonRoad.Term.allCases.map { term in
      CommonRoadMetric.row("partial_\(term.rawValue)", costs[term])
    }
    return [CommonRoadMetric.goal(record)] + partial + CommonRoadMetric.totals(partial)
      + [CommonRoadMetric.feasible(states, record.mission.vehicle)]
  }

  /// The totals of cost terms that were emitted as rows; the rows are all it looks at.
  public static func totals(_ rows: [MetricValue]) -> [MetricValue] {
    CommonRoad.Function.allCases.map { function in
      var sum: Double? = 0
      for (term, weight) in function.weights {
        let value = rows.value("commonroad.partial_\(term.rawValue)@1")
        sum = sum.flatMap { sum in value.map { sum + weight * $0 } }
      }
      return row("cost_\(function.rawValue)", sum)
    }
  }

  private static func row(_ name: String, _ value: Double?) -> MetricValue {
    let id = "commonroad.\(name)@1"
    let unit = MetricCatalogue.entry(id)?.unit ?? "1"
    guard let value = value?.finite else {
      return .invalid(id, unit: unit, reason: "too few states, or the ego was in no lane")
    }
    return MetricValue(id: id, value: value, unit: unit)
  }

  private static func goal(_ record: RunRecord) -> MetricValue {
    var row = GoalMetric().evaluate(record)[0]
    row.id = "commonroad.goal@1"
    row.isGate = false
    return row
  }

  private static func costs(_ run: RunSamples, _ states: [CommonRoad.State]) -> CommonRoad.Costs {
    let step = RunSamples.step.seconds
    let mission = run.record.mission
    let poses = states.map { SE2(position: $0.position, heading: $0.heading) }
    let route = run.lanes.route(of: poses)
    var lane = CommonRoad.LaneFrame(
      longitudinal: [], lateral: [], headingError: [], startSpeed: 0, step: step)
    var distances: [Double] = []
    if let chains = DrivenChains(route, in: mission.map) {
      let frames = chains.frames(of: states.map(\.position))
      lane = CommonRoad.LaneFrame(
        longitudinal: frames.map(\.along), lateral: frames.map(\.offset),
        headingError: zip(frames, states).map {
          Angle.difference(from: $0.heading, to: $1.heading)
        }, startSpeed: states[0].speed, step: step)
      let rule = CommonRoad.ObstacleDistance(egoWidth: mission.vehicle.body.width)
      distances = states.indices.map { sample in
        let objects = run.record.ticks[run.chosen[sample]].scene.objects
        return rule.nearest(
          ahead: states[sample].position, among: objects.map(\.box), on: chains[sample].centre)
      }
    }
    return CommonRoad.Costs(
      states: states, step: step, lane: lane, obstacleDistances: distances,
      goalSpeed: mission.goal?.speed?.low)
  }

  private static func feasible(
    _ states: [CommonRoad.State], _ vehicle: VehicleSpec
  ) -> MetricValue {
    let id = "commonroad.feasible@1"
    guard states.count > 1, let parameters = CommonRoad.Feasibility.Vehicle(vehicle) else {
      return .invalid(id, unit: "1", reason: "fewer than two states at 10 Hz")
    }
    let result = CommonRoad.Feasibility(
      states, step: RunSamples.step.seconds, vehicle: parameters)
    let reason = result.firstInfeasible.map {
      "not from \((Double($0) / 10).roundedToCentimetres) s to the next tenth"
    }
    return MetricValue(id: id, value: result.isFeasible ? 1 : 0, unit: "1", reason: reason)
  }
}

extension CommonRoad.State {
  /// The state of a vehicle at its centre of mass.
  init(_ state: VehicleState, of vehicle: VehicleSpec) {
    let ahead = vehicle.body.wheelbase - vehicle.inertia.frontAxleToCentre
    self.init(
      position: state.worldFromVehicle * Vector2(ahead, 0),
      heading: state.worldFromVehicle.heading, speed: state.speed,
      steeringAngle: state.steeringAngle)
  }
}

extension CommonRoad.Feasibility.Vehicle {
  /// The parameters of a vehicle; nil where its limits contradict each other.
  public init?(_ vehicle: VehicleSpec) {
    let limits = vehicle.limits
    guard limits.steeringAngle >= 0, limits.steeringRate >= 0,
      limits.minimumSpeed <= limits.maximumSpeed, vehicle.body.wheelbase > 0
    else { return nil }
    self.init(
      wheelbase: vehicle.body.wheelbase,
      centreToRear: vehicle.body.wheelbase - vehicle.inertia.frontAxleToCentre,
      steering: -limits.steeringAngle...limits.steeringAngle,
      steeringRate: -limits.steeringRate...limits.steeringRate,
      speed: limits.minimumSpeed...limits.maximumSpeed, switchingSpeed: limits.switchingSpeed,
      acceleration: limits.acceleration)
  }
}
