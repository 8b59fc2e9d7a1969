import DrivingCore

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

/// Which recorded vehicles react to the ego and to each other, instead of replaying blindly.
public enum ReactiveTraffic: Sendable, Hashable {
  /// None.
  case none
  /// Every vehicle that moves.
  case all
  /// Those of these ids.
  case ids(Set<String>)

  /// Reads `none`, `all` or ids with commas; nil for an empty text.
  public init?(argument: String) {
    let ids = argument.split(separator: ",").map(String.init)
    guard !ids.isEmpty else { return nil }
    switch argument {
    case "none": self = .none
    case "all": self = .all
    default: self = .ids(Set(ids))
    }
  }

  /// A recorded vehicle as a driver who keeps to its recorded way and wants its greatest recorded
  /// speed; others, and what stands throughout, as they are.
  func applied(to actor: Actor) -> Actor {
    guard includes(actor.start.id), actor.start.kind.isVehicle,
      case .recorded(let states) = actor.behaviour,
      let fastest = states.map(\.speed).max(), fastest > 1
    else { return actor }
    var actor = actor
    actor.reaction = Actor.Follower(desiredSpeed: fastest)
    return actor
  }

  private func includes(_ id: String) -> Bool {
    switch self {
    case .none: false
    case .all: true
    case .ids(let ids): ids.contains(id)
    }
  }
}
