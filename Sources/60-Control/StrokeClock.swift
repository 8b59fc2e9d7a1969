import DrivingCore
import Geometry

/// Which stroke of the plan is driven, and where on the plan's own clock the ego is.
///
/// On a highway the plan's clock is the simulation's. Where there are strokes it waits: at a cusp
/// until the car stands and its wheels are turned, and whenever the car is behind.
struct StrokeClock: Sendable {
  /// The stroke that is driven.
  private(set) var stroke = 0
  /// What the plan's clock shows.
  private(set) var time = SimulationTime.zero
  private var last: SimulationTime?
  private var before = SimulationTime.zero
  private var strokeCount = 0

  /// Starts a new plan at the simulation's time.
  mutating func start(_ track: PlanTrack, at now: SimulationTime) {
    (time, last, before) = (now, now, now)
    (stroke, strokeCount) = (0, track.strokes.count)
    while stroke + 1 < track.strokes.count,
      track.points[track.strokes[stroke].last].time < now
    { stroke += 1 }
  }

  /// Goes on with the same plan whose past was cut off: strokes are counted from its end.
  mutating func resume(_ track: PlanTrack) {
    stroke = max(0, track.strokes.count - (strokeCount - stroke))
    strokeCount = track.strokes.count
  }

  /// Goes on; `lag` is how far the ego is behind the reference (m).
  mutating func advance(to now: SimulationTime, lag: Double, tuning: TrackerTuning) {
    let passed = max(0, (now - (last ?? now)).nanoseconds)
    (last, before) = (now, time)
    var pace = 1.0
    if lag > tuning.patience { pace = max(0, 1 - (lag - tuning.patience) / tuning.patience) }
    // Thousandths keep the clock an integer.
    time.nanoseconds += pace >= 1 ? passed : Int64((pace * 1000).rounded()) * (passed / 1000)
  }

  /// Stops the clock at a time it may not pass.
  mutating func hold(at limit: SimulationTime) { time = min(time, limit) }

  /// Takes back what passed since the step before, but goes on up to a time.
  mutating func freeze(butUpTo limit: SimulationTime) { time = min(time, max(before, limit)) }

  /// Enters the next stroke.
  mutating func enterNext(_ track: PlanTrack) {
    guard stroke + 1 < track.strokes.count else { return }
    stroke += 1
    time = max(time, track.points[track.strokes[stroke].first].time)
  }
}
