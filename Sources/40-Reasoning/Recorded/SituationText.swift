import DrivingCore
import Geometry
import Roads

/// A world in words, the same words for the same world: what a language model is asked.
///
/// Numbers are rounded (speeds to 0.1 m/s, distances to 0.5 m), so that rounding in the last bit
/// cannot change a prompt; objects come in the order of their ids.
public struct SituationText: Sendable {
  private let mission: Mission

  /// The version of the wording: a change makes all recorded answers unknown.
  public static let version = 1

  /// Prepares for a mission.
  public init(_ mission: Mission) { self.mission = mission }

  /// The prompt for a world.
  public func prompt(for world: WorldModel) -> String {
    var lines = ["situation/\(SituationText.version)", "task: \(mission.kind.rawValue)"]
    lines += mission.kind == .parking ? parking(world) : road(world)
    lines.append(
      "answer with one JSON object: speed (\(list(Decision.SpeedAction.allCases))), "
        + "path (\(list(Decision.PathAction.allCases))), target_speed_mps, headway_s, reason"
        + (mission.kind == .parking
          ? ", parking (\(list(Decision.ParkingAction.allCases)))" : ""))
    return lines.joined(separator: "\n")
  }

  private func list<Choice: RawRepresentable>(_ choices: [Choice]) -> String
  where Choice.RawValue == String { choices.map(\.rawValue).joined(separator: "|") }

  private func road(_ world: WorldModel) -> [String] {
    let route = world.route.isEmpty ? mission.route : world.route
    var lines = [
      "style: \(mission.style.id), headway \(mission.style.headway.brief) s",
      "ego: \(world.ego.speed.brief) m/s, acceleration \(world.ego.acceleration.brief) m/s2",
    ]
    let match = world.map.matches(for: world.ego.worldFromVehicle).first {
      abs($0.headingDifference) < 1
    }
    guard let match,
      let here = LaneSurvey(match.lane, of: world, vehicle: mission.vehicle, route: route)
    else { return lines + ["lane: not known"] + free(world) }
    lines.append(
      "lane: \(here.lane), \(match.d.brief) m left of its middle, "
        + "goes on \(half(here.remaining)) m, limit "
        + (here.limit.map { "\($0.brief) m/s" } ?? "unknown"))
    lines += describe("own lane", here)
    for side in Side.all(of: here.lane, world, mission, route) {
      let name = side.action == .laneChangeLeft ? "left" : "right"
      if let survey = side.survey {
        lines += describe("\(name) lane \(survey.lane)", survey)
      } else {
        lines.append("\(name) lane: none")
      }
    }
    if !route.isEmpty {
      lines.append("route: \(route.prefix(12).map { "\($0)" }.joined(separator: " "))")
    }
    return lines
  }

  private func describe(_ name: String, _ survey: LaneSurvey) -> [String] {
    func words(_ neighbour: LaneSurvey.Neighbour?) -> String {
      neighbour.map { "\($0.id) at \(half($0.gap)) m, \($0.speed.brief) m/s" } ?? "nobody"
    }
    return ["\(name): ahead \(words(survey.ahead)); behind \(words(survey.behind))"]
  }

  private func free(_ world: WorldModel) -> [String] {
    let pose = world.ego.worldFromVehicle.inverse
    return world.objects.filter(\.isPlausible).sorted { $0.id < $1.id }.prefix(8).map { object in
      let place = pose * object.box.worldFromBox.position
      return "\(object.kind.rawValue) \(object.id): \(half(place.x)) m ahead, "
        + "\(half(place.y)) m left, \(object.speed.brief) m/s"
    }
  }

  private var anySlot: String? {
    mission.goal.flatMap { $0.choices.isEmpty ? nil : "any free slot" }
  }

  private func parking(_ world: WorldModel) -> [String] {
    let lot = world.lot ?? mission.lot
    var lines = [
      "ego: \(world.ego.speed.brief) m/s",
      "goal: \(mission.goal?.slot.map { "slot \($0)" } ?? anySlot ?? "a pose")",
    ]
    for slot in (lot?.slots ?? []).sorted(by: { $0.id < $1.id }).prefix(20) {
      lines.append(
        "slot \(slot.id): \(slot.kind.rawValue), \(slot.isOccupied ? "occupied" : "free")")
    }
    return lines + free(world)
  }

  /// Metres to the nearest half.
  private func half(_ value: Double) -> String { ((value * 2).rounded() / 2).brief }
}
