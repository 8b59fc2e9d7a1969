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

  private enum CodingKeys: String, CodingKey {
    case id, value, unit, valid, gate, margin, reason
  }

  /// Writes every key, with null for what does not exist.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(value, forKey: .value)
    try container.encode(unit, forKey: .unit)
    try container.encode(isValid, forKey: .valid)
    try container.encode(isGate, forKey: .gate)
    try container.encode(margin, forKey: .margin)
    try container.encode(reason, forKey: .reason)
  }

  /// Reads what `encode` writes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    value = try container.decodeIfPresent(Double.self, forKey: .value)
    unit = try container.decode(String.self, forKey: .unit)
    isGate = try container.decode(Bool.self, forKey: .gate)
    margin = try container.decodeIfPresent(Double.self, forKey: .margin)
    reason = try container.decodeIfPresent(String.self, forKey: .reason)
  }
}
