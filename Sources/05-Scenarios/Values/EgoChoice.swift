/// Which recorded vehicles the ego replaces.
public enum RecordedVehicles: Sendable, Hashable {
  /// Every one in turn.
  case all
  /// The one of that id.
  case id(String)
}

/// Whom the ego stands for in a recorded scenario.
public enum EgoChoice: Sendable, Hashable {
  /// The vehicle of the planning problem.
  case planned
  /// Recorded vehicles, one scenario each.
  case recorded(RecordedVehicles)

  /// Reads `recorded:all` or `recorded:ID`; nil for anything else.
  public init?(argument: String) {
    guard argument.hasPrefix("recorded:"), argument.count > "recorded:".count else { return nil }
    let name = String(argument.dropFirst("recorded:".count))
    self = .recorded(name == "all" ? .all : .id(name))
  }
}
