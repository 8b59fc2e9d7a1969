import DrivingCore
import Geometry

/// Finds a way for a car among solid things: A* over poses, finished by Reeds-Shepp curves.
///
/// References: Dolgov, Thrun, Montemerlo, Diebel, Path Planning for Autonomous Vehicles in Unknown
/// Semi-structured Environments (IJRR 29, 2010); Reeds, Shepp 1990. The budget is a number of
/// nodes, never a time: the same task ends the same way on any machine.
struct HybridAStar: Sendable {
  /// How finely poses are told apart and how much work is allowed.
  struct Resolution: Hashable, Sendable {
    /// The side of a cell (m).
    var cell: Double
    /// Directions in a full turn.
    var headings: Int
    /// The length of a step (m).
    var step: Double
    /// Steering angles on each side of straight on.
    var steers: Int
    /// The room kept all round (m).
    var margin: Double
    /// The most nodes to expand.
    var budget: Int

    /// How much wider than full lock curves are: what is left is the tracker's to correct with.
    var ease = 1.02
    /// A heuristic weighted like this finds ways at most so much longer, much sooner.
    var greed = 1.4

    /// The distance of tests along a step (m): a corner of the car must not slip past a corner of
    /// an obstacle between two tests.
    var spacing: Double { min(0.1, max(0.02, 0.6 * margin)) }
  }

  /// How a search ended.
  enum Result: Sendable {
    case found(ParkingPath, expansions: Int)
    /// Every reachable cell was looked at.
    case exhausted(expansions: Int)
    /// The budget was used up.
    case overBudget(expansions: Int)
  }

  /// What driving costs, in metres of driving forwards.
  enum Price {
    static let reverse = 1.15
    static let gearChange = 5.0
    static let steerChange = 0.5
  }

  private let space: FreeSpace
  private let region: Bounds
  private let resolution: Resolution
  private let curve: ReedsShepp
  private let motions: [Motion]
  private let goal: SE2
  private let round: HolonomicHeuristic

  /// One step with one steering angle, worked out once: poses relative to the start of the step.
  fileprivate struct Motion: Sendable {
    var piece: ParkingPath.Piece
    /// Offsets along and across, cosine and sine of the turn, at each test along the step.
    var samples: [(offset: Vector2, turn: Vector2)]
    var turn: Double
    var steer: Int
  }

  fileprivate struct Node {
    var position: Vector2
    var forward: Vector2
    var heading: Double
    var cost: Double
    var parent: Int
    var motion: Int
  }

  /// Prepares a search in a region.
  init(
    to goal: SE2, in region: Bounds, _ space: FreeSpace, _ resolution: Resolution,
    turningRadius: Double
  ) {
    self.space = space
    self.region = region
    self.resolution = resolution
    self.goal = goal
    curve = ReedsShepp(turningRadius: turningRadius)
    round = HolonomicHeuristic(to: goal.position, in: region, space)
    var motions: [Motion] = []
    for direction in [1.0, -1] {
      for steer in -resolution.steers...resolution.steers {
        let curvature = Double(steer) / Double(resolution.steers) / turningRadius
        motions.append(
          Motion.step(curvature, direction * resolution.step, steer, spacing: resolution.spacing))
      }
    }
    self.motions = motions
  }

  /// Searches from a pose.
  func search(from start: SE2) -> Result {
    var nodes = [
      Node(
        position: start.position, forward: start.forward, heading: start.heading, cost: 0,
        parent: -1, motion: -1)
    ]
    var best = CellTable()
    var queue = MinimumQueue()
    _ = best.improve(key(nodes[0], isReverse: false), 0)
    queue.insert(0, 0)
    var found: (cost: Double, node: Int, shot: ReedsSheppPath)?
    var (expansions, limit) = (0, resolution.budget)
    while let (estimate, index) = queue.popLeast() {
      if let found, estimate >= found.cost { break }
      let node = nodes[index]
      // A cheaper way into the cell was found after this one was queued.
      if node.motion >= 0,
        best.isBetter(key(node, isReverse: motions[node.motion].piece.length < 0), than: node.cost)
      {
        continue
      }
      if expansions >= limit { break }
      expansions += 1
      if let shot = shoot(from: node, expansions), shot.cost + node.cost < found?.cost ?? .infinity
      {
        if found == nil { limit = min(limit, expansions + 200 + expansions / 4) }
        found = (shot.cost + node.cost, index, shot.path)
      }
      expand(index, &nodes, &best, &queue)
    }
    if let found {
      return .found(path(to: found.node, nodes, start, found.shot), expansions: expansions)
    }
    return queue.isEmpty
      ? .exhausted(expansions: expansions) : .overBudget(expansions: expansions)
  }

  private func expand(
    _ index: Int, _ nodes: inout [Node], _ best: inout CellTable, _ queue: inout MinimumQueue
  ) {
    let node = nodes[index]
    for (number, motion) in motions.enumerated() {
      guard let last = motion.samples.last else { continue }
      var next = node.moved(last.offset, last.turn, motion.turn)
      next.parent = index
      next.motion = number
      next.cost = node.cost + price(motion, after: node.motion)
      guard region.contains(next.position) else { continue }
      // The cheap question first: is this cell reached cheaper already?
      let cell = key(next, isReverse: motion.piece.length < 0)
      guard !best.isAtMost(cell, next.cost), isFree(node, motion) else { continue }
      let rough = space.roughDistance(
        next.position + next.forward * (space.vehicle.body.wheelbase / 2))
      next.cost += 0.15 * max(0, 1.6 - rough) * resolution.step
      guard best.improve(cell, next.cost) else { continue }
      nodes.append(next)
      queue.insert(next.cost + resolution.greed * estimate(next), nodes.count - 1)
    }
  }

  private func price(_ motion: Motion, after before: Int) -> Double {
    let isReverse = motion.piece.length < 0
    var price = abs(motion.piece.length) * (isReverse ? Price.reverse : 1)
    guard before >= 0 else { return price }
    let last = motions[before]
    if (last.piece.length < 0) != isReverse { price += Price.gearChange }
    price +=
      Price.steerChange * Double(abs(motion.steer - last.steer)) / Double(resolution.steers)
    return price
  }

  private func estimate(_ node: Node) -> Double {
    let pose = SE2(position: node.position, heading: node.heading)
    return max(curve.distance(from: pose, to: goal), round.distance(from: node.position))
  }

  private func isFree(_ node: Node, _ motion: Motion) -> Bool {
    // The first sample is where the car stands: only wheels that turn there can touch anything new.
    for sample in space.hasLow ? motion.samples[...] : motion.samples.dropFirst() {
      let moved = node.moved(sample.offset, sample.turn, 0)
      guard
        space.fits(
          moved.position, moved.forward, curvature: motion.piece.curvature,
          margin: resolution.margin)
      else { return false }
    }
    return true
  }

  /// Tries to finish with Reeds-Shepp curves: near the goal always, farther away now and then.
  private func shoot(from node: Node, _ expansions: Int)
    -> (cost: Double, path: ReedsSheppPath)?
  {
    let pose = SE2(position: node.position, heading: node.heading)
    let far = node.position.distance(to: goal.position)
    guard expansions == 1 || expansions % max(1, Int(far / 2)) == 0 else { return nil }
    var best: (cost: Double, path: ReedsSheppPath)?
    let before = node.motion >= 0 ? motions[node.motion].piece.length < 0 : nil
    for path in curve.allPaths(from: pose, to: goal).prefix(far < 12 ? 8 : 2) {
      let cost = price(path, isReverseBefore: before)
      guard cost < best?.cost ?? .infinity, isFree(path) else { continue }
      best = (cost, path)
    }
    return best
  }

  private func price(_ path: ReedsSheppPath, isReverseBefore: Bool?) -> Double {
    var cost = path.length + (Price.reverse - 1) * path.reverseLength
    cost += Double(path.gearChanges) * Price.gearChange
    if let isReverseBefore, let first = path.parts.first, (first.length < 0) != isReverseBefore {
      cost += Price.gearChange
    }
    return cost
  }

  private func isFree(_ path: ReedsSheppPath) -> Bool {
    path.forEachPose(step: resolution.spacing) { pose, part in
      region.contains(pose.position)
        && space.fits(
          pose.position, pose.forward, curvature: part.kind.curvature / path.turningRadius,
          margin: resolution.margin)
    }
  }

  private func key(_ node: Node, isReverse: Bool) -> UInt64 {
    let column = Int(((node.position.x - region.low.x) / resolution.cell).rounded(.down))
    let row = Int(((node.position.y - region.low.y) / resolution.cell).rounded(.down))
    let share = Angle.wrapped(node.heading) / (2 * .pi) + 0.5
    let direction = Int(share * Double(resolution.headings)) % resolution.headings
    let cell = (UInt64(truncatingIfNeeded: row) << 20) ^ UInt64(truncatingIfNeeded: column)
    return (cell << 12 ^ UInt64(truncatingIfNeeded: direction)) << 1 | (isReverse ? 1 : 0)
  }

  private func path(
    to node: Int, _ nodes: [Node], _ start: SE2, _ shot: ReedsSheppPath
  ) -> ParkingPath {
    var chain: [Int] = []
    var index = node
    while index > 0 {
      chain.append(nodes[index].motion)
      index = nodes[index].parent
    }
    var path = ParkingPath(start: start)
    for motion in chain.reversed() { path.append(motions[motion].piece) }
    for piece in HybridAStar.pieces(of: shot) { path.append(piece) }
    return path
  }

  /// A Reeds-Shepp curve as pieces.
  static func pieces(of curve: ReedsSheppPath) -> [ParkingPath.Piece] {
    curve.parts.map { part in
      let bend = part.kind == .left ? 1.0 : part.kind == .right ? -1 : 0
      return ParkingPath.Piece(curvature: bend / curve.turningRadius, length: part.length)
    }
  }
}

extension HybridAStar.Motion {
  static func step(_ curvature: Double, _ length: Double, _ steer: Int, spacing: Double) -> Self {
    let count = max(1, Int((abs(length) / spacing - 1e-9).rounded(.up)))
    // From 0: where a step begins its wheels are turned, while the car stands.
    let samples = (0...count).map { index -> (offset: Vector2, turn: Vector2) in
      let pose = SE2.identity.driven(
        length * Double(index) / Double(count), curvature: curvature)
      return (pose.position, pose.forward)
    }
    return Self(
      piece: ParkingPath.Piece(curvature: curvature, length: length), samples: samples,
      turn: curvature * length, steer: steer)
  }
}

extension HybridAStar.Node {
  /// The node moved by an offset in its own frame and turned.
  func moved(_ offset: Vector2, _ turn: Vector2, _ angle: Double) -> Self {
    var node = self
    node.position = position + forward * offset.x + forward.leftNormal * offset.y
    node.forward = forward * turn.x + forward.leftNormal * turn.y
    node.heading = heading + angle
    return node
  }
}

/// The least cost at which each cell was reached: an open-addressing table.
struct CellTable: Sendable {
  private var keys: [UInt64]
  private var costs: [Double]
  private var used = 0

  /// An empty table.
  init() {
    keys = Array(repeating: .max, count: 1 << 14)
    costs = Array(repeating: .infinity, count: 1 << 14)
  }

  private func slot(_ key: UInt64) -> Int {
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: SeededGenerator.mix(key)) & mask
    while keys[slot] != key && keys[slot] != .max { slot = (slot + 1) & mask }
    return slot
  }

  /// Whether a cell was reached at this cost or less.
  func isAtMost(_ key: UInt64, _ cost: Double) -> Bool {
    let slot = slot(key)
    return keys[slot] == key && costs[slot] <= cost
  }

  /// Whether a cell was reached at less than this cost.
  func isBetter(_ key: UInt64, than cost: Double) -> Bool {
    let slot = slot(key)
    return keys[slot] == key && costs[slot] < cost
  }

  /// Notes a cost where it is less than all before; tells whether it was.
  mutating func improve(_ key: UInt64, _ cost: Double) -> Bool {
    if used * 2 > keys.count { grow() }
    let slot = slot(key)
    if keys[slot] == key && costs[slot] <= cost { return false }
    if keys[slot] == .max { used += 1 }
    keys[slot] = key
    costs[slot] = cost
    return true
  }

  private mutating func grow() {
    let (oldKeys, oldCosts) = (keys, costs)
    keys = Array(repeating: .max, count: oldKeys.count * 4)
    costs = Array(repeating: .infinity, count: oldKeys.count * 4)
    for (key, cost) in zip(oldKeys, oldCosts) where key != .max {
      let slot = slot(key)
      keys[slot] = key
      costs[slot] = cost
    }
  }
}
