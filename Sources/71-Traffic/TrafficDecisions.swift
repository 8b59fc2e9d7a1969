import DrivingCore
import Geometry

/// What drivers decide: how hard to pull, and whether to change lanes.
extension TrafficField {
  /// The acceleration of a driver on a lane.
  func laneAcceleration(_ index: Int) -> Double {
    guard let driver = movers[index].driver else { return 0 }
    let seen = occupancy.ahead(
      of: movers[index].s, halfLength: movers[index].halfLength, on: movers[index].chain,
      from: movers[index].chainIndex, roads: roads, reach: TrafficField.sight, except: index)
    let end = endPull(
      driver, movers[index], s: movers[index].s, chain: movers[index].chain,
      from: movers[index].chainIndex)
    return min(TrafficField.pull(driver, movers[index].speed, behind: seen), end)
  }

  /// The acceleration before the end of a lane, which counts as something that stands there.
  private func endPull(
    _ driver: Actor.Follower, _ mover: Mover, s: Double, chain: [Int], from chainIndex: Int
  ) -> Double {
    guard let end = roads.endAhead(of: s, on: chain, from: chainIndex), end < TrafficField.sight
    else { return .infinity }
    return IntelligentDriver.acceleration(
      driver, speed: mover.speed, gap: end - mover.halfLength, speedAhead: 0)
  }

  /// The acceleration of a driver behind someone, or on an open road.
  static func pull(
    _ driver: Actor.Follower, _ speed: Double, behind seen: LaneOccupancy.Sighting?
  ) -> Double {
    guard let seen else { return IntelligentDriver.acceleration(driver, speed: speed) }
    return IntelligentDriver.acceleration(
      driver, speed: speed, gap: seen.gap, speedAhead: seen.speed)
  }

  /// The acceleration of a driver on its own way, who looks at everyone near it.
  func pathAcceleration(_ index: Int, _ ego: Guest?) -> Double {
    guard let driver = movers[index].driver, let path = movers[index].path else { return 0 }
    var nearest: LaneOccupancy.Sighting?
    func look(_ box: OrientedBox, _ velocity: Vector2, _ mover: Int) {
      let apart = box.worldFromBox.position - movers[index].object.box.worldFromBox.position
      guard apart.squaredLength < TrafficField.sight * TrafficField.sight else { return }
      let projection = path.project(
        box.worldFromBox.position, near: movers[index].s, window: TrafficField.sight)
      let room = (box.width + movers[index].object.box.width) / 2 + 0.2
      guard projection.arcLength > movers[index].s, abs(projection.offset) < room else { return }
      let gap =
        projection.arcLength - movers[index].s - box.length / 2 - movers[index].halfLength
      guard gap < nearest?.gap ?? .infinity else { return }
      let direction = Vector2(direction: path.heading(at: projection.arcLength))
      nearest = .init(gap: gap, speed: velocity.dot(direction), mover: mover)
    }
    if let ego { look(ego.box, ego.velocity, -1) }
    for other in movers.indices where other != index {
      guard movers[other].isPresent, movers[other].mode != .gone else { continue }
      look(movers[other].object.box, movers[other].object.velocity, other)
    }
    return TrafficField.pull(driver, movers[index].speed, behind: nearest)
  }

  /// Asks each driver that changes lanes once a second, a tenth of them at each decision.
  mutating func considerLaneChanges(tick: Int, now: Double) {
    for index in movers.indices where movers[index].thinkingPhase == tick % 10 {
      guard movers[index].mode == .lane, let politeness = movers[index].driver?.politeness,
        movers[index].sideways == nil, now - movers[index].lastChange >= 2
      else { continue }
      var best: (gain: Double, lane: Int)?
      let lane = movers[index].lane
      for beside in [roads.left[lane], roads.right[lane]] where beside >= 0 {
        guard let gain = incentive(index, to: beside)?.gain(politeness: politeness),
          gain >= LaneChangeIncentive.threshold, gain > best?.gain ?? -.infinity
        else { continue }
        best = (gain, beside)
      }
      if let best { changeLane(index, to: best.lane, now: now) }
    }
  }

  /// What a change to a lane beside would bring; nil where that lane does not run alongside.
  private func incentive(_ index: Int, to lane: Int) -> LaneChangeIncentive? {
    guard let driver = movers[index].driver else { return nil }
    let (mover, sight) = (movers[index], TrafficField.sight)
    let projection = roads.paths[lane].project(mover.object.box.worldFromBox.position)
    let s = projection.arcLength
    guard s > 0, s < roads.paths[lane].length else { return nil }
    let half = mover.halfLength
    let chain = roads.chain(from: lane, at: s)
    let newAhead = occupancy.ahead(
      of: s, halfLength: half, on: chain, from: 0, roads: roads, reach: sight, except: index)
    let newBehind = occupancy.behind(
      s, halfLength: half, on: lane, roads: roads, reach: sight, except: index)
    let oldAhead = occupancy.ahead(
      of: mover.s, halfLength: half, on: mover.chain, from: mover.chainIndex, roads: roads,
      reach: sight, except: index)
    let oldBehind = occupancy.behind(
      mover.s, halfLength: half, on: mover.lane, roads: roads, reach: sight, except: index)
    return LaneChangeIncentive(
      own: (
        min(
          TrafficField.pull(driver, mover.speed, behind: oldAhead),
          endPull(driver, mover, s: mover.s, chain: mover.chain, from: mover.chainIndex)),
        min(
          TrafficField.pull(driver, mover.speed, behind: newAhead),
          endPull(driver, mover, s: s, chain: chain, from: 0))
      ),
      newFollower: follower(newBehind, now: newAhead, then: mover, isNew: true),
      oldFollower: follower(oldBehind, now: oldAhead, then: mover, isNew: false))
  }

  /// The acceleration of a follower with the mover between it and the one ahead, and without.
  private func follower(
    _ behind: LaneOccupancy.Sighting?, now ahead: LaneOccupancy.Sighting?, then mover: Mover,
    isNew: Bool
  ) -> (now: Double, then: Double) {
    guard let behind else { return (0, 0) }
    let known = behind.mover >= 0 ? movers[behind.mover].driver : nil
    // The ego and scripted cars are taken as drivers who like the speed they have.
    let driver = known ?? Actor.Follower(desiredSpeed: max(behind.speed, 1))
    var far = ahead
    far?.gap += behind.gap + 2 * mover.halfLength
    let near = LaneOccupancy.Sighting(gap: behind.gap, speed: mover.speed, mover: 0)
    let open = TrafficField.pull(driver, behind.speed, behind: far)
    let shut = TrafficField.pull(driver, behind.speed, behind: near)
    return isNew ? (open, shut) : (shut, open)
  }

  private mutating func changeLane(_ index: Int, to lane: Int, now: Double) {
    let place = movers[index].object.box.worldFromBox.position
    let projection = roads.paths[lane].project(place)
    movers[index].leaving = movers[index].lane
    movers[index].leavingShift = movers[index].s - projection.arcLength
    movers[index].lane = lane
    movers[index].s = projection.arcLength
    movers[index].chain = roads.chain(from: lane, at: projection.arcLength)
    movers[index].chainIndex = 0
    movers[index].lastChange = now
    movers[index].sideways = SidewaysMove(
      from: projection.offset, to: 0, start: now, duration: 4)
  }
}
