/// Up to five arcs and straight pieces, driven forwards (positive) or backwards (negative).
public struct ReedsSheppPath: Hashable, Sendable {
  /// Which way a part turns.
  public enum Kind: String, Hashable, Sendable, Codable {
    case left, right, straight

    var reflected: Kind { self == .left ? .right : self == .right ? .left : .straight }

    /// The curvature in units of 1/radius: 1, -1 or 0.
    public var curvature: Double { self == .left ? 1 : self == .right ? -1 : 0 }
  }

  /// One arc or straight piece.
  public struct Part: Hashable, Sendable {
    /// Which way it turns.
    public var kind: Kind
    /// The distance driven (m), negative backwards.
    public var length: Double

    /// Creates a part.
    public init(kind: Kind, length: Double) {
      self.kind = kind
      self.length = length
    }
  }

  /// Where it starts.
  public let start: SE2
  /// The radius of the arcs (m).
  public let turningRadius: Double
  /// The parts in driving order; none is shorter than a nanometre.
  public let parts: [Part]

  init(start: SE2, turningRadius: Double, word: ReedsSheppWord) {
    self.start = start
    self.turningRadius = turningRadius
    parts = word.parts.map { Part(kind: $0.kind, length: $0.length * turningRadius) }
      .filter { abs($0.length) > 1e-9 }
  }

  /// The distance driven, both ways together (m).
  public var length: Double { parts.reduce(0) { $0 + abs($1.length) } }

  /// The distance driven backwards (m).
  public var reverseLength: Double { parts.reduce(0) { $0 + max(0, -$1.length) } }

  /// How often the car changes between forwards and backwards.
  public var gearChanges: Int {
    zip(parts, parts.dropFirst()).reduce(0) {
      $0 + (($1.0.length > 0) != ($1.1.length > 0) ? 1 : 0)
    }
  }

  /// The pose after a distance driven (m), with the curvature (1/m) and whether it goes forwards.
  public func sample(at distance: Double) -> (pose: SE2, curvature: Double, isForward: Bool) {
    var (pose, left) = (start, max(0, distance))
    for (index, part) in parts.enumerated() {
      let size = abs(part.length)
      if left <= size || index == parts.count - 1 {
        let driven = part.length < 0 ? -min(left, size) : min(left, size)
        return (
          advanced(pose, part.kind, by: driven), part.kind.curvature / turningRadius,
          part.length >= 0
        )
      }
      pose = advanced(pose, part.kind, by: part.length)
      left -= size
    }
    return (pose, 0, true)
  }

  /// The pose after a distance driven (m).
  public func pose(at distance: Double) -> SE2 { sample(at: distance).pose }

  /// The pose at the end.
  public var end: SE2 { parts.reduce(start) { advanced($0, $1.kind, by: $1.length) } }

  /// Calls back with poses along each part at equal steps no longer than `step` (m).
  ///
  /// Both ends of every part are visited, joints once. Stops where the callback returns false.
  /// - Returns: whether the callback always returned true.
  @discardableResult
  public func forEachPose(step: Double, _ body: (SE2, Part) -> Bool) -> Bool {
    var pose = start
    guard let first = parts.first else { return true }
    guard body(pose, first) else { return false }
    for part in parts {
      let wanted = (abs(part.length) / step).rounded(.up)
      let count = Int(min(max(wanted.isFinite ? wanted : 1, 1), 100_000))
      for index in 1...count {
        let there = advanced(pose, part.kind, by: part.length * Double(index) / Double(count))
        guard body(there, part) else { return false }
      }
      pose = advanced(pose, part.kind, by: part.length)
    }
    return true
  }

  /// A pose moved along an arc or straight.
  private func advanced(_ pose: SE2, _ kind: Kind, by length: Double) -> SE2 {
    let turn = kind.curvature * length / turningRadius
    let (sine, cosine) = Portable.sincos(pose.heading)
    guard kind != .straight else {
      return SE2(
        x: pose.position.x + length * cosine, y: pose.position.y + length * sine,
        heading: pose.heading)
    }
    let (endSine, endCosine) = Portable.sincos(pose.heading + turn)
    let radius = turningRadius * kind.curvature
    return SE2(
      x: pose.position.x + radius * (endSine - sine),
      y: pose.position.y + radius * (cosine - endCosine), heading: pose.heading + turn)
  }
}
