import DrivingCore
import Geometry
import Tracking

/// A perceiver that also hears the radar: what another perceiver sees, and the vehicles ahead that
/// radar returns give. The odometry handed on has the wheels' scale corrected. Where both see a vehicle, both are handed on.
public struct RadarPercepts: Perceiver {
  /// Who the perceiver is: the one it wraps.
  public var description: StageDescription { inner.description }
  private var inner: any Perceiver
  private var tracker = RadarTracker()
  private var wheels = WheelSpeedCalibration()
  private let frontOffset: Double

  /// Wraps a perceiver; `frontOffset` is the front bumper ahead of the rear axle (m).
  public init(around inner: any Perceiver, frontOffset: Double) {
    self.inner = inner
    self.frontOffset = frontOffset
  }

  /// Readies the wrapped perceiver.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    try inner.prepare(for: mission)
  }

  /// What is seen and heard in one frame.
  public mutating func step(
    _ input: SensorFrame, at time: SimulationTime
  ) throws(StageFailure) -> Percepts {
    let reading = input.odometry.map { wheels.corrected($0, at: time) }
    let heard = tracker.step(
      input.radar, egoSpeed: reading?.speed ?? 0, frontOffset: frontOffset, at: time)
    var percepts = try inner.step(input, at: time)
    percepts.objects += heard
    percepts.odometry = reading
    return percepts
  }
}
