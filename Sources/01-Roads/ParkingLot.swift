import Geometry

/// A place to park in: slots, solid obstacles and the area that may be driven on.
public struct ParkingLot: Sendable, Hashable, Codable {
  /// A solid thing that does not move.
  public struct Obstacle: Sendable, Hashable, Codable {
    /// What touches the obstacle: a kerb is met by wheels, a wall by the body.
    public enum Kind: String, Sendable, Hashable, Codable {
      case vehicle, wall, column, kerb, wheelStop, other
    }

    /// The name, used in reports ("rear right wheel to kerb").
    public var id: String
    /// What the obstacle is.
    public var kind: Kind
    /// Its outline on the ground (m).
    public var outline: Polygon

    /// Creates an obstacle.
    public init(id: String, kind: Kind, outline: Polygon) {
      self.id = id
      self.kind = kind
      self.outline = outline
    }
  }

  /// The slots, in the order of the file.
  public var slots: [ParkingSlot]
  /// The obstacles, in the order of the file.
  public var obstacles: [Obstacle]
  /// The area that may be driven on; nil where only the obstacles bound it.
  public var drivable: Polygon?

  /// Creates a lot.
  public init(slots: [ParkingSlot], obstacles: [Obstacle], drivable: Polygon? = nil) {
    self.slots = slots
    self.obstacles = obstacles
    self.drivable = drivable
  }
}
