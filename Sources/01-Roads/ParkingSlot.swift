import Geometry

/// One place to park: a quadrilateral with an entrance.
public struct ParkingSlot: Sendable, Hashable, Codable {
  /// How the slot lies to its aisle.
  public enum Kind: String, Sendable, Hashable, Codable { case perpendicular, parallel, angled }

  /// The name, unique in the lot.
  public var id: String
  /// How the slot lies to its aisle.
  public var kind: Kind
  /// The four corners (m), entrance left and right first, counter-clockwise.
  public var outline: Polygon
  /// Whether something stands in it already.
  public var isOccupied: Bool

  /// Creates a slot.
  public init(id: String, kind: Kind, outline: Polygon, isOccupied: Bool = false) {
    self.id = id
    self.kind = kind
    self.outline = outline
    self.isOccupied = isOccupied
  }
}
