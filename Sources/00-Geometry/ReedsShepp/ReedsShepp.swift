/// Shortest paths of a car that turns no tighter than a radius and drives both ways.
///
/// All 48 words of Reeds and Shepp are tried (formulas 8.1 to 8.11 of the paper); of equal ones
/// the first tried wins. Angles and distances shared by words are worked out once, and words whose
/// middle part alone is too long are left early: neither changes an answer.
///
/// Reference: Reeds, Shepp, Optimal Paths for a Car That Goes Both Forwards and Backwards, Pacific
/// Journal of Mathematics 145 (1990).
public struct ReedsShepp: Hashable, Sendable {
  /// The least turning radius (m), of the point whose pose is given (the rear axle's middle).
  public let turningRadius: Double

  /// Creates the planner of a car's turning radius (m), which must be positive.
  public init(turningRadius: Double) { self.turningRadius = turningRadius }

  /// The length of the shortest path (m).
  public func distance(from start: SE2, to goal: SE2) -> Double {
    search(from: start, to: goal).best.length * turningRadius
  }

  /// The shortest path.
  public func shortestPath(from start: SE2, to goal: SE2) -> ReedsSheppPath {
    let search = search(from: start, to: goal)
    return ReedsSheppPath(start: start, turningRadius: turningRadius, word: search.best)
  }

  /// A path of each word that reaches the goal, shortest first; equal ones in order of trial.
  public func allPaths(from start: SE2, to goal: SE2) -> [ReedsSheppPath] {
    var search = target(from: start, to: goal)
    search.keepsAll = true
    search.run()
    let order = search.all.indices.sorted {
      (search.all[$0].length, $0) < (search.all[$1].length, $1)
    }
    return order.map {
      ReedsSheppPath(start: start, turningRadius: turningRadius, word: search.all[$0])
    }
  }

  private func search(from start: SE2, to goal: SE2) -> ReedsSheppSearch {
    var search = target(from: start, to: goal)
    search.run()
    return search
  }

  /// The goal in the frame of the start, in units of the radius.
  private func target(from start: SE2, to goal: SE2) -> ReedsSheppSearch {
    let offset = goal.position - start.position
    let forward = start.forward
    let turn = Angle.difference(from: start.heading, to: goal.heading)
    return ReedsSheppSearch(
      x: forward.dot(offset) / turningRadius, y: forward.cross(offset) / turningRadius,
      heading: turn)
  }
}

/// One word: a pattern of turns with three lengths in units of the radius, and its mirror images.
struct ReedsSheppWord: Hashable, Sendable {
  /// The pattern before mirroring; L and R are turns, S is straight.
  enum Pattern: Hashable, Sendable { case lsl, lsr, lrl, lrlrInner, lrlrOuter, lrsl, lrsr, lrslr }

  var pattern = Pattern.lsl
  /// Driven the other way along: forwards becomes backwards.
  var isFlipped = false
  /// Left and right exchanged.
  var isReflected = false
  /// The parts in the opposite order.
  var isBackward = false
  var t = 0.0
  var u = 0.0
  var v = 0.0
  var length = Double.infinity

  /// The turns and their signed lengths.
  var parts: [(kind: ReedsSheppPath.Kind, length: Double)] {
    let (l, r, s) = (
      ReedsSheppPath.Kind.left, ReedsSheppPath.Kind.right, ReedsSheppPath.Kind.straight
    )
    let quarter = -Double.pi / 2
    var parts: [(kind: ReedsSheppPath.Kind, length: Double)]
    switch pattern {
    case .lsl: parts = [(l, t), (s, u), (l, v)]
    case .lsr: parts = [(l, t), (s, u), (r, v)]
    case .lrl: parts = [(l, t), (r, u), (l, v)]
    case .lrlrInner: parts = [(l, t), (r, u), (l, -u), (r, v)]
    case .lrlrOuter: parts = [(l, t), (r, u), (l, u), (r, v)]
    case .lrsl: parts = [(l, t), (r, quarter), (s, u), (l, v)]
    case .lrsr: parts = [(l, t), (r, quarter), (s, u), (r, v)]
    case .lrslr: parts = [(l, t), (r, quarter), (s, u), (l, quarter), (r, v)]
    }
    if isBackward { parts.reverse() }
    return parts.map { part in
      let kind = isReflected ? part.kind.reflected : part.kind
      return (kind, isFlipped ? -part.length : part.length)
    }
  }
}
