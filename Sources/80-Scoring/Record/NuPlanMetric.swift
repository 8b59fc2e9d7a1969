import DrivingCore
import Geometry
import Roads

/// nuPlan's closed-loop score and its parts on a record.
///
/// The score needs an expert: it is valid only where a recorded vehicle is replaced by the ego.
/// Parts that need no expert are given anyway. Sampling is 10 Hz; contacts are looked for at every
/// tick of the simulation, so none slips between two samples.
public struct NuPlanMetric: Metric {
  /// The values in order.
  public let ids = [
    "nuplan.no_at_fault_collision@1", "nuplan.drivable_area@1", "nuplan.making_progress@1",
    "nuplan.driving_direction@1", "nuplan.progress@1", "nuplan.time_to_collision@1",
    "nuplan.speed_limit@1", "nuplan.comfort@1", "nuplan.score@1",
  ]

  /// Creates the metric.
  public init() {}

  /// Measures a record.
  public func evaluate(_ record: RunRecord) -> [MetricValue] {
    let run = RunSamples(record)
    guard !run.samples.isEmpty else {
      return ids.map { MetricValue.invalid($0, unit: "1", reason: "the run has no ticks") }
    }
    let route = run.lanes.route(of: run.boxes.map(\.worldFromBox))
    let collisions = run.collisions()
    let progress = NuPlanMetric.progress(run)
    let rows = [
      NuPlanMetric.collision(collisions), NuPlanMetric.drivableArea(run), progress.making,
      NuPlanMetric.direction(run, route), progress.ratio,
      NuPlanMetric.timeToCollision(run, route, collisions), NuPlanMetric.speedLimit(run, route),
      NuPlanMetric.comfort(run),
    ]
    return rows + [NuPlanMetric.score(rows, hasExpert: !(record.expert ?? []).isEmpty)]
  }

  /// The score of parts that were emitted as rows; the rows are all it looks at.
  public static func score(_ rows: [MetricValue], hasExpert: Bool) -> MetricValue {
    let id = "nuplan.score@1"
    guard hasExpert else {
      return .invalid(
        id, unit: "1",
        reason: "no expert trajectory: only a recorded vehicle replaced by the ego has one")
    }
    let parts = NuPlan.Parts(rows: rows)
    guard parts.noAtFaultCollision != nil, parts.progress != nil, parts.timeToCollision != nil,
      parts.comfort != nil
    else {
      return .invalid(id, unit: "1", reason: "a part it cannot do without is invalid")
    }
    let missing = rows.filter { $0.value == nil }.map(\.id)
    return MetricValue(
      id: id, value: parts.score, unit: "1",
      reason: missing.isEmpty ? nil : "without " + missing.joined(separator: ", "))
  }

  private static func collision(_ collisions: NuPlan.Collisions) -> MetricValue {
    let first = collisions.atFault.first ?? collisions.contacts.first
    return MetricValue(
      id: "nuplan.no_at_fault_collision@1", value: collisions.score, unit: "1",
      reason: first.map(\.inWords))
  }

  private static func drivableArea(_ run: RunSamples) -> MetricValue {
    let id = "nuplan.drivable_area@1"
    guard let excursions = run.excursions() else {
      return .invalid(id, unit: "1", reason: "the map has no lanes")
    }
    let area = NuPlan.DrivableArea(excursions: excursions)
    return MetricValue(id: id, value: area.score, unit: "1", margin: area.margin.finite)
  }

  private static func direction(_ run: RunSamples, _ route: [[Lane]]) -> MetricValue {
    let id = "nuplan.driving_direction@1"
    guard route.contains(where: { !$0.isEmpty }) else {
      return .invalid(id, unit: "1", reason: "the ego was never in a lane")
    }
    let distances = zip(run.boxes, route).map { box, lanes in
      lanes.first.flatMap { run.record.mission.map.path(of: $0.id) }?
        .project(box.worldFromBox.position).arcLength ?? 0
    }
    let result = NuPlan.DrivingDirection(
      times: run.samples.map(\.time), lanes: route.map { $0.first?.id }, distances: distances)
    return MetricValue(
      id: id, value: result.score, unit: "1",
      margin: NuPlan.DrivingDirection.tolerated - result.worst)
  }

  private static func timeToCollision(
    _ run: RunSamples, _ route: [[Lane]], _ collisions: NuPlan.Collisions
  ) -> MetricValue {
    let between = zip(run.boxes, route).map { box, lanes in
      !run.lanes.isInOneLane(box) || lanes.contains(where: \.isIntersection)
    }
    let result = NuPlan.TimeToCollision(
      run.samples, tracks: run.tracks, isBetweenLanes: between, contacts: collisions.contacts,
      outline: run.outline)
    return MetricValue(
      id: "nuplan.time_to_collision@1", value: result.score, unit: "1",
      margin: (result.minimum - NuPlan.TimeToCollision.least).finite,
      reason: result.minimum.isFinite ? nil : "nothing met within 2.9 s")
  }

  private static func speedLimit(_ run: RunSamples, _ route: [[Lane]]) -> MetricValue {
    let id = "nuplan.speed_limit@1"
    let limits = route.map { lanes in lanes.map(\.speedLimit) }
    guard limits.contains(where: { NuPlan.SpeedLimit.allowed($0) != nil }) else {
      return .invalid(id, unit: "1", reason: "no lane that was driven states a limit")
    }
    let result = NuPlan.SpeedLimit(
      times: run.samples.map(\.time), speeds: run.samples.map(\.speed), limits: limits)
    return MetricValue(
      id: id, value: result.score, unit: "1", margin: result.excess.max().map { 0 - $0 })
  }

  private static func comfort(_ run: RunSamples) -> MetricValue {
    let id = "nuplan.comfort@1"
    let result = NuPlan.Comfort(run.samples, outline: run.outline)
    guard let score = result.score else {
      return .invalid(id, unit: "1", reason: "the run has fewer than four samples at 10 Hz")
    }
    let worst = result.tightest
    return MetricValue(
      id: id, value: score, unit: "1", margin: worst.map { 1 - $0.share },
      reason: worst.map {
        "\($0.signal.rawValue) uses \(Int(min($0.share, 1e6) * 100)) % of its bound"
      })
  }
}

extension NuPlanMetric {
  /// Progress against the expert, and whether it is enough.
  private static func progress(_ run: RunSamples) -> (ratio: MetricValue, making: MetricValue) {
    let ids = ("nuplan.progress@1", "nuplan.making_progress@1")
    func invalid(_ reason: String) -> (MetricValue, MetricValue) {
      (.invalid(ids.0, unit: "1", reason: reason), .invalid(ids.1, unit: "1", reason: reason))
    }
    let expert = comparableExpert(run)
    guard !expert.isEmpty else { return invalid("no expert trajectory") }
    let poses = expert.map { run.outline.box(at: $0.worldFromVehicle).worldFromBox }
    let blocks = blocks(of: run.lanes.route(of: poses), in: run.record.mission.map)
    guard !blocks.isEmpty else { return invalid("the expert was never in a lane") }
    let result = NuPlan.Progress(
      ego: run.boxes.map(\.worldFromBox.position), expert: poses.map(\.position), route: blocks)
    let note =
      "\(result.ego.roundedToCentimetres) m of the expert's \(result.expert.roundedToCentimetres) m"
    return (
      MetricValue(id: ids.0, value: result.ratio, unit: "1", reason: note),
      MetricValue(
        id: ids.1, value: result.makingProgress, unit: "1",
        margin: result.ratio - NuPlan.Progress.leastRatio, reason: note)
    )
  }

  /// The expert's states to compare with, at 10 Hz.
  ///
  /// All of the recording where the run ended in the goal or was broken off; else as far in time as
  /// the run went, so that both had the same time.
  private static func comparableExpert(_ run: RunSamples) -> [VehicleState] {
    let record = run.record
    let all = record.expert ?? []
    let end = record.ticks.last?.scene.time ?? .zero
    let whole = record.abort != nil || GoalMetric.firstReached(record) != nil
    var due = all.first?.time ?? .zero
    return all.filter { state in
      guard state.time >= due, whole || state.time <= end else { return false }
      while due <= state.time { due += RunSamples.step }
      return true
    }
  }

  /// The road blocks of a route: a lane with its neighbours in the same direction.
  static func blocks(of route: [[Lane]], in map: RoadMap) -> [NuPlan.Progress.Block] {
    var blocks: [NuPlan.Progress.Block] = []
    var members: Set<LaneID> = []
    for lane in route.compactMap(\.first) where !members.contains(lane.id) {
      let group = RoadBlock(around: lane, in: map)
      members = group.members
      blocks.append(NuPlan.Progress.Block(area: group.area, baseline: lane.centre))
    }
    return blocks
  }
}

/// A lane and those beside it in the same direction: nuPlan's "road block".
struct RoadBlock {
  /// The lanes, by id.
  let members: Set<LaneID>
  /// The area between the outermost boundaries.
  let area: Polygon

  /// Collects the block of a lane.
  init(around lane: Lane, in map: RoadMap) {
    var members: Set<LaneID> = [lane.id]
    func outermost(_ beside: (Lane) -> Lane.Neighbour?) -> Lane {
      var edge = lane
      while let next = beside(edge), next.sameDirection, !members.contains(next.id),
        let found = map[next.id]
      {
        members.insert(next.id)
        edge = found
      }
      return edge
    }
    let left = outermost(\.leftNeighbour).left
    let right = outermost(\.rightNeighbour).right
    self.members = members
    area = Polygon(right.points + left.points.reversed())
  }
}
