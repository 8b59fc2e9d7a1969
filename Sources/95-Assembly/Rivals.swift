import DrivingCore
import Planning

/// Planners to be compared with, and controls that must fail: all of them drive without our gate.
enum Rivals {
  /// Those that can be named, with a line for people.
  static let names: [(id: String, text: String)] = [
    ("idm", "a rival: keeps its lane and follows by the Intelligent Driver Model"),
    ("idm-mobil", "a rival: the same, with MOBIL lane changes for gain and for the route"),
    ("pdm-closed", "a rival: PDM-Closed-like, the best rule planner of nuPlan's 2023 challenge"),
    ("pdm-lanes", "a rival: the same score over lane-change proposals, too"),
    ("careful-human", "a rival: a driver model of UN R157 in its lane, the careful human"),
    ("reg157", "a rival: the same, the model read out of paragraph 5.2.5.2"),
    ("rss", "a rival: the same, Responsibility-Sensitive Safety"),
    ("fsm", "a rival: the same, the Fuzzy Safety Model"),
    ("parked", "a control: stops and stays; must fail"),
    ("blind", "a control: drives or parks as if nobody else were there; must hit somebody"),
    ("full-throttle", "a control: keeps its lane at full throttle; must fail"),
    ("wrong-way", "a control: stops and backs up; must fail"),
  ]

  /// Whether a planner is one of these.
  static func isOne(_ name: String) -> Bool { names.contains { $0.id == name } }

  /// The planner of that name; nil where it is none of these.
  /// - Throws: `StageFailure` for one that drives on roads only, in a car park.
  static func planner(
    named name: String, for kind: Mission.Kind
  ) throws(StageFailure) -> (any Planner)? {
    guard isOne(name) else { return nil }
    if name == "blind" && kind == .parking { return BlindParking() }
    guard kind != .parking else {
      throw StageFailure(
        stage: "planner", kind: .unavailable,
        reason: "'\(name)' in a car park; it drives on roads only; expected lattice or blind")
    }
    if let model = DriverModel.allCases.first(where: { $0.plannerName == name }) {
      return DriverModelPlanner(model)
    }
    switch name {
    case "idm": return CarFollowingRival(changesLanes: false)
    case "idm-mobil": return CarFollowingRival(changesLanes: true)
    case "pdm-closed": return PDMRival(changesLanes: false)
    case "pdm-lanes": return PDMRival(changesLanes: true)
    default: return ControlPlanner.Fault(rawValue: name).map { ControlPlanner($0) }
    }
  }
}
