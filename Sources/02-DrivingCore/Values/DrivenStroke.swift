import Geometry

/// A stroke of a manoeuvre as it was driven: from one stop or change of direction to the next.
///
/// Measured from what the vehicle did, never from what was planned.
public struct DrivenStroke: Sendable, Hashable, Codable {
  /// Where the vehicle came nearest to anything during a stroke.
  public struct Nearest: Sendable, Hashable, Codable {
    /// The distance (m); zero where they touch.
    public var distance: Double
    /// When (s since the start).
    public var time: Double
    /// The part of the vehicle: "rear right wheel", "front left corner", "left side".
    public var part: String
    /// What it came close to: the obstacle's id or kind, or the other's id.
    public var object: String
    /// The point of the vehicle's part that is nearest, in the world (m).
    public var here: Vector2
    /// The point of the other that is nearest, in the world (m).
    public var there: Vector2
    /// The pose of the vehicle then.
    public var worldFromVehicle: SE2
    /// The road-wheel angle then (rad).
    public var steeringAngle: Double
    /// The outline of the other then (m).
    public var outline: Polygon

    /// Creates a place.
    public init(
      distance: Double, time: Double, part: String, object: String, here: Vector2, there: Vector2,
      worldFromVehicle: SE2, steeringAngle: Double, outline: Polygon
    ) {
      self.distance = distance
      self.time = time
      self.part = part
      self.object = object
      self.here = here
      self.there = there
      self.worldFromVehicle = worldFromVehicle
      self.steeringAngle = steeringAngle
      self.outline = outline
    }
  }

  /// Whether it was driven forwards.
  public var isForward: Bool
  /// When the vehicle set off (s since the start).
  public var start: Double
  /// When it had arrived (s since the start).
  public var end: Double
  /// The way along the vehicle's axis (m).
  public var length: Double
  /// The road-wheel angle that is largest by amount, with its sign (rad).
  public var steeringAngle: Double
  /// The largest rate of the road-wheel angle, standing before it included (rad/s).
  public var steeringRate: Double
  /// Poses of the rear axle from the first to the last, at most 5 cm or 0.03 rad apart.
  public var poses: [SE2]
  /// Where it came nearest to anything; nil where there is nothing.
  public var nearest: Nearest?

  /// The time from setting off to arriving (s).
  public var duration: Double { end - start }

  /// Creates a stroke.
  public init(
    isForward: Bool, start: Double, end: Double, length: Double, steeringAngle: Double = 0,
    steeringRate: Double = 0, poses: [SE2] = [], nearest: Nearest? = nil
  ) {
    self.isForward = isForward
    self.start = start
    self.end = end
    self.length = length
    self.steeringAngle = steeringAngle
    self.steeringRate = steeringRate
    self.poses = poses
    self.nearest = nearest
  }
}
