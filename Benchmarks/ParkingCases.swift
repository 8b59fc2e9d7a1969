import DrivingCore
import Geometry
import Roads

/// The parking tasks of the comparison with OMPL, from easy to tight.
struct ParkingCase: Sendable {
  /// The name in the table.
  var name: String
  /// The rear axle at the start and at the goal.
  var start: SE2
  var goal: SE2
  /// What must not be touched: convex quads (m).
  var obstacles: [[Vector2]]

  /// Where the rear axle may be (m).
  static let low = Vector2(-12, -6)
  static let high = Vector2(12, 8)
  /// The smallest circle of the rear axle (m).
  static let turningRadius = 4.6

  /// The car: wheelbase 2.70 m, 1.80 m wide, 3.45 m ahead of and 0.70 m behind the rear axle.
  static let car = VehicleSpec(
    id: "parking-benchmark", name: "parking benchmark",
    body: .init(
      length: 4.15, width: 1.80, height: 1.5, wheelbase: 2.70, rearOverhang: 0.70, track: 1.55),
    inertia: .init(mass: 1500, yaw: 2500, frontAxleToCentre: 1.2, centreHeight: 0.5),
    limits: .init(
      steeringAngle: Portable.atan(2.70 / turningRadius), steeringRate: 0.6, minimumSpeed: -5,
      maximumSpeed: 50, switchingSpeed: 8, acceleration: 9),
    actuators: .ideal)

  /// All cases.
  static let all: [ParkingCase] = [
    ParkingCase(
      name: "perpendicular 2.5 m, aisle 6 m", start: SE2(x: -6, y: 2, heading: 0),
      goal: SE2(x: 0, y: -4, heading: 1.570_796_3),
      obstacles: [
        box(-12, -5, -1.25, 0), box(1.25, -5, 12, 0), box(-12, -6, 12, -5), box(-12, 6, 12, 7),
      ]),
    ParkingCase(
      name: "perpendicular 2.3 m, aisle 5 m", start: SE2(x: -6, y: 1.5, heading: 0),
      goal: SE2(x: 0, y: -4, heading: 1.570_796_3),
      obstacles: [
        box(-12, -5, -1.15, 0), box(1.15, -5, 12, 0), box(-12, -6, 12, -5), box(-12, 5, 12, 6),
      ]),
    ParkingCase(
      name: "parallel 5.35 m, aisle 4.5 m", start: SE2(x: -8, y: 1.6, heading: 0),
      goal: SE2(x: -1.375, y: -1.1, heading: 0),
      obstacles: [
        box(-12, -2.2, -2.675, -0.1), box(2.675, -2.2, 12, -0.1), box(-12, -3, 12, -2.2),
        box(-12, 4.5, 12, 5.5),
      ]),
    ParkingCase(
      name: "angled 60 degrees, aisle 4.5 m", start: SE2(x: -8, y: 2.2, heading: 0),
      goal: SE2(x: -0.2, y: -0.72, heading: -1.047_197_6),
      obstacles: [
        [
          Vector2(-4, 0), Vector2(-2.08, 0), Vector2(0.42, -4.33), Vector2(-1.5, -4.33),
        ],
        [Vector2(2.08, 0), Vector2(4, 0), Vector2(6.5, -4.33), Vector2(4.58, -4.33)],
        box(-12, -5.5, 12, -4.6), box(-12, 4.5, 12, 5.5),
      ]),
  ]

  private static func box(_ x0: Double, _ y0: Double, _ x1: Double, _ y1: Double) -> [Vector2] {
    [Vector2(x0, y0), Vector2(x1, y0), Vector2(x1, y1), Vector2(x0, y1)]
  }

  /// The task as our planner is given it.
  var mission: Mission {
    Mission(
      kind: .parking, vehicle: ParkingCase.car, start: VehicleState(worldFromVehicle: start),
      goal: Goal(pose: goal),
      lot: ParkingLot(
        slots: [],
        obstacles: obstacles.enumerated().map { index, corners in
          ParkingLot.Obstacle(id: "obstacle \(index)", kind: .wall, outline: Polygon(corners))
        }))
  }

  /// All cases as the peer reads them.
  static var peerInput: String {
    all.map { task in
      let ends = [task.start, task.goal].map {
        "\($0.position.x) \($0.position.y) \($0.heading)"
      }
      let quads = task.obstacles.map { quad in
        quad.map { "\($0.x) \($0.y)" }.joined(separator: " ")
      }
      return (["\(ends[0]) \(ends[1]) \(quads.count)"] + quads).joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
  }
}
