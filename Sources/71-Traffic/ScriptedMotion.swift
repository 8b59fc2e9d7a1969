import DrivingCore
import Geometry

/// Scripts: each phase waits for its trigger, then starts its action; phases come in order.
extension TrafficField {
  /// Starts the phases whose triggers hold and follows the speed that is wanted.
  mutating func script(_ index: Int, now: Double, _ span: Double, _ ego: Guest?) {
    while movers[index].nextPhase < movers[index].phases.count {
      let phase = movers[index].phases[movers[index].nextPhase]
      guard holds(phase.trigger, index, now: now, ego) else { break }
      movers[index].nextPhase += 1
      start(phase.action, index, now: now)
    }
    let difference = movers[index].wantedSpeed - movers[index].speed
    let most = movers[index].speedRate
    movers[index].acceleration = min(max(difference / span, -most), most)
  }

  private mutating func start(_ action: Actor.Action, _ index: Int, now: Double) {
    switch action {
    case .changeSpeed(let target, let rate):
      guard target.isFinite, rate.isFinite else { return }
      movers[index].wantedSpeed = max(0, target)
      movers[index].speedRate = abs(rate)
    case .changeLane(let offset, let duration):
      guard offset.isFinite, duration.isFinite else { return }
      movers[index].sideways = SidewaysMove(
        from: movers[index].offset, to: movers[index].offset + offset, start: now,
        duration: max(duration, 0.1))
    }
  }

  /// Whether all that a trigger names holds; one that names nothing holds at once.
  private func holds(
    _ trigger: Actor.Trigger, _ index: Int, now: Double, _ ego: Guest?
  ) -> Bool {
    // Half a nanosecond forgives the rounding of the file's decimal.
    if let time = trigger.time, now < time - 0.5e-9 { return false }
    guard trigger.gapToEgo != nil || trigger.timeToCollision != nil else { return true }
    guard let ego, let (gap, closing) = gapAndClosing(index, ego) else { return false }
    if let limit = trigger.gapToEgo, gap > limit { return false }
    if let limit = trigger.timeToCollision {
      guard closing > 0, gap > 0, gap / closing <= limit else { return false }
    }
    return true
  }

  /// How far the ego is behind along the road, bumper to bumper (m), and how fast it closes in.
  ///
  /// Nil where the ego is ahead: a gap to one's back that is not there is not small.
  private func gapAndClosing(_ index: Int, _ ego: Guest) -> (gap: Double, closing: Double)? {
    guard let path = movers[index].path else { return nil }
    let place = path.project(ego.box.worldFromBox.position)
    let apart = movers[index].s - place.arcLength
    guard apart > 0 else { return nil }
    let direction = Vector2(direction: path.heading(at: place.arcLength))
    return (
      apart - ego.box.length / 2 - movers[index].halfLength,
      ego.velocity.dot(direction) - movers[index].speed
    )
  }
}
