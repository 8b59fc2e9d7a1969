import DrivingCore
import Geometry
import Roads

/// A record made ready for scoring: the ego and everyone else at 10 Hz and at every tick.
struct RunSamples {
  /// nuPlan's step between samples (s).
  static let step = SimulationTime(nanoseconds: 100_000_000)

  let record: RunRecord
  let outline: NuPlan.Outline
  let lanes: LaneFinder
  /// The ticks taken as samples: the first at or after each tenth of a second.
  let chosen: [Int]
  /// The ego at the chosen ticks.
  let samples: [NuPlan.EgoSample]

  /// Samples a record; no samples where it has no ticks.
  init(_ record: RunRecord) {
    self.record = record
    outline = NuPlan.Outline(record.mission.vehicle.body)
    lanes = LaneFinder(record.mission.map)
    var chosen: [Int] = []
    var due = record.ticks.first?.scene.time ?? .zero
    for (index, tick) in record.ticks.enumerated() where tick.scene.time >= due {
      chosen.append(index)
      while due <= tick.scene.time { due += RunSamples.step }
    }
    self.chosen = chosen
    let states = chosen.map { tick -> VehicleState in
      var state = record.ticks[tick].scene.ego
      // The scene's clock counts, whatever the state carries.
      state.time = record.ticks[tick].scene.time
      return state
    }
    let step = NuPlan.meanStep(states.map(\.time.seconds)) ?? RunSamples.step.seconds
    let yawAcceleration = Sampled.gradient(states.map(\.yawRate), step: step)
    samples = zip(states, yawAcceleration).map { NuPlan.EgoSample($0, yawAcceleration: $1) }
  }

  /// The ego's boxes at the chosen ticks.
  var boxes: [OrientedBox] { samples.map { outline.box(at: $0.worldFromRearAxle) } }

  /// Everyone else at the chosen ticks.
  var tracks: [[NuPlan.Track]] {
    chosen.map { record.ticks[$0].scene.objects.map(NuPlan.Track.init) }
  }

  /// First contacts, looked for at every tick so that none slips between two samples.
  func collisions() -> NuPlan.Collisions {
    let egos = record.ticks.map { NuPlan.EgoSample($0.scene.ego, yawAcceleration: 0) }
    let reach = Vector2(outline.front + outline.rear, outline.width).length / 2
    let tracks = zip(record.ticks, egos).map { tick, ego -> [NuPlan.Track] in
      let middle = ego.worldFromRearAxle * Vector2(outline.centreOffset, 0)
      // Most are far away at most ticks: only who may touch is looked at closely.
      return tick.scene.objects.filter { $0.box.mayReach(middle, within: reach) }
        .map(NuPlan.Track.init)
    }
    return NuPlan.Collisions(egos, tracks: tracks, outline: outline) { index in
      lanes.isInOneLane(outline.box(at: egos[index].worldFromRearAxle))
    }
  }

  /// How far the worst corner lies outside the drivable area at each sample (m); nil without one.
  func excursions() -> [Double]? {
    var areas: [Polygon] = []
    if let lot = record.mission.lot, let drivable = lot.drivable {
      areas = [drivable] + lot.slots.map(\.outline)
    }
    guard !lanes.isEmpty || !areas.isEmpty else { return nil }
    return boxes.map { box in
      box.corners.reduce(0) { worst, corner in
        let inLot = areas.reduce(Double.infinity) { min($0, $1.distance(to: corner)) }
        return max(worst, inLot == 0 ? 0 : min(inLot, lanes.excursion(of: corner)))
      }
    }
  }
}

extension NuPlan.Outline {
  /// The outline of a vehicle's body.
  public init(_ body: VehicleSpec.Body) {
    self.init(front: body.length - body.rearOverhang, rear: body.rearOverhang, width: body.width)
  }
}

extension NuPlan.EgoSample {
  /// The sample of a vehicle state; the lateral acceleration is that of rolling without slip.
  init(_ state: VehicleState, yawAcceleration: Double) {
    self.init(
      time: state.time.seconds, worldFromRearAxle: state.worldFromVehicle,
      velocity: Vector2(state.speed, 0),
      acceleration: Vector2(state.acceleration, state.speed * state.yawRate),
      yawRate: state.yawRate, yawAcceleration: yawAcceleration)
  }
}

extension NuPlan.Track {
  /// The track of an object.
  init(_ object: TrackedObject) {
    let group: Group =
      object.kind.isVulnerable ? .vulnerable : object.kind.isVehicle ? .vehicle : .object
    self.init(id: object.id, group: group, box: object.box, speed: object.velocity.length)
  }
}

extension OrientedBox {
  /// Whether a point may be within a distance (m) of the box: a quick test by circles.
  func mayReach(_ point: Vector2, within distance: Double) -> Bool {
    let reach = distance + (length + width) / 2
    return (worldFromBox.position - point).squaredLength <= reach * reach
  }
}
