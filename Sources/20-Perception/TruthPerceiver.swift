import DrivingCore
import Geometry

/// The perceiver of `--percepts truth`: the true objects, in the vehicle frame. An oracle.
public struct TruthPerceiver: Perceiver {
  /// Who the perceiver is.
  public let description = StageDescription(name: "truth", version: 1, isOracle: true)

  /// Creates a perceiver.
  public init() {}

  /// What a perfect perceiver sees.
  /// - Throws: `StageFailure` where the frame carries no truth (a recorded log).
  public mutating func step(_ frame: SensorFrame, at time: SimulationTime) throws(StageFailure)
    -> Percepts
  {
    guard let truth = frame.truth else {
      throw StageFailure(
        stage: "perception", kind: .unavailable,
        reason: "the frame carries no true scene; use --percepts camera for recorded logs")
    }
    return Percepts(
      time: time, frameIndex: frame.index, objects: TruthPerceiver.objects(of: truth),
      odometry: frame.odometry)
  }

  /// The true objects, seen from the ego. O(objects).
  public static func objects(of scene: Scene) -> [TrackedObject] {
    let vehicleFromWorld = scene.ego.worldFromVehicle.inverse
    let turn = SE2(x: 0, y: 0, heading: vehicleFromWorld.heading)
    return scene.objects.map { object in
      var seen = object
      seen.box.worldFromBox = vehicleFromWorld * object.box.worldFromBox
      seen.velocity = turn * object.velocity
      return seen
    }
  }
}
