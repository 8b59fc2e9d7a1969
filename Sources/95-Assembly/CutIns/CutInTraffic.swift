import DrivingCore
import Geometry

/// The other car of a cut-in scene: constant speeds along and across, deaf and blind to the ego.
///
/// The scene's clock starts one step (0.1 s) in, as its definition has it. Between the states of the
/// definition the car moves evenly; its box stays along the road.
struct CutInTraffic: TrafficModel {
  /// Who the stage is.
  let description = StageDescription(name: "cut-in", version: 1)
  /// The scene.
  let scene: CutInScene

  /// The name of the other car.
  static let name = "other"

  /// The other car after the span.
  mutating func step(
    _ input: TrafficInput, at time: SimulationTime
  ) throws(StageFailure) -> [TrackedObject] {
    [object(at: time + input.span)]
  }

  /// The other car at a time since the first state.
  func object(at time: SimulationTime) -> TrackedObject {
    let elapsed = time.seconds + 1 / CutInScene.rate
    let moving = min(elapsed, Double(scene.lateralSteps) / CutInScene.rate)
    let start = scene.frontDistance + scene.bumperDistance - scene.egoSpeed / CutInScene.rate
    // At the instant of the last sideways step the car has arrived.
    let isMoving = elapsed < Double(scene.lateralSteps) / CutInScene.rate - 1e-9
    return TrackedObject(
      id: CutInTraffic.name, kind: .car,
      box: OrientedBox(
        worldFromBox: SE2(
          x: start + scene.objectSpeed * elapsed,
          y: scene.lateralStart - scene.lateralSpeed * moving, heading: 0),
        length: scene.objectLength, width: scene.objectWidth),
      velocity: Vector2(scene.objectSpeed, isMoving ? -scene.lateralSpeed : 0))
  }
}
