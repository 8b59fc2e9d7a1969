import DrivingCore
import Geometry

extension MetricValue {
  /// A row without a number, and why.
  static func invalid(_ id: String, unit: String, reason: String) -> MetricValue {
    MetricValue(id: id, value: nil, unit: unit, reason: reason)
  }
}

extension Sequence where Element == MetricValue {
  /// The value of a metric by its versioned name; nil where absent or invalid.
  func value(_ id: String) -> Double? { first { $0.id == id }?.value }
}

extension Double {
  /// The number, or nil where it is infinite or no number.
  var finite: Double? { isFinite ? self : nil }

  /// For words in reports: two decimals.
  var roundedToCentimetres: Double { (self * 100).rounded() / 100 }
}

extension NuPlan.Parts {
  /// The parts found in emitted rows.
  public init(rows: [MetricValue]) {
    self.init(
      noAtFaultCollision: rows.value("nuplan.no_at_fault_collision@1"),
      drivableArea: rows.value("nuplan.drivable_area@1"),
      makingProgress: rows.value("nuplan.making_progress@1"),
      drivingDirection: rows.value("nuplan.driving_direction@1"),
      progress: rows.value("nuplan.progress@1"),
      timeToCollision: rows.value("nuplan.time_to_collision@1"),
      speedLimit: rows.value("nuplan.speed_limit@1"),
      comfort: rows.value("nuplan.comfort@1"))
  }
}

extension NuPlan.Collisions.Contact {
  /// The contact in words, for reports.
  var inWords: String {
    let kind =
      switch collisionClass {
      case .stoppedEgo: "the ego stood"
      case .stoppedTrack: "it stood"
      case .activeFront: "front"
      case .activeRear: "from behind"
      case .activeLateral: "side"
      }
    let fault = isAtFault ? "at fault" : "not at fault"
    return "contact with \(id) at \(time.roundedToCentimetres) s (\(kind), \(fault))"
  }
}
