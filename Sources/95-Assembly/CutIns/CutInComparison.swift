import DrivingCore
import Geometry
import Planning

/// A planner in every point of a grid of cut-ins, beside the four driver models.
///
/// The models drive the scene as it is defined; the planner drives a car with actuators in it.
public struct CutInComparison: Sendable {
  /// One point with everything that came of it.
  public struct Row: Sendable, Hashable {
    /// The point.
    public var point: CutInGrid.Point
    /// How it ends for each model, in the order of `DriverModel.allCases`.
    public var models: [CutInRun.Outcome]
    /// Whether moving the other car sideways by a nanometre changes how it ends for a model.
    public var hangsOnRounding: Bool
    /// What came of the planner.
    public var trial: CutInTrial.Result
    /// How much slower than at the start the driver of the Fuzzy Safety Model gets (m/s).
    public var fuzzySpeedLoss: Double

    /// Whether at least one model avoids contact.
    public var isAvoidedByAModel: Bool { models.contains(.none) }
    /// Whether the careful human avoids contact.
    public var isAvoidedByCarefulHuman: Bool {
      zip(DriverModel.allCases, models).contains { $0 == .carefulHuman && $1 == .none }
    }
    /// Whether the planner avoids contact.
    public var isAvoided: Bool { trial.outcome == .none }
  }

  /// Whether the other car keeps its lane: nothing should be done then.
  public let areTwins: Bool
  /// All points, in the order of the grid.
  public let rows: [Row]

  /// Drives every point; `jobs` threads share them.
  /// - Throws: the first `StageFailure` in the order of the points.
  public init(
    _ points: [CutInGrid.Point], twins: Bool = false, vehicle: VehicleSpec,
    planner name: String = "lattice", jobs: Int = 2
  ) throws(StageFailure) {
    let results = Parallel.map(count: points.count, jobs: jobs) { index in
      Result<Row, StageFailure> { () throws(StageFailure) -> Row in
        try CutInComparison.row(points[index], twins, vehicle, name)
      }
    }
    var rows: [Row] = []
    for result in results { rows.append(try result.get()) }
    self.rows = rows
    areTwins = twins
  }

  /// Takes rows that were driven before.
  init(areTwins: Bool, rows: [Row]) {
    (self.areTwins, self.rows) = (areTwins, rows)
  }

  private static func row(
    _ point: CutInGrid.Point, _ twins: Bool, _ vehicle: VehicleSpec, _ name: String
  ) throws(StageFailure) -> Row {
    var configuration = RunConfiguration()
    configuration.planner = name
    let scene = twins ? point.scene.twin : point.scene
    let trial = CutInTrial(
      scene, vehicle: vehicle, planner: try StageCatalogue.planner(for: .highway, configuration),
      gate: try StageCatalogue.gate(configuration))
    let models = outcomes(scene)
    let sensitive = [1e-9, -1e-9].contains { shift in
      var moved = scene
      moved.lateralGap += shift
      return outcomes(moved) != models
    }
    var fuzzy = CutInRun(scene, driver: .fuzzySafety)
    fuzzy.finish()
    return Row(
      point: point, models: models, hangsOnRounding: sensitive, trial: try trial.run(),
      fuzzySpeedLoss: max(0, scene.egoSpeed - fuzzy.finalSpeed))
  }

  /// How a scene ends for each model.
  public static func outcomes(_ scene: CutInScene) -> [CutInRun.Outcome] {
    DriverModel.allCases.map { model in
      var run = CutInRun(scene, driver: model)
      run.finish()
      return run.outcome ?? .none
    }
  }

  /// The points that do not hang on rounding.
  public var firmRows: [Row] { rows.filter { !$0.hangsOnRounding } }

  /// The points that the careful human avoids and the planner does not.
  public var lostToCarefulHuman: [Row] {
    firmRows.filter { $0.isAvoidedByCarefulHuman && !$0.isAvoided }
  }

  /// Why the planner falls short of the models, a line each; empty where it does not.
  ///
  /// It must avoid whatever the careful human avoids, and as many points as the four models together.
  /// In twins it must brake at 2 m/s² at most and not lose more speed than the fuzzy model's driver.
  public var shortfalls: [String] {
    var found: [String] = []
    if areTwins {
      let braking = rows.map(\.trial.deceleration).max() ?? 0
      if braking > 2 { found.append("brakes at \(braking) m/s² where nothing happens; at most 2") }
      let slower = rows.filter { $0.trial.speedLoss > $0.fuzzySpeedLoss + CutInComparison.noise }
      if !slower.isEmpty {
        found.append("loses more speed than the fuzzy model's driver in \(slower.count) points")
      }
    }
    let firm = firmRows
    if !lostToCarefulHuman.isEmpty {
      found.append("touches in \(lostToCarefulHuman.count) points that the careful human avoids")
    }
    let (own, union) = (firm.count { $0.isAvoided }, firm.count { $0.isAvoidedByAModel })
    if own < union { found.append("avoids \(own) points, the models together \(union)") }
    return found
  }

  /// Speeds below this are noise of the arithmetic (m/s).
  static let noise = 1e-9
}
