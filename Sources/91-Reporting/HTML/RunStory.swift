import DrivingCore
import Geometry
import Roads

/// What a report shows of one run, in little room: made right after the run, so that the record
/// need not be kept.
///
/// Ten samples a second (fewer for long runs), lengths in whole centimetres from an origin near the
/// start, angles in whole milliradians.
public struct RunStory: Sendable, Encodable {
  /// Longer runs are sampled more coarsely.
  static let mostSamples = 1500
  /// The clearance is searched this far (m).
  static let clearanceRange = 60.0

  struct Car: Sendable, Encodable {
    var l, w, wb, ro, tr: Int
  }
  struct Other: Sendable, Encodable {
    var id: String
    var i, l, w: Int
    /// Whether it has a front, as vehicles have.
    var v: Bool
    var p: [Int]
  }
  struct Thinking: Sendable, Hashable, Encodable {
    var decision, plan, gate: String
  }
  struct Event: Sendable, Encodable {
    var i: Int
    var kind, text, why: String
  }
  struct Frame: Sendable, Encodable {
    var i: Int
    var jpeg: String
  }

  var n = 0
  var dt = 100
  var follow = true
  var span = 120
  var box: [Int] = []
  var car: Car
  var x: [Int] = []
  var y: [Int] = []
  var h: [Int] = []
  var v: [Int] = []
  var a: [Int] = []
  var side: [Int] = []
  var steer: [Int] = []
  var target: [Int?] = []
  var off: [Int?] = []
  var gap: [Int?] = []
  var others: [Other] = []
  var thought: [Int] = []
  var thoughts: [Thinking] = []
  var plans: [[Int]] = []
  var seen: [[[Int]]] = []
  var events: [Event] = []
  var expert: [Int] = []
  var ground = GroundStory()
  var strokes: [StrokeStory] = []
  var frames: [Frame] = []

  private enum CodingKeys: String, CodingKey {
    case n, dt, follow, span, box, car, x, y, h, v, a, side, steer, target, off, gap, others
    case thought, thoughts, plans, seen, events, expert, strokes, frames
  }

  /// Writes the story with its ground as one object.
  public func encode(to encoder: any Encoder) throws {
    try ground.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(n, forKey: .n)
    try container.encode(dt, forKey: .dt)
    try container.encode(follow, forKey: .follow)
    try container.encode(span, forKey: .span)
    try container.encode(box, forKey: .box)
    try container.encode(car, forKey: .car)
    for (key, values) in [(CodingKeys.x, x), (.y, y), (.h, h), (.v, v), (.a, a), (.side, side)] {
      try container.encode(values, forKey: key)
    }
    try container.encode(steer, forKey: .steer)
    for (key, values) in [(CodingKeys.target, target), (.off, off), (.gap, gap)] {
      try container.encode(values, forKey: key)
    }
    try container.encode(others, forKey: .others)
    try container.encode(thought, forKey: .thought)
    try container.encode(thoughts, forKey: .thoughts)
    try container.encode(plans, forKey: .plans)
    try container.encode(seen, forKey: .seen)
    try container.encode(events, forKey: .events)
    try container.encode(expert, forKey: .expert)
    if !strokes.isEmpty { try container.encode(strokes, forKey: .strokes) }
    try container.encode(frames, forKey: .frames)
  }

  /// Tells a run, with the strokes of a manoeuvre; nil where nothing was simulated.
  public init?(
    _ record: RunRecord, frames: [ReportFrame] = [], strokes: [DrivenStroke] = []
  ) {
    guard let first = record.ticks.first?.scene.ego, let last = record.ticks.last?.scene.time,
      first.worldFromVehicle.position.x.isFinite, first.worldFromVehicle.position.y.isFinite
    else { return nil }
    let duration = (last - first.time).seconds
    dt = max(100, Int((duration * 1000 / Double(RunStory.mostSamples)).rounded(.up)))
    let body = record.mission.vehicle.body
    car = Car(
      l: Scale.cm(body.length), w: Scale.cm(body.width), wb: Scale.cm(body.wheelbase),
      ro: Scale.cm(body.rearOverhang), tr: Scale.cm(body.track - 0.15))
    follow = record.mission.kind != .parking
    span = record.mission.kind == .parking ? 30 : 105
    let scale = Scale(origin: first.worldFromVehicle.position)
    let samples = RunStory.samples(record.ticks, every: dt)
    n = samples.count
    tellEgo(samples, scale, record.mission)
    tellOthers(samples, scale)
    tellThoughts(record, samples, scale)
    expert = scale.line((record.expert ?? []).map(\.worldFromVehicle.position), tolerance: 0.05)
    let path = samples.map(\.scene.ego.worldFromVehicle.position)
    ground = GroundStory(record.mission, around: path, scale)
    box = RunStory.frame(of: path + (record.mission.goal?.pose.map { [$0.position] } ?? []), scale)
    self.strokes = strokes.map { StrokeStory($0, scale) }
    let start = first.time
    self.frames = frames.map { frame in
      Frame(i: index(of: frame.time - start), jpeg: Base64.text(frame.jpeg))
    }
  }

  /// One tick in each step of `period` milliseconds, and the last.
  private static func samples(_ ticks: [RunRecord.Tick], every period: Int) -> [RunRecord.Tick] {
    guard let start = ticks.first?.scene.time else { return [] }
    var result: [RunRecord.Tick] = []
    for tick in ticks {
      let due = Int64(result.count) * Int64(period) * 1_000_000
      if (tick.scene.time - start).nanoseconds >= due { result.append(tick) }
    }
    return result
  }

  private func index(of time: SimulationTime) -> Int {
    min(max(Int(time.nanoseconds / (Int64(dt) * 1_000_000)), 0), max(n - 1, 0))
  }

  private mutating func tellEgo(
    _ samples: [RunRecord.Tick], _ scale: Scale, _ mission: Mission
  ) {
    for sample in samples {
      let ego = sample.scene.ego
      let place = scale.point(ego.worldFromVehicle.position)
      x.append(place.0)
      y.append(place.1)
      h.append(Scale.mrad(ego.worldFromVehicle.heading))
      v.append(Scale.cm(ego.speed))
      a.append(Scale.cm(ego.acceleration))
      side.append(Scale.cm(ego.speed * ego.yawRate))
      steer.append(Scale.mrad(ego.steeringAngle))
      off.append(mission.map.lane(at: ego.worldFromVehicle).map { Scale.cm($0.d) })
      gap.append(RunStory.clearance(sample.scene, mission).map(Scale.cm))
    }
  }

  /// How far the body is from the nearest other; nil where nobody is near.
  private static func clearance(_ scene: Scene, _ mission: Mission) -> Double? {
    let body = mission.vehicle.footprint(at: scene.ego.worldFromVehicle)
    var least = RunStory.clearanceRange
    for object in scene.objects
    where object.box.worldFromBox.position.distance(to: body.worldFromBox.position) < least + 12 {
      least = min(least, body.distance(to: object.box))
    }
    for obstacle in mission.lot?.obstacles ?? [] where !obstacle.kind.isLow {
      least = min(least, body.distance(to: obstacle.outline))
    }
    return least < RunStory.clearanceRange ? max(least, 0) : nil
  }

  private mutating func tellOthers(_ samples: [RunRecord.Tick], _ scale: Scale) {
    var open: [String: Other] = [:]
    for (index, sample) in samples.enumerated() {
      for object in sample.scene.objects {
        let place = scale.point(object.box.worldFromBox.position)
        let entry = [place.0, place.1, Scale.mrad(object.box.worldFromBox.heading)]
        if var other = open[object.id], other.i + other.p.count / 3 == index {
          RunStory.appendUnwrapped(entry, to: &other.p)
          open[object.id] = other
        } else {
          if let ended = open[object.id] { others.append(ended) }
          open[object.id] = Other(
            id: object.id, i: index, l: Scale.cm(object.box.length), w: Scale.cm(object.box.width),
            v: object.kind.isVehicle, p: entry)
        }
      }
    }
    others += open.values
    others.sort { ($0.id, $0.i) < ($1.id, $1.i) }
  }

  /// Headings go on past a half turn, so that the report can interpolate.
  private static func appendUnwrapped(_ entry: [Int], to flat: inout [Int]) {
    let turn = 6283
    var entry = entry
    if let before = flat.last {
      while entry[2] - before > turn / 2 { entry[2] -= turn }
      while entry[2] - before < -turn / 2 { entry[2] += turn }
    }
    flat += entry
  }

  /// What the whole run needs to be seen: west, south, east, north (cm).
  private static func frame(of path: [Vector2], _ scale: Scale) -> [Int] {
    let bounds = Bounds(around: path).expanded(by: 9)
    let (low, high) = (scale.point(bounds.low), scale.point(bounds.high))
    return [low.0, low.1, max(high.0, low.0 + 1), max(high.1, low.1 + 1)]
  }
}

extension ParkingLot.Obstacle.Kind {
  /// Whether a body can hang over it.
  var isLow: Bool { self == .kerb || self == .wheelStop }
}
