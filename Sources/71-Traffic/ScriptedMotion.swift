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
      movers[index].phaseBegan = now
      start(phase.action, index, now: now)
    }
    // Who reacts decides like other drivers; its script still says when it moves sideways.
    guard movers[index].driver == nil else { return }
    let (speed, wanted) = (movers[index].speed, movers[index].wantedSpeed)
    guard let gap = movers[index].keepsOffEgo, let ego else {
      let most = movers[index].speedRate
      movers[index].acceleration = min(max((wanted - speed) / span, -most), most)
      return
    }
    let most = max(movers[index].speedRate, TrafficField.usualRate)
    let free = max(0, free(index, ego, reach: speed * speed / (2 * TrafficField.brake) + gap) - gap)
    let safe = (2 * TrafficField.brake * free).squareRoot()
    considerTurningBack(index, isHeldUp: safe < 0.05 && wanted > 0.05, now: now)
    movers[index].acceleration =
      safe < speed
      ? max((safe - speed) / span, -2 * TrafficField.brake)
      : min(max((min(wanted, safe) - speed) / span, -most), most)
  }

  /// Whoever is on foot and has been held up by the ego for five seconds goes back again.
  private mutating func considerTurningBack(_ index: Int, isHeldUp: Bool, now: Double) {
    guard isHeldUp, movers[index].object.kind == .pedestrian else {
      movers[index].heldUpSince = nil
      return
    }
    let since = movers[index].heldUpSince ?? now
    movers[index].heldUpSince = since
    if now - since >= 5 { movers[index].turnBack() }
  }

  /// How hard who keeps off the ego brakes, and how it sets off again (m/s²).
  static let (brake, usualRate) = (3.0, 1.5)

  /// How far an actor may go on along its way before it touches the ego as it stands now (m).
  private func free(_ index: Int, _ ego: Guest, reach: Double) -> Double {
    guard let path = movers[index].path else { return .infinity }
    let (box, body) = (movers[index].object.box, ego.box.placed)
    let apart = box.worldFromBox.position.distance(to: ego.box.worldFromBox.position)
    guard apart < reach + 1 + body.radius + box.placed.radius else { return .infinity }
    let count = Int(((reach + 0.5) / 0.1).rounded(.up))
    for step in 0...max(count, 1) {
      let ahead = Double(step) * 0.1
      let there = OrientedBox(
        worldFromBox: path.pose(at: movers[index].s + ahead), length: box.length, width: box.width)
      if there.placed.separation(from: body) <= 0.1 { return ahead }
    }
    return .infinity
  }

  private mutating func start(_ action: Actor.Action, _ index: Int, now: Double) {
    switch action {
    case .react(let driver):
      movers[index].react(as: driver)
      hasDrivers = true
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
    if let span = trigger.after, now < movers[index].phaseBegan + span - 0.5e-9 { return false }
    if let way = trigger.egoTravelled, egoTravelled < way { return false }
    if let reversed = trigger.egoHasReversed, egoHasReversed != reversed { return false }
    if let limit = trigger.distanceToEgo {
      guard let ego, movers[index].object.box.placed.separation(from: ego.box.placed) <= limit
      else { return false }
    }
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
