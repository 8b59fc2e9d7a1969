import Geometry

/// nuPlan's closed-loop score, metric by metric, as pure functions over explicit inputs.
///
/// Reference: motional/nuplan-devkit at e9241677, `nuplan/planning/metrics`; Karnchanachari et al.,
/// "Towards learning-based planning: the nuPlan benchmark" (ICRA 2024). Look-ups in a map are
/// inputs here, so the functions can be checked against numbers that the devkit prints.
public enum NuPlan {
  /// The outline of the ego, measured from its rear axle.
  public struct Outline: Sendable, Hashable {
    /// Rear axle to front bumper (m).
    public var front: Double
    /// Rear axle to rear bumper (m).
    public var rear: Double
    /// Side to side (m).
    public var width: Double

    /// Creates an outline.
    public init(front: Double, rear: Double, width: Double) {
      self.front = front
      self.rear = rear
      self.width = width
    }

    /// The middle of the box ahead of the rear axle (m).
    public var centreOffset: Double { (front - rear) / 2 }

    /// The box for a pose of the rear axle.
    public func box(at worldFromRearAxle: SE2) -> OrientedBox {
      OrientedBox(
        worldFromBox: worldFromRearAxle * SE2(x: centreOffset, y: 0, heading: 0),
        length: front + rear, width: width)
    }
  }

  /// The ego at one instant.
  public struct EgoSample: Sendable, Hashable {
    /// When (s).
    public var time: Double
    /// Where the rear axle is.
    public var worldFromRearAxle: SE2
    /// The velocity of the rear axle in the vehicle's frame (m/s).
    public var velocity: Vector2
    /// The acceleration of the rear axle in the vehicle's frame (m/s²).
    public var acceleration: Vector2
    /// The turn rate (rad/s).
    public var yawRate: Double
    /// The rate of the turn rate (rad/s²).
    public var yawAcceleration: Double

    /// Creates a sample.
    public init(
      time: Double, worldFromRearAxle: SE2, velocity: Vector2, acceleration: Vector2 = .zero,
      yawRate: Double = 0, yawAcceleration: Double = 0
    ) {
      self.time = time
      self.worldFromRearAxle = worldFromRearAxle
      self.velocity = velocity
      self.acceleration = acceleration
      self.yawRate = yawRate
      self.yawAcceleration = yawAcceleration
    }

    /// The magnitude of the velocity (m/s): reversing counts as positive, as in nuPlan.
    public var speed: Double { velocity.length }
  }

  /// Someone or something else at one instant.
  public struct Track: Sendable, Hashable {
    /// nuPlan's three groups of things to hit.
    public enum Group: String, Sendable, Hashable, CaseIterable {
      case vulnerable, vehicle, object
    }

    /// The name, the same at every instant.
    public var id: String
    /// What it is.
    public var group: Group
    /// Where it is.
    public var box: OrientedBox
    /// The magnitude of its velocity (m/s).
    public var speed: Double

    /// Creates a track.
    public init(id: String, group: Group, box: OrientedBox, speed: Double) {
      self.id = id
      self.group = group
      self.box = box
      self.speed = speed
    }
  }

  /// The angle between the direction of a pose and the way to a point (rad), in [0, pi].
  static func relativeAngle(of point: Vector2, from pose: SE2) -> Double {
    let way = point - pose.position
    let length = way.length
    guard length > 0 else { return 0 }
    return Portable.acos(min(max(pose.forward.dot(way) / length, -1), 1))
  }

  /// Below 30 degrees off the direction of the ego.
  static func isAhead(_ point: Vector2, of pose: SE2) -> Bool {
    relativeAngle(of: point, from: pose) < Angle.radians(degrees: 30)
  }

  /// Beyond 150 degrees off the direction of the ego.
  static func isBehind(_ point: Vector2, of pose: SE2) -> Bool {
    relativeAngle(of: point, from: pose) > Angle.radians(degrees: 150)
  }

  /// How close two boxes may come before they touch (m): rounding of coordinates, no more.
  static let contactTolerance = 1e-9

  /// The mean distance between samples (s); nil for fewer than two or times that do not grow.
  static func meanStep(_ times: [Double]) -> Double? {
    guard times.count >= 2, zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return nil
    }
    return (times[times.count - 1] - times[0]) / Double(times.count - 1)
  }
}
