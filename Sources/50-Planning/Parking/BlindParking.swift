import DrivingCore
import Geometry

/// A control, not a driver: parks like ours, but as if nobody else were there.
///
/// What it hits shows that scenarios with people and moving cars ask for something. Never drive it.
public struct BlindParking: Planner {
  /// Who the stage is.
  public let description = StageDescription(name: "blind", version: 1)

  private var seeing = ParkingPlanner()

  /// Creates the control.
  public init() {}

  /// Takes the car, the lot and the goal.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    try seeing.prepare(for: mission)
  }

  /// The way to the slot among the lot's solid things alone.
  /// - Throws: `StageFailure` as `ParkingPlanner` does.
  public mutating func step(
    _ request: PlanRequest, at time: SimulationTime
  ) throws(StageFailure) -> Trajectory {
    var request = request
    request.world.objects = []
    return try seeing.step(request, at: time)
  }
}
