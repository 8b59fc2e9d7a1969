import DrivingCore
import Geometry
import Roads

/// What steep lanes do to a car: gravity along the road, on top of what engine and brakes do.
struct Slope: Sendable {
  /// Standard gravity (m/s²).
  static let gravity = 9.806_65

  private let map: RoadMap
  /// Whether any lane is steep: only then the lane under the car is looked up.
  private let isHilly: Bool

  init(_ map: RoadMap) {
    self.map = map
    isHilly = map.lanes.contains { $0.grade != nil }
  }

  /// Changes the speed of a car that moves, over a span (s), by g sin(atan(grade)); brakes hold a
  /// standing one.
  func pull(_ ego: inout VehicleState, for span: Double) {
    guard isHilly, ego.speed != 0, let place = map.lane(at: ego.worldFromVehicle, within: 2),
      let grade = map[place.lane]?.grade
    else { return }
    let steepness = grade / (1 + grade * grade).squareRoot()
    let along = Slope.gravity * steepness * Portable.cos(place.headingDifference)
    let next = ego.speed - along * span
    // Gravity turns nobody's direction within a tick: gear and brakes see to that.
    ego.speed = next * ego.speed > 0 ? next : 0
  }
}
