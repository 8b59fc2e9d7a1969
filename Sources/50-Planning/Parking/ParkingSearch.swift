import DrivingCore
import Geometry

/// Tries a parking task at finer and finer resolutions, from the tighter end.
struct ParkingSearch: Sendable {
  /// A way that was found.
  struct Found: Sendable {
    var path: ParkingPath
    /// The way with the wheels' turning, in driving order.
    var strokes: [ParkingStroke]
    var expansions: Int
    var resolution: HybridAStar.Resolution
    var isFromGoal: Bool
  }

  /// The least room a way may leave (m): the safety gate lets nothing nearer pass in car parks.
  static let leastRoom = 0.021

  /// Coarse to fine; wide margins first, because a parked car needs room to err.
  static let resolutions: [HybridAStar.Resolution] = [
    .init(cell: 0.3, headings: 64, step: 0.5, steers: 3, margin: 0.2, budget: 8_000),
    .init(cell: 0.3, headings: 64, step: 0.5, steers: 3, margin: 0.12, budget: 15_000),
    .init(cell: 0.3, headings: 64, step: 0.5, steers: 3, margin: 0.06, budget: 25_000),
    .init(cell: 0.15, headings: 128, step: 0.3, steers: 2, margin: 0.06, budget: 60_000),
    .init(cell: 0.1, headings: 180, step: 0.2, steers: 2, margin: 0.06, budget: 60_000),
    .init(cell: 0.1, headings: 180, step: 0.2, steers: 2, margin: 0.03, budget: 60_000),
    .init(cell: 0.03, headings: 720, step: 0.06, steers: 2, margin: 0.025, budget: 100_000),
    .init(cell: 0.01, headings: 1440, step: 0.03, steers: 2, margin: 0.025, budget: 150_000),
  ]

  private let space: FreeSpace
  private let radius: Double

  /// Prepares for a place and a car.
  init(_ space: FreeSpace) {
    self.space = space
    radius = max(space.vehicle.minimumTurningRadius, 0.3)
  }

  /// Finds a way between two poses, given relative to the origin of the place.
  ///
  /// - Throws: `StageFailure` of kind `budgetExhausted` that names the last resolution and region,
  ///   or `unavailable` where the car does not fit at one of the ends.
  func path(
    from start: SE2, to goal: SE2,
    resolutions: ArraySlice<HybridAStar.Resolution> = resolutions[...]
  ) throws(StageFailure) -> Found {
    let (atStart, atGoal) = (space.clearance(start), space.clearance(goal))
    try check(atStart, "start", start)
    try check(atGoal, "goal", goal)
    let room = min(atStart.distance, atGoal.distance)
    guard atGoal.distance >= ParkingSearch.leastRoom else {
      throw StageFailure(
        stage: "parking", kind: .unavailable,
        reason:
          "slot unavailable: \(millimetres(atGoal.distance)) mm to \(atGoal.name) at the goal; "
          + "expected at least \(millimetres(ParkingSearch.leastRoom)) mm; widen the slot")
    }
    let task = Task(
      start: start, goal: goal, fromGoal: atGoal.distance <= atStart.distance, room: room,
      region: region(start, goal))
    var effort = Effort()
    // Quick tries with every radius before slow ones with any.
    for part in [resolutions.prefix(3), resolutions.dropFirst(3)] {
      for radius in radii {
        for resolution in part {
          if let found = attempt(task, resolution, radius, &effort) { return found }
        }
      }
    }
    throw exhausted(task, effort)
  }

  /// The turning radii to search with (m), one after the other.
  ///
  /// Wheels turned very far reach out so much that beside a kerb the car cannot leave, and steps of
  /// the search turn it by too much: such cars are held to a usual lock, first or as a second try.
  private var radii: [Double] {
    let limit = space.vehicle.limits.steeringAngle
    let usual = space.vehicle.body.wheelbase / Portable.tan(ParkingSearch.usualLock)
    guard limit > 0.65, usual > radius else { return [radius] }
    return limit > 0.8 ? [usual, radius] : [radius, usual]
  }

  /// How far the front wheels of usual cars turn (rad).
  static let usualLock = 0.6

  private struct Task {
    var start: SE2
    var goal: SE2
    var fromGoal: Bool
    /// The room at the tighter end (m).
    var room: Double
    var region: Bounds
  }

  /// What was done in vain so far.
  private struct Effort {
    var spent = 0
    var last = ""
    var cell = 0.0
  }

  /// The cheapest way of a few searches at one resolution; nil where the first finds none.
  ///
  /// A coarse search is quick and a matter of luck: cells hide ways from one another. Others, less
  /// greedy, with sharper curves or from the other end, may find what the first overlooked; the
  /// slow fine ones are not worth repeating.
  private func attempt(
    _ task: Task, _ resolution: HybridAStar.Resolution, _ radius: Double, _ effort: inout Effort
  ) -> Found? {
    var resolution = resolution
    resolution.margin = min(resolution.margin, max(0, task.room - 0.002))
    resolution.ease = resolution.margin > 0.1 ? 1.05 : 1.02
    let before = effort.spent
    guard var best = single(task, resolution, radius, &effort) else { return nil }
    guard resolution.cell >= ParkingSearch.coarse else { return best.found }
    let budget = min(resolution.budget, 2 * (effort.spent - before) + 200)
    for (ease, greed, turned) in [
      (resolution.ease, 1.0, false), (1.02, 1.4, false), (1.02, 1.4, true),
    ] {
      var (other, way) = (resolution, task)
      (other.ease, other.greed, other.budget) = (ease, greed, budget)
      way.fromGoal = task.fromGoal != turned
      guard let next = single(way, other, radius, &effort), next.price < best.price - 1e-9
      else { continue }
      best = next
    }
    best.found.expansions = effort.spent
    return best.found
  }

  /// Cells from this size on are coarse (m).
  private static let coarse = 0.3

  /// The way of one search and what it costs to drive.
  private func single(
    _ task: Task, _ resolution: HybridAStar.Resolution, _ radius: Double, _ effort: inout Effort
  ) -> (found: Found, price: Double)? {
    let radius = radius * resolution.ease
    let search = HybridAStar(
      to: task.fromGoal ? task.start : task.goal, in: task.region, space, resolution,
      turningRadius: radius)
    effort.cell = resolution.cell
    switch search.search(from: task.fromGoal ? task.goal : task.start) {
    case .found(let path, let expansions):
      effort.spent += expansions
      let shortening = PathShortening(space, resolution, turningRadius: radius)
      let way = shortening.shortened(task.fromGoal ? path.reversed : path)
      let strokes = StrokeSmoothing(space).strokes(of: way)
      let left = strokes.reduce(.infinity) { min($0, $1.clearance(in: space)) }
      effort.last = "the best way leaves \(millimetres(left)) mm"
      guard left >= ParkingSearch.leastRoom else { return nil }
      let found = Found(
        path: way, strokes: strokes, expansions: effort.spent, resolution: resolution,
        isFromGoal: task.fromGoal)
      return (found, shortening.price(way.pieces))
    case .exhausted(let expansions):
      effort.spent += expansions
      effort.last = "every pose within reach was tried"
    case .overBudget(let expansions):
      effort.spent += expansions
      effort.last = "the budget of \(resolution.budget) poses was used up"
    }
    return nil
  }

  private func exhausted(_ task: Task, _ effort: Effort) -> StageFailure {
    let extent = task.region.high - task.region.low
    return StageFailure(
      stage: "parking", kind: .budgetExhausted,
      reason: "search exhausted: \(effort.last) at a resolution of \(effort.cell) m in a region of "
        + "\(extent.x.short) m by \(extent.y.short) m (\(effort.spent) poses in all; least room "
        + "\(millimetres(task.room)) mm); widen the slot or the aisle, or allow finer steps")
  }

  private func millimetres(_ distance: Double) -> Int {
    Int(min(max(distance, 0) * 1000, 1e9).rounded(.down))
  }

  private func check(_ room: (distance: Double, name: String), _ end: String, _ pose: SE2)
    throws(StageFailure)
  {
    guard room.distance > 1e-6 else {
      throw StageFailure(
        stage: "parking", kind: .unavailable,
        reason: "\(end == "goal" ? "slot unavailable: " : "")the car touches \(room.name) at the "
          + "\(end); expected room all round; "
          + "move the \(end) or the obstacle")
    }
  }

  /// Both ends and what lies near them: 12 m round, at most 150 m across.
  private func region(_ start: SE2, _ goal: SE2) -> Bounds {
    Bounds(around: [start.position, goal.position]).expanded(by: 12)
  }
}
