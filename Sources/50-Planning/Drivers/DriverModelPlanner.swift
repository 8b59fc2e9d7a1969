import DrivingCore
import Geometry
import Roads

/// A driver model of UN R157 at the wheel: keeps its lane, follows, and brakes when its model says so.
///
/// The models say when a driver sees a danger and how it brakes then, nothing else. In between, this
/// driver keeps the speed that was decided and follows who is ahead in its lane by the
/// Intelligent Driver Model, braking comfortably at most; what needs more is the model's matter.
/// It never steers round anybody and never changes lanes. Two seconds without danger refill its
/// reaction time. Results are no type-approval evidence.
public struct DriverModelPlanner: Planner {
  /// Which model.
  public let model: DriverModel

  private var mission: Mission?
  private var memory = LaneMemory()
  private var driver: ModelDriver
  private var safeTicks = 0

  /// After so many planning ticks (10 Hz) without danger the next one is a new one.
  static let calm = 20

  /// Who the stage is.
  public var description: StageDescription {
    StageDescription(name: model.plannerName, version: 1)
  }

  /// Creates a driver.
  public init(_ model: DriverModel) {
    self.model = model
    driver = ModelDriver(model)
  }

  /// Takes the car and the style.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self = DriverModelPlanner(model)
    self.mission = mission
  }

  /// Plans 6 s in steps of 0.1 s: what the driver will do if the others go on as they do.
  /// - Throws: `StageFailure` in a car park, or where the ego lies across its lane.
  public mutating func step(
    _ request: PlanRequest, at time: SimulationTime
  ) throws(StageFailure) -> Trajectory {
    guard let mission else { throw failure("no mission yet; call prepare first") }
    guard mission.kind != .parking else {
      throw failure("found a car park; expected a road; use --planner lattice")
    }
    guard request.world.ego.isFinite else {
      throw failure("the ego's state is not finite or faster than 150 m/s; check the tracker")
    }
    let start = PlanStart(request, at: time, mission.vehicle)
    var asked = Asked(request, mission, start)
    asked.path = .keep
    guard let line = memory.lines(for: request.world, mission, asked, start).first?.1,
      let view = DriverView(request.world, mission, asked, start, along: line)
    else { throw failure("the ego lies across its lane; expected it along one") }
    let isSafe = view.worst(at: 0, view.startProfile, for: model).map { model.judge($0).isSafe }
    safeTicks = isSafe ?? true ? safeTicks + 1 : 0
    if safeTicks >= DriverModelPlanner.calm { driver = ModelDriver(model) }
    return trajectory(view, isSafe: isSafe ?? true, time)
  }

  private mutating func trajectory(
    _ view: DriverView, isSafe: Bool, _ time: SimulationTime
  ) -> Trajectory {
    var profile = view.startProfile
    var later = driver
    for step in 0..<SpeedProfile.steps {
      let wanted = acceleration(view, profile, step, &later)
      profile.advance(step, wanted: wanted, jerk: DriverModelPlanner.pedalJerk)
      if step == 0 { driver = later }
    }
    return Trajectory(
      label: "\(model.plannerName) keeps \(view.corridor.line.source)",
      points: view.path.points(driving: profile, on: view.corridor.line, from: time),
      reason: isSafe ? "sees no danger" : "sees a danger; \(DriverModel.disclaimer)")
  }

  /// The pedal follows the model's own limits; this one is only the way into the plan (m/s³).
  private static let pedalJerk = 1e3

  /// What the driver does in a step: the model's answer to a danger, else following.
  private func acceleration(
    _ view: DriverView, _ profile: SpeedProfile, _ step: Int, _ driver: inout ModelDriver
  ) -> Double {
    let speed = profile.speed[step]
    if let worst = view.worst(at: step, profile, for: model) {
      let action = driver.step(worst)
      if !action.judgement.isSafe { return (action.speed - speed) * CutInScene.rate }
    }
    return view.following(at: step, profile)
  }

  private func failure(_ reason: String) -> StageFailure {
    StageFailure(stage: description.name, kind: .unavailable, reason: reason)
  }
}

extension DriverModel {
  /// The name that `--planner` finds the driver by.
  public var plannerName: String {
    switch self {
    case .carefulHuman: "careful-human"
    case .reg157: "reg157"
    case .responsibilitySensitive: "rss"
    case .fuzzySafety: "fsm"
    }
  }
}
