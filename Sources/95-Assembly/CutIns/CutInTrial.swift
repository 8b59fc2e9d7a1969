import Control
import DrivingCore
import Dynamics
import Geometry
import Perception
import Planning
import Reasoning
import Roads
import Sensing
import Simulation
import Tracking

/// The whole loop in a cut-in scene: planner, gate, tracker and car, with true percepts.
///
/// The same scene that the driver models are put into: same measures, places and speeds at the
/// start. The road has two lanes of 3.5 m and no limit; the ego's set speed is its speed at the
/// start. Contact is looked for every 10 ms between the boxes as they lie.
public struct CutInTrial: Sendable {
  /// What came of a trial.
  public struct Result: Sendable, Hashable, Codable {
    /// How it ended.
    public var outcome: CutInRun.Outcome
    /// When it ended (s): at contact, or when nothing could happen any more.
    public var time: Double
    /// The least distance between the two bodies (m); 0 in a contact.
    public var clearance: Double
    /// The hardest braking of the car (m/s²), positive.
    public var deceleration: Double
    /// How much slower than at the start the ego ever was (m/s); 0 where it never was.
    public var speedLoss: Double
    /// The ego's speed at the end (m/s).
    public var finalSpeed: Double
    /// The farthest the ego's middle was from the middle of its lane (m).
    public var excursion: Double
    /// How often the gate let the planner's plan pass, and how often not.
    public var accepted = 0
    /// How often the gate clamped, replaced or stopped.
    public var intervened = 0
  }

  /// The scene.
  public let scene: CutInScene
  /// The car that drives, with the measures of the scene.
  public let vehicle: VehicleSpec
  let planner: any Planner
  let gate: any SafetyGate

  /// Readies a trial of a planner in a car; the car takes the measures of the scene.
  public init(
    _ scene: CutInScene, vehicle: VehicleSpec, planner: any Planner = LatticePlanner(),
    gate: any SafetyGate = Supervisor()
  ) {
    self.scene = scene
    self.planner = planner
    self.gate = gate
    var car = vehicle
    let share = scene.egoLength / vehicle.body.length
    car.body.length = scene.egoLength
    car.body.width = scene.egoWidth
    car.body.rearOverhang = vehicle.body.rearOverhang * share
    car.body.wheelbase = vehicle.body.wheelbase * share
    car.inertia.frontAxleToCentre = vehicle.inertia.frontAxleToCentre * share
    self.vehicle = car
  }

  /// Drives until contact, until it is over, or for 35 s.
  /// - Throws: `StageFailure` where the loop cannot go on.
  public func run() throws(StageFailure) -> Result {
    let traffic = CutInTraffic(scene: scene)
    var simulator = try Simulator(
      mission: mission, stages: stages(traffic), others: [traffic.object(at: .zero)])
    var result = Result(
      outcome: .none, time: 0, clearance: .infinity, deceleration: 0, speedLoss: 0,
      finalSpeed: scene.egoSpeed, excursion: 0)
    let end = Double(CutInScene.states - 1) / CutInScene.rate
    var settled = 0
    while simulator.scene.time.seconds < end {
      try simulator.step()
      let now = simulator.scene
      let other = now.objects[0]
      note(now, other, &result)
      if result.clearance <= 0 { break }
      settled = isOver(now, other) ? settled + 1 : 0
      if settled >= 100 { break }
    }
    for thought in simulator.record.thoughts {
      if thought.verdict.action == .accepted {
        result.accepted += 1
      } else {
        result.intervened += 1
      }
    }
    return result
  }

  private func note(_ now: Scene, _ other: TrackedObject, _ result: inout Result) {
    let box = vehicle.footprint(at: now.ego.worldFromVehicle)
    result.time = now.time.seconds
    result.deceleration = max(result.deceleration, -now.ego.acceleration)
    result.speedLoss = max(result.speedLoss, scene.egoSpeed - now.ego.speed)
    result.finalSpeed = now.ego.speed
    result.excursion = max(result.excursion, abs(box.worldFromBox.position.y))
    let apart = box.placed.separation(from: other.box.placed)
    if apart < 0 {
      let isAhead = box.worldFromBox.position.x > other.box.worldFromBox.position.x
      result.outcome = isAhead ? .type1 : .type2
      result.clearance = 0
    } else if apart < result.clearance {
      result.clearance = min(result.clearance, box.placed.distance(to: other.box.placed))
    }
  }

  /// Whether nothing can come of the scene any more: passed and faster, or behind and not closing.
  private func isOver(_ now: Scene, _ other: TrackedObject) -> Bool {
    let box = vehicle.footprint(at: now.ego.worldFromVehicle)
    let ahead = box.worldFromBox.position.x - other.box.worldFromBox.position.x
    if ahead > scene.bumperDistance + 2 { return now.ego.speed > scene.objectSpeed + 1 }
    return other.velocity.y == 0 && -ahead > scene.bumperDistance + 1.5
      && now.ego.speed < scene.objectSpeed + 0.3 && abs(now.ego.acceleration) < 1
      && scene.lateralSpeed > 0
  }

  private var mission: Mission {
    let rear = scene.egoLength / 2 - vehicle.body.rearOverhang
    let start = VehicleState(
      worldFromVehicle: SE2(x: -rear, y: 0, heading: 0), speed: scene.egoSpeed)
    return Mission(kind: .highway, vehicle: vehicle, start: start, map: CutInTrial.road)
  }

  private func stages(_ traffic: CutInTraffic) -> LoopStages {
    LoopStages(
      sensor: TruthSensor(), perceiver: TruthPerceiver(), tracker: WorldModelBuilder(),
      reasoner: RuleReasoner(), planner: planner, gate: gate,
      controller: TrajectoryTracker(vehicle), vehicle: SingleTrackVehicle(vehicle),
      traffic: traffic)
  }

  /// Two lanes of 3.5 m, the ego in the right one, long enough for 35 s at 130 km/h and some.
  static let road: RoadMap = {
    let lanes = (0..<2).map { index in
      let middle = 3.5 * Double(index)
      func line(_ offset: Double) -> Polyline {
        Polyline(stride(from: -200.0, through: 2000, by: 20).map { Vector2($0, middle + offset) })
      }
      return Lane(
        id: index + 1, left: line(1.75), right: line(-1.75),
        leftNeighbour: index == 0 ? .init(id: 2, sameDirection: true) : nil,
        rightNeighbour: index == 1 ? .init(id: 1, sameDirection: true) : nil)
    }
    return RoadMap(lanes: lanes)
  }()
}
