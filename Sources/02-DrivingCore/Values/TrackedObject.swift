import Geometry

/// Someone or something else on the road: where it is, how it moves, how sure we are.
public struct TrackedObject: Sendable, Hashable, Codable {
  /// What kind of thing it is.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    case car, truck, bus, motorcycle, bicycle, pedestrian, barrier, unknown

    /// Whether it is a person not protected by a body: nuPlan's "VRU".
    public var isVulnerable: Bool { self == .pedestrian || self == .bicycle }
    /// Whether it is a motor vehicle.
    public var isVehicle: Bool {
      switch self {
      case .car, .truck, .bus, .motorcycle: true
      case .bicycle, .pedestrian, .barrier, .unknown: false
      }
    }
  }

  /// The name, unique in the run.
  public var id: String
  /// What it is.
  public var kind: Kind
  /// The centre of its box in the world.
  public var box: OrientedBox
  /// The velocity in the world (m/s).
  public var velocity: Vector2
  /// The acceleration along its heading (m/s²).
  public var acceleration: Double
  /// The turn rate (rad/s).
  public var yawRate: Double
  /// The standard deviation of its position along and across its heading (m).
  public var positionSigma: Vector2

  /// Creates an object.
  public init(
    id: String, kind: Kind, box: OrientedBox, velocity: Vector2, acceleration: Double = 0,
    yawRate: Double = 0, positionSigma: Vector2 = .zero
  ) {
    self.id = id
    self.kind = kind
    self.box = box
    self.velocity = velocity
    self.acceleration = acceleration
    self.yawRate = yawRate
    self.positionSigma = positionSigma
  }

  /// The speed along its heading (m/s).
  public var speed: Double { velocity.dot(box.worldFromBox.forward) }
}
