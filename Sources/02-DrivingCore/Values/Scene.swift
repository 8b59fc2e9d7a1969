import Geometry

/// The whole true state of a simulated world at one instant: the ego and everyone else.
public struct Scene: Sendable, Hashable, Codable {
  /// When this holds.
  public var time: SimulationTime
  /// The ego.
  public var ego: VehicleState
  /// Everyone else, ordered by id.
  public var objects: [TrackedObject]

  /// Creates a scene.
  public init(time: SimulationTime, ego: VehicleState, objects: [TrackedObject]) {
    self.time = time
    self.ego = ego
    self.objects = objects
  }
}
