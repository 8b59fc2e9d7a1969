/// Where a vehicle that moves sideways is going: to the middle of the next lane, or nowhere.
///
/// Vehicles wander within their lanes; what is no more than that must not be braked for. What moves
/// at a lane changer's pace, or slowly across the edge of its lane, is on its way over.
struct SidewaysMotion: Hashable, Sendable {
  /// Sideways speed that counts (m/s); 0 where it is wandering only.
  let rate: Double
  /// Where it ends (m left of the line).
  let target: Double

  /// Faster than this nobody wanders (m/s).
  static let purposeful = 0.25
  /// Slower than this nothing can be told from noise (m/s).
  static let noticeable = 0.1
  /// So near to the edge of its lane a body is about to cross it (m).
  static let edge = 0.3
  /// So fast (m/s) a body that is just past the middle of a lane is leaving it, not settling in.
  static let leaving = 0.4

  /// Judges a motion: speed to the left (m/s), offset from the line (m), half the body, lane width.
  init(rate: Double, offset: Double, halfWidth: Double, laneWidth: Double) {
    let side: Double = rate > 0 ? 1 : -1
    let middle = (offset / laneWidth).rounded() * laneWidth
    let toEdge = laneWidth / 2 - halfWidth - (offset - middle) * side
    let counts =
      abs(rate) > SidewaysMotion.purposeful
      || abs(rate) > SidewaysMotion.noticeable && toEdge < SidewaysMotion.edge
    guard counts else {
      (self.rate, target) = (0, offset)
      return
    }
    // Who has just passed the middle slowly is settling in; who has not reached it is on the way.
    let settled = abs(rate) < SidewaysMotion.leaving ? 0.2 : -1e-6
    let lanes = side * ((side * offset - settled) / laneWidth).rounded(.up)
    self.rate = rate
    target = side * max(side * lanes * laneWidth, side * offset)
  }
}
