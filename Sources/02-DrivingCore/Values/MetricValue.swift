/// One measured number of a run, with what it means and whether it exists.
public struct MetricValue: Sendable, Hashable, Codable {
  /// The versioned name, such as `nuplan.comfort@1`.
  public var id: String
  /// The number; nil where it does not exist.
  public var value: Double?
  /// Its unit: "1", "m", "s", "rad", "m/s".
  public var unit: String
  /// Whether failing it fails the run.
  public var isGate: Bool
  /// How far the run was from the gate's border, in the unit of the underlying quantity; signed.
  public var margin: Double?
  /// Why there is no value, or what lowered it.
  public var reason: String?

  /// Creates a value.
  public init(
    id: String, value: Double?, unit: String, isGate: Bool = false, margin: Double? = nil,
    reason: String? = nil
  ) {
    self.id = id
    self.value = value
    self.unit = unit
    self.isGate = isGate
    self.margin = margin
    self.reason = reason
  }

  /// Whether the number exists.
  public var isValid: Bool { value != nil }
}
