import DrivingCore
import Geometry
import Perception
import Sensing

/// The sensor of `--percepts camera`: rendered pictures, with the truth riding along for what no
/// detector of ours sees yet.
struct CameraAndTruthSensor: Sensor {
  private var camera = CameraSensor()

  var description: StageDescription { camera.description }

  mutating func prepare(for mission: Mission) throws(StageFailure) {
    guard mission.kind == .highway else {
      throw StageFailure(
        stage: "sensing", kind: .unavailable,
        reason: "parking slots are not detected from pictures; use --percepts truth")
    }
    try camera.prepare(for: mission)
  }

  mutating func step(_ scene: Scene, at time: SimulationTime) throws(StageFailure) -> SensorFrame {
    var frame = try camera.step(scene, at: time)
    frame.truth = scene
    return frame
  }
}

/// The perceiver of `--percepts camera`: lanes from the picture, other road users from the truth.
/// Part oracle, and labelled so.
struct CameraLanesTruthObjects: Perceiver {
  private var lanes = LanePerceiver()

  var description: StageDescription {
    StageDescription(
      name: lanes.description.name + "+true-objects", version: lanes.description.version,
      isOracle: true)
  }

  mutating func prepare(for mission: Mission) throws(StageFailure) {
    try lanes.prepare(for: mission)
  }

  mutating func step(_ frame: SensorFrame, at time: SimulationTime) throws(StageFailure) -> Percepts
  {
    var percepts = try lanes.step(frame, at: time)
    if let truth = frame.truth { percepts.objects = TruthPerceiver.objects(of: truth) }
    return percepts
  }
}
