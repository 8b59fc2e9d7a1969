import Geometry
import Roads

/// A 64-bit digest of a stage's output: equal where every bit of it is equal.
///
/// Meant for finding the first divergent stage of two runs, not for security; the run's own digest
/// is SHA-256 over the state bytes (`RunDigest`).
public struct Fingerprint: Sendable, Hashable {
  /// The digest so far.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Creates the digest of nothing.
  public init() {}

  /// Adds 64 bits.
  public mutating func add(_ bits: UInt64) { value = SeededGenerator.mix(value ^ bits) }
  /// Adds a number, bit by bit.
  public mutating func add(_ number: Double) { add(number.bitPattern) }
  /// Adds an optional number.
  public mutating func add(_ number: Double?) {
    add(number == nil ? 0 : 1 as UInt64)
    if let number { add(number) }
  }
  /// Adds a text.
  public mutating func add(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    add(UInt64(text.utf8.count))
  }
  /// Adds a pose.
  public mutating func add(_ pose: SE2) {
    add(pose.position.x)
    add(pose.position.y)
    add(pose.heading)
  }
}

extension Fingerprint {
  /// Adds an ego state.
  public mutating func add(_ state: VehicleState) {
    add(UInt64(bitPattern: state.time.nanoseconds))
    add(state.worldFromVehicle)
    add(state.speed)
    add(state.acceleration)
    add(state.yawRate)
    add(state.steeringAngle)
    add(state.steeringRate)
    add(state.slipAngle)
  }

  /// Adds everyone else.
  public mutating func add(_ objects: [TrackedObject]) {
    for object in objects {
      add(object.id)
      add(object.box.worldFromBox)
      add(object.velocity.x)
      add(object.velocity.y)
      add(object.acceleration)
    }
  }

  /// Adds what was seen.
  public mutating func add(_ percepts: Percepts) {
    for boundary in percepts.boundaries {
      add(boundary.role.rawValue)
      boundary.coefficients.forEach { add($0) }
      boundary.covariance.forEach { add($0) }
      add(boundary.age)
    }
    add(percepts.measuredLaneWidth)
    add(percepts.objects)
  }

  /// Adds a decision or the reason why there is none.
  public mutating func add(_ outcome: Outcome<Decision>) {
    switch outcome {
    case .available(let decision):
      add(decision.speed.rawValue)
      add(decision.path.rawValue)
      add(decision.parking?.rawValue ?? "")
      add(decision.targetSpeed)
      if let gap = decision.targetGap { add(Double(gap)) }
      add(decision.headway)
    case .unavailable(let reason): add(reason)
    }
  }

  /// Adds a trajectory.
  public mutating func add(_ trajectory: Trajectory) {
    add(trajectory.label)
    for point in trajectory.points {
      add(UInt64(bitPattern: point.time.nanoseconds))
      add(point.worldFromVehicle)
      add(point.speed)
      add(point.acceleration)
      add(point.curvature)
    }
  }
}
