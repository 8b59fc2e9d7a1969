import DrivingCore
import Geometry
import Roads

/// Our parking score: a gate times pose, time, clearance, gear switches and comfort.
///
/// S = 100 G (0.30 pose + 0.25 time + 0.20 clearance + 0.15 gear + 0.10 comfort). It is ours, not a
/// standard; the limits of the time term follow a press test that accepts 1.5 times the human mean.
public struct ParkingScore: Sendable, Hashable {
  /// What a practised human needs.
  public struct Reference: Sendable, Hashable {
    /// The time for the slot (s).
    public var time: Double
    /// The switches between forward and reverse.
    public var gearSwitches: Double

    /// The reference of a slot, with 8 s more for each switch beyond two where it is tight.
    ///
    /// Tight is less than 0.8 m of slack: along a parallel slot, across the others.
    public init(kind: ParkingSlot.Kind, slack: Double, gearSwitches switches: Int) {
      switch kind {
      case .perpendicular: (time, gearSwitches) = (25, 1)
      case .parallel: (time, gearSwitches) = (35, 2)
      case .angled: (time, gearSwitches) = (20, 1)
      }
      if slack < 0.8 { time += 8 * Double(max(0, switches - 2)) }
    }
  }

  /// How far off the goal the vehicle stood; signs do not matter.
  public struct PoseError: Sendable, Hashable {
    /// Across the goal pose (m).
    public var lateral: Double
    /// Along the goal pose (m).
    public var longitudinal: Double
    /// The turn from the goal pose (rad).
    public var heading: Double

    /// Creates an error.
    public init(lateral: Double, longitudinal: Double, heading: Double) {
      self.lateral = lateral
      self.longitudinal = longitudinal
      self.heading = heading
    }
  }

  /// How far off the goal the vehicle stood.
  public var error: PoseError
  /// The time until the last movement ended (s), without the time for which it stood for others:
  /// the human reference has nobody to wait for.
  public var time: Double
  /// The smallest distance to anything (m); infinite where there is nothing.
  public var clearance: Double
  /// The switches between forward and reverse.
  public var gearSwitches: Double
  /// What is left of the reference time less what was uncomfortable (0-1).
  public var comfort: Double
  /// What a human needs.
  public var reference: Reference
  /// Whether the run passed the gate: no contact, in the slot, finished.
  public var passesGate: Bool

  /// 1 in place, 0 at 0.30 m, 0.50 m or 5 degrees.
  public var pose: Double {
    let degree = Double.pi / 180
    return min(
      ParkingScore.line(abs(error.lateral), 0.05, 0.30),
      ParkingScore.line(abs(error.longitudinal), 0.10, 0.50),
      ParkingScore.line(abs(error.heading), degree, 5 * degree))
  }

  /// The score before the gate (0-100).
  public var raw: Double {
    let speed = ParkingScore.line(time / reference.time, 1, 2.5)
    let distance = 1 - ParkingScore.line(clearance, 0.05, 0.25)
    let gear = max(0, 1 - 0.25 * max(0, gearSwitches - reference.gearSwitches))
    return 100 * (0.30 * pose + 0.25 * speed + 0.20 * distance + 0.15 * gear + 0.10 * comfort)
  }

  /// The score (0-100).
  public var value: Double { passesGate ? raw : 0 }

  /// Straight from 1 at `best` to 0 at `worst`, flat outside.
  static func line(_ value: Double, _ best: Double, _ worst: Double) -> Double {
    min(max((worst - value) / (worst - best), 0), 1)
  }

  /// The score of rows that were emitted; nil where one of them is missing.
  public init?(rows: [MetricValue]) {
    func row(_ name: String) -> Double? { rows.value("parking.\(name)@1") }
    guard let lateral = row("final_lateral_error"),
      let longitudinal = row("final_longitudinal_error"), let heading = row("final_heading_error"),
      let time = row("time"), let switches = row("gear_switches"), let comfort = row("comfort"),
      let humanTime = row("reference_time"), let humanSwitches = row("reference_gear_switches"),
      let gate = row("gate")
    else { return nil }
    error = PoseError(lateral: lateral, longitudinal: longitudinal, heading: heading)
    self.time = time - (row("waiting_time") ?? 0)
    // Without anything around there is no distance to keep.
    clearance = row("minimum_clearance") ?? .infinity
    gearSwitches = switches
    self.comfort = comfort
    reference = Reference(kind: .perpendicular, slack: .infinity, gearSwitches: 0)
    reference.time = humanTime
    reference.gearSwitches = humanSwitches
    passesGate = gate == 1
  }
}
