import DrivingCore
import Geometry

/// A recorded actor between its instants.
enum RecordedMotion {
  /// The state at a time; nil before the first and after the last instant.
  ///
  /// Positions and speeds are linear between instants, headings turn the short way. `cursor` is where
  /// the last look-up ended: time mostly goes forward.
  static func state(
    _ states: [Actor.RecordedState], at time: SimulationTime, cursor: inout Int
  ) -> Actor.RecordedState? {
    guard let first = states.first, let last = states.last, first.time <= time, time <= last.time
    else { return nil }
    if cursor >= states.count || states[cursor].time > time { cursor = 0 }
    while cursor + 1 < states.count, states[cursor + 1].time <= time { cursor += 1 }
    let before = states[cursor]
    guard cursor + 1 < states.count, before.time < time else { return before }
    return between(before, states[cursor + 1], at: time)
  }

  private static func between(
    _ a: Actor.RecordedState, _ b: Actor.RecordedState, at time: SimulationTime
  ) -> Actor.RecordedState {
    let share = (time - a.time).seconds / (b.time - a.time).seconds
    let turn = Angle.difference(from: a.worldFromBox.heading, to: b.worldFromBox.heading)
    let place =
      a.worldFromBox.position + (b.worldFromBox.position - a.worldFromBox.position) * share
    return Actor.RecordedState(
      time: time,
      worldFromBox: SE2(position: place, heading: a.worldFromBox.heading + turn * share),
      speed: a.speed + (b.speed - a.speed) * share,
      acceleration: a.acceleration + (b.acceleration - a.acceleration) * share)
  }

  /// The turn rate (rad/s) between the instants round a time.
  static func yawRate(_ states: [Actor.RecordedState], cursor: Int) -> Double {
    guard cursor + 1 < states.count else { return 0 }
    let (a, b) = (states[cursor], states[cursor + 1])
    let span = (b.time - a.time).seconds
    guard span > 0 else { return 0 }
    return Angle.difference(from: a.worldFromBox.heading, to: b.worldFromBox.heading) / span
  }
}
