import DrivingCore
import Geometry
import Roads

/// Somebody who moved into the ego's lane ahead of it, as a run shows it.
///
/// UN R157 5.2.5.2 takes the moment when the other vehicle is 0.30 m beyond the lane marking, with
/// its sideways motion visible for 0.72 s.
struct CutIn {
  /// One instant, in the lane that the ego is in at the cut-in.
  struct Instant: Sendable, Hashable {
    /// When (s since the start of the run).
    var time: Double
    /// The ego's middle along the lane (m).
    var egoX: Double
    /// The ego's middle left of the lane's (m).
    var egoY: Double
    /// The ego's speed (m/s).
    var egoSpeed: Double
    /// The other's middle along the lane (m).
    var objectX: Double
    /// The other's middle left of the lane's (m).
    var objectY: Double
    /// The other's speed along the lane (m/s).
    var objectSpeed: Double
  }

  /// How deep in the lane a body must be (m), and how long its motion must have been visible (s).
  static let (depth, visible) = (0.30, 0.72)

  /// Who it was.
  let id: String
  /// The run from some seconds before the cut-in to its end.
  let instants: [Instant]
  /// Which of them is the cut-in.
  let moment: Int
  /// The measures of the two (m).
  let lengths: (ego: Double, object: Double)
  /// Their widths (m).
  let widths: (ego: Double, object: Double)

  /// The gap between the bumpers at the cut-in (m) and the closing speed (m/s).
  var gap: Double {
    instants[moment].objectX - instants[moment].egoX - (lengths.ego + lengths.object) / 2
  }
  /// How much faster the ego is at the cut-in (m/s).
  var closing: Double { instants[moment].egoSpeed - instants[moment].objectSpeed }
  /// The time to collision at the cut-in (s); infinite where the ego is not faster.
  var timeToCollision: Double { closing > 0 ? gap / closing : .infinity }

  /// The first cut-in of a run; nil where there is none.
  static func first(in run: RunSamples) -> CutIn? {
    let route = run.lanes.route(of: run.boxes.map(\.worldFromBox))
    guard let chains = DrivenChains(route, in: run.record.mission.map) else { return nil }
    var before: [(id: String, depths: [Double])] = []
    var lane = chains[0].start
    for sample in run.samples.indices {
      // A change of the ego's own lane is no cut-in of anybody.
      if chains[sample].start != lane { (lane, before) = (chains[sample].start, []) }
      let found = depths(run, chains[sample], sample)
      for (id, depth, isAhead) in found {
        let past = before.first { $0.id == id }?.depths ?? []
        if isAhead, comesIn(past, now: depth) {
          return CutIn(run, chains[sample].centre, at: sample, by: id)
        }
      }
      before = found.map { item in
        let past = before.first { $0.id == item.id }?.depths ?? []
        return (item.id, Array(past.suffix(9)) + [item.depth])
      }
    }
    return nil
  }

  /// Whether a body was outside and moved in steadily for the time its motion must be visible.
  private static func comesIn(_ past: [Double], now: Double) -> Bool {
    let needed = Int((visible / RunSamples.step.seconds).rounded(.up))
    guard now >= depth, let last = past.last, last < depth, past.count >= needed else {
      return false
    }
    let recent = past.suffix(needed) + [now]
    return zip(recent, recent.dropFirst()).allSatisfy { $1 > $0 }
  }

  /// How deep everyone near is in the ego's lane (m), negative outside, and whether ahead.
  private static func depths(
    _ run: RunSamples, _ chain: LaneChain, _ sample: Int
  ) -> [(id: String, depth: Double, isAhead: Bool)] {
    let scene = run.record.ticks[run.chosen[sample]].scene
    let ego = run.outline.box(at: scene.ego.worldFromVehicle)
    let here = chain.centre.extendedFrame(at: ego.worldFromBox.position)
    let half = (run.record.mission.map[chain.start]?.width(atFraction: 0.5) ?? 3.5) / 2
    return scene.objects.compactMap { object in
      guard object.kind.isVehicle, object.box.mayReach(ego.worldFromBox.position, within: 100)
      else { return nil }
      let there = chain.centre.extendedFrame(at: object.box.worldFromBox.position)
      guard abs(there.offset) < 3 * half else { return nil }
      return (
        object.id, half - abs(there.offset) + object.box.width / 2, there.along > here.along
      )
    }
  }

  /// How long before the cut-in a model driver is put behind the wheel (s).
  static let leadIn = 5.0

  private init?(_ run: RunSamples, _ lane: Path, at sample: Int, by id: String) {
    let first = max(0, sample - Int(CutIn.leadIn / RunSamples.step.seconds))
    var instants: [Instant] = []
    var size: OrientedBox?
    var moment = 0
    for index in first..<run.samples.count {
      let scene = run.record.ticks[run.chosen[index]].scene
      guard let object = scene.objects.first(where: { $0.id == id }) else {
        if index < sample {
          instants = []
          continue
        }
        break
      }
      if index == sample { moment = instants.count }
      size = object.box
      let ego = lane.extendedFrame(
        at: run.outline.box(at: scene.ego.worldFromVehicle).worldFromBox.position)
      let other = lane.extendedFrame(at: object.box.worldFromBox.position)
      instants.append(
        Instant(
          time: run.samples[index].time - (run.samples.first?.time ?? 0), egoX: ego.along,
          egoY: ego.offset, egoSpeed: scene.ego.speed, objectX: other.along,
          objectY: other.offset, objectSpeed: object.velocity.dot(Vector2(direction: other.heading))
        ))
    }
    guard let size, instants.indices.contains(moment) else { return nil }
    self.id = id
    self.instants = instants
    self.moment = moment
    lengths = (run.outline.front + run.outline.rear, size.length)
    widths = (run.outline.width, size.width)
  }
}

extension CutIn {
  /// Whether a model driver in the ego's place would not have touched the other car.
  ///
  /// The model takes the wheel up to 5 s before the cut-in, at the ego's place and speed, keeps its
  /// lane and brakes only. The other car does what it did in the run and after its end goes on.
  func isAvoided(by model: DriverModel) -> Bool {
    guard let start = instants.first else { return true }
    var driver = ModelDriver(model)
    var (x, speed, before) = (start.egoX, start.egoSpeed, start.egoSpeed)
    for step in 0..<(instants.count + 50) {
      let other = instant(step)
      let drift = (instant(step + 1).objectY - other.objectY) * CutInScene.rate
      let across = other.objectY - start.egoY
      let now = DriverSituation(
        egoX: x, egoSpeed: speed, egoAcceleration: (speed - before) * CutInScene.rate,
        objectX: other.objectX, objectY: across, objectSpeed: max(0, other.objectSpeed),
        approach: across > 0 ? -drift : drift, lengths: lengths, widths: widths)
      if now.lateralGap < 0 && now.gap < 0 { return false }
      before = speed
      speed = driver.step(now).speed
      x += speed / CutInScene.rate
    }
    return true
  }

  /// What the run shows at a step; after its end the other car goes straight on.
  private func instant(_ step: Int) -> Instant {
    guard step >= instants.count, var last = instants.last else {
      return instants[min(step, instants.count - 1)]
    }
    last.objectX += last.objectSpeed * Double(step - instants.count + 1) / CutInScene.rate
    return last
  }
}
