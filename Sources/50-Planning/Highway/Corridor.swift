import DrivingCore
import Geometry
import Roads

/// One line the ego may follow, with everything known along it: where the ego is, who else, how fast.
struct Corridor: Sendable {
  /// What following the line means.
  enum Purpose: Hashable, Sendable {
    /// Stay on the lane followed so far.
    case keep
    /// Move to the lane beside.
    case change
  }

  /// What following the line means.
  var purpose: Purpose
  /// The line.
  var line: ReferenceLine
  /// Where and how the plan starts, in road coordinates.
  var start: FrenetMotion
  /// Everyone else.
  var others: ObjectPrediction
  /// How fast where.
  var ceiling: SpeedCeiling
  /// Where to stand (m along the line, rear axle); nil where nothing asks to stop.
  var stop: Double? = nil
  /// The goal, where it lies on this line.
  var goal: GoalWindow? = nil
  /// Why nothing may drive here now; nil where it may.
  var refusal: String? = nil
  /// How far each object is from the ego at the start (m): who is nearer than the margin already
  /// must only not come nearer.
  var startApart: [Double]
  /// Offsets that lead round what stands in the way (m left of the line).
  var detours: [Double] = []
  /// Somebody in the lane beside whom the ego drops behind to merge after it; nil for nobody.
  var yields: Int?
  /// Where cars may drive; detours must stay on it.
  var road: RoadMap = .empty

  /// The object directly ahead of a place at a step: the least gap among those in the way.
  ///
  /// - Parameters:
  ///   - s: the front of the ego (m along the line).
  ///   - path: whose offsets say what is in the way.
  ///   - halfWidth: half the width of the ego with its margin (m).
  func lead(
    at step: Int, front s: Double, path: CandidatePath, halfWidth: Double
  ) -> (gap: Double, rate: Double, acceleration: Double, object: Int)? {
    var best: (gap: Double, rate: Double, acceleration: Double, object: Int)?
    let base = step * others.count
    for object in 0..<others.count {
      let along = others.s[base + object]
      // Its middle must be ahead of the ego's front; what is beside is the contact check's matter.
      let gap = along - others.halfAlong[object] - s
      guard along > s, gap < (best?.gap ?? .infinity) else { continue }
      let apart = abs(others.d[base + object] - path.offset(atS: along))
      guard apart < halfWidth + others.halfAcross[object] else { continue }
      best = (gap, others.rate[base + object], others.braking[object], object)
    }
    return best
  }

  /// The one to merge behind, by the gap asked for, seen along this line (a lane's width away).
  ///
  /// Gap 0 lies behind the nearest whose middle is ahead of the ego's, 1 behind the next after that,
  /// -1 behind the nearest whose middle is not ahead.
  func leader(ofGap gap: Int, offset: Double, egoMiddle: Double) -> Int? {
    let beside = (0..<others.count).filter {
      others.isAlong[$0] && abs(others.d[$0] - offset) < line.width / 2
    }
    let ahead = beside.filter { others.s[$0] > egoMiddle }.sorted {
      (others.s[$0], $0) < (others.s[$1], $1)
    }
    if gap < 0 {
      return beside.filter { others.s[$0] <= egoMiddle && others.s[$0] > egoMiddle - 60 }.max {
        (others.s[$0], -$0) < (others.s[$1], -$1)
      }
    }
    return gap < ahead.count ? ahead[gap] : nil
  }

  /// Whether a car coming from behind on this line would have to brake harder than 3 m/s².
  ///
  /// UN R79 5.6.4.7: it reacts after 0.4 s, brakes at 3 m/s² and keeps one second of its speed;
  /// here half a second, which is what drivers leave in dense traffic.
  func carBehindTooClose(
    egoRear: Double, egoFront: Double, egoSpeed: Double, halfWidth: Double, laneOffset: Double
  ) -> Int? {
    for object in 0..<others.count where others.isAlong[object] {
      let (along, rate) = (others.s[object], others.rate[object])
      guard abs(others.d[object] - laneOffset) < halfWidth + others.halfAcross[object] else {
        continue
      }
      if along - others.halfAlong[object] > egoFront { continue }
      let gap = egoRear - (along + others.halfAlong[object])
      let closing = max(0, rate - egoSpeed)
      let needed = closing * 0.4 + closing * closing / 6 + max(2, 0.5 * rate)
      if along + others.halfAlong[object] > egoRear || gap < needed { return object }
    }
    return nil
  }

  /// Whether the gap to the car ahead on this line is too small to move in.
  func carAheadTooClose(egoFront: Double, egoSpeed: Double, halfWidth: Double, laneOffset: Double)
    -> Int?
  {
    for object in 0..<others.count {
      let (along, rate) = (others.s[object], others.rate[object])
      guard abs(others.d[object] - laneOffset) < halfWidth + others.halfAcross[object],
        along > egoFront - others.halfAlong[object]
      else { continue }
      let gap = along - others.halfAlong[object] - egoFront
      let closing = max(0, egoSpeed - rate)
      if gap < 2 + 0.4 * egoSpeed + closing * closing / 5 { return object }
    }
    return nil
  }
}
