import DrivingCore
import Geometry
import Roads

/// One exam: a place, an ego, everyone else, where to get to, and what counts as passed.
///
/// The scenario is resolved: sweeps are expanded, the car is known, and every pose is that of the
/// rear axle of that car in metres of the scenario's own frame (`worldOffset` was subtracted).
public struct Scenario: Sendable, Equatable {
  /// The name, unique in a run: path below the scenario folder, then the instance of the sweep.
  public var id: String
  /// The file it came from, as the user named it.
  public var source: String
  /// What kind of task it is.
  public var kind: Mission.Kind
  /// One line that says what is tested.
  public var title: String
  /// The lanes; empty in a car park.
  public var map: RoadMap
  /// The car park, if there is one.
  public var lot: ParkingLot?
  /// The car.
  public var vehicle: VehicleSpec
  /// How the ego starts.
  public var start: VehicleState
  /// Where the ego must get to; nil where the run only has to go on safely.
  public var goal: Goal?
  /// Further goals, any of which also solves the task.
  public var alternativeGoals: [Goal] = []
  /// Everyone else, ordered by id.
  public var actors: [Actor]
  /// How long the run lasts at most (s).
  public var duration: Double
  /// What counts as passed.
  public var criteria: PassCriteria
  /// Why this scenario is allowed to fail for now.
  public var knownFailure: KnownFailure?
  /// Scenarios that are much alike; nil where the file names none.
  public var family: String?
  /// Features, standards and requirements, ascending.
  public var tags: [String] = []
  /// The share of the tyres' grip there is: 1 is dry asphalt.
  public var friction: Double = 1
  /// What a recorded driver did in the ego's place: the expert of scores that need one.
  public var expert: [VehicleState]?
  /// What was subtracted from the file's coordinates (m); add it to get back to them.
  public var worldOffset: Vector2 = .zero
  /// The time step of the recording (s); nil where nothing is recorded.
  public var timeStep: Double?
  /// How the driver likes it, unless the user says otherwise.
  public var style: DrivingStyle = .standard
  /// The seed of everything random, unless the user says otherwise.
  public var seed: UInt64 = 1
  /// Where the scenario stands in the CommonRoad benchmark, if it came from there.
  public var benchmark: CommonRoadBenchmark?
  /// Why the scenario cannot be evaluated as it stands; nil where it can.
  public var notEvaluated: String?
  /// Why the chosen car cannot even begin: it does not fit the slot, or the place where it starts.
  public var refusal: String?
  /// What a reader should know: elements ignored, assumptions made.
  public var notes: [String] = []
  /// The bytes of the file, for its digest.
  public var sourceBytes: [UInt8] = []

  /// Creates a scenario; what is not named has its usual value.
  public init(
    id: String, source: String, kind: Mission.Kind, title: String, map: RoadMap = .empty,
    lot: ParkingLot? = nil, vehicle: VehicleSpec, start: VehicleState, goal: Goal? = nil,
    actors: [Actor] = [], duration: Double, criteria: PassCriteria = PassCriteria()
  ) {
    self.id = id
    self.source = source
    self.kind = kind
    self.title = title
    self.map = map
    self.lot = lot
    self.vehicle = vehicle
    self.start = start
    self.goal = goal
    self.actors = actors
    self.duration = duration
    self.criteria = criteria
  }

  /// Whether the run is over once the goal is reached: always, unless the gates must hold longer.
  ///
  /// Beyond the end of its recording a replaced vehicle has neither traffic nor, often, a road.
  public var endsAtGoal: Bool { goal != nil && criteria.minimumDuration == nil }

  /// The mission of the run, with the user's style and seed where given.
  public func mission(style: DrivingStyle? = nil, seed: UInt64? = nil) -> Mission {
    Mission(
      kind: kind, vehicle: vehicle, start: start, goal: goal, map: map, lot: lot,
      style: style ?? self.style, seed: seed ?? self.seed)
  }
}

/// What names a planning problem in the CommonRoad benchmark.
public struct CommonRoadBenchmark: Sendable, Equatable {
  /// The benchmark id of the file, such as `DEU_A9-3_1_T-1`.
  public var id: String
  /// The format version of the file: `2018b` or `2020a`.
  public var version: String
  /// The planning problem; nil where the file has none. An ego in place of a recorded vehicle
  /// solves a problem of its own, under the vehicle's number.
  public var planningProblem: Int?
  /// The time step of the file at which the run starts.
  public var initialTimeStep = 0
  /// The recorded vehicle that was taken out because the ego drives in its place.
  public var replacedObstacle: Int?
  /// Whether the ego drives in place of a recorded vehicle instead of from a planning problem.
  public var isRecordedEgo = false
  /// Whether the file has this planning problem and no other.
  var isOnlyProblem = true

  /// Whether the file as it stands is the exam that was driven.
  public var isWholeFile: Bool { replacedObstacle == nil && isOnlyProblem && !isRecordedEgo }

  /// Creates a name.
  public init(id: String, version: String, planningProblem: Int?) {
    self.id = id
    self.version = version
    self.planningProblem = planningProblem
  }
}
