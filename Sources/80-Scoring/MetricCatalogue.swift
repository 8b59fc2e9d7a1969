/// What every metric means: the text behind `list metrics` and `explain`.
public enum MetricCatalogue {
  /// One metric.
  public struct Entry: Sendable, Hashable, Codable {
    /// The versioned name, such as `nuplan.comfort@1`.
    public var id: String
    /// The unit: "1", "m", "s".
    public var unit: String
    /// What it says, in a sentence.
    public var meaning: String
    /// How it is computed, in a line.
    public var formula: String
    /// Where the definition comes from.
    public var source: String
    /// What it does not say.
    public var limits: String
    /// Whether failing it fails the run.
    public var isGate: Bool

    /// The name without its version.
    public var name: String { id.split(separator: "@").first.map(String.init) ?? id }

    init(
      _ id: String, unit: String = "1", gate: Bool = false, _ meaning: String,
      formula: String, source: String, limits: String = "none known"
    ) {
      self.id = id
      self.unit = unit
      self.meaning = meaning
      self.formula = formula
      self.source = source
      self.limits = limits
      isGate = gate
    }
  }

  /// Every metric, sorted by name.
  public static let all: [Entry] =
    (gates + nuPlan + commonRoad + criticality + regulations + parking + replay).sorted {
      $0.id < $1.id
    }

  /// The entry of a metric, with or without its version; of several versions the newest.
  public static func entry(_ name: String) -> Entry? {
    all.last { $0.id == name || $0.name == name }
  }
}
