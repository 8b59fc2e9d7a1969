import DrivingCore
import Geometry
import Planning
import Roads

/// Small worlds for planner tests, and a loop that tracks every plan perfectly.
enum PlanningScenes {
  /// A mid-size car: wheelbase 2.7 m, 4.5 m by 1.8 m, full lock 0.6 rad.
  static let car = VehicleSpec(
    id: "test-car", name: "Test car",
    body: .init(
      length: 4.5, width: 1.8, height: 1.5, wheelbase: 2.7, rearOverhang: 0.9, track: 1.55),
    inertia: .init(mass: 1500, yaw: 2500, frontAxleToCentre: 1.2, centreHeight: 0.5),
    limits: .init(
      steeringAngle: 0.6, steeringRate: 0.6, minimumSpeed: -5, maximumSpeed: 50,
      switchingSpeed: 8, acceleration: 9),
    actuators: .ideal)

  /// Straight lanes 1 (right) to `count` (left), 3.5 m wide; lane 1's middle runs through y = 0.
  static func straight(lanes count: Int = 3, length: Double = 1500, limit: Double? = 33) -> RoadMap
  {
    RoadMap(
      lanes: (0..<count).map { index in
        let y = 3.5 * Double(index)
        func line(_ offset: Double) -> Polyline {
          Polyline(stride(from: -100.0, through: length, by: 20).map { Vector2($0, y + offset) })
        }
        return Lane(
          id: index + 1, left: line(1.75), right: line(-1.75),
          leftNeighbour: index + 1 < count ? .init(id: index + 2, sameDirection: true) : nil,
          rightNeighbour: index > 0 ? .init(id: index, sameDirection: true) : nil,
          speedLimit: limit)
      })
  }

  /// One lane that bends to the left with a radius (m).
  static func bend(radius: Double, limit: Double? = 33) -> RoadMap {
    func line(_ offset: Double) -> Polyline {
      var points = stride(from: -100.0, to: 0, by: 10).map { Vector2($0, offset) }
      for step in 0...300 {
        let angle = Double(step) * 2 / radius
        let r = radius - offset
        points.append(Vector2(r * Portable.sin(angle), radius - r * Portable.cos(angle)))
      }
      return Polyline(points)
    }
    return RoadMap(lanes: [Lane(id: 1, left: line(1.75), right: line(-1.75), speedLimit: limit)])
  }

  /// A car with its middle at a place.
  static func car(
    _ id: String, x: Double, y: Double, speed: Double, drift: Double = 0, acceleration: Double = 0
  ) -> TrackedObject {
    TrackedObject(
      id: id, kind: .car,
      box: OrientedBox(worldFromBox: SE2(x: x, y: y, heading: 0), length: 4.6, width: 1.9),
      velocity: Vector2(speed, drift), acceleration: acceleration)
  }

  /// A mission along a map.
  static func mission(
    _ map: RoadMap, speed: Double, y: Double = 0, goal: Goal? = nil, style: DrivingStyle = .standard
  ) -> Mission {
    Mission(
      kind: .highway, vehicle: car,
      start: VehicleState(worldFromVehicle: SE2(x: 0, y: y, heading: 0), speed: speed),
      goal: goal, map: map, style: style)
  }

  /// What a run showed.
  struct Outcome {
    var states: [VehicleState] = []
    /// The least distance between the ego and anyone (m); zero or less is contact.
    var clearance = Double.infinity
    /// The least time gap to who is ahead in the same corridor (s), after the first 6 s.
    var settledGap = Double.infinity
    var hardest = 0.0
    var plans: [Trajectory] = []
  }

  /// Drives a mission for a time (s), replanning every `every` steps of 0.1 s.
  ///
  /// `others` tells where everyone is at a time; the ego is exactly where its plan says.
  static func drive(
    _ mission: Mission, seconds: Double, every: Int = 2,
    decide: (Double, WorldModel) -> DrivingCore.Outcome<Decision> = { _, _ in
      .unavailable(reason: "none")
    },
    others: (Double) -> [TrackedObject]
  ) throws -> Outcome {
    var planner = LatticePlanner()
    try planner.prepare(for: mission)
    var outcome = Outcome()
    var ego = mission.start
    var plan: Trajectory?
    for step in 0..<Int(seconds * 10) {
      let now = SimulationTime(nanoseconds: Int64(step) * 100_000_000)
      ego.time = now
      let objects = others(now.seconds)
      let world = WorldModel(
        time: now, ego: ego, map: mission.map, route: mission.route, objects: objects)
      if step % every == 0 {
        let request = PlanRequest(
          world: world, decision: decide(now.seconds, world), current: plan)
        let next = try planner.step(request, at: now)
        outcome.plans.append(next)
        plan = next
      }
      record(ego, objects, mission.vehicle, &outcome)
      ego = advanced(ego, along: plan, to: now + SimulationTime(nanoseconds: 100_000_000))
    }
    return outcome
  }

  static func advanced(_ ego: VehicleState, along plan: Trajectory?, to time: SimulationTime)
    -> VehicleState
  {
    guard let point = plan?.points.first(where: { $0.time >= time }) else { return ego }
    return VehicleState(
      time: time, worldFromVehicle: point.worldFromVehicle, speed: point.speed,
      acceleration: point.acceleration,
      steeringAngle: Portable.atan(point.curvature * car.body.wheelbase))
  }

  private static func record(
    _ ego: VehicleState, _ objects: [TrackedObject], _ vehicle: VehicleSpec,
    _ outcome: inout Outcome
  ) {
    outcome.states.append(ego)
    outcome.hardest = min(outcome.hardest, ego.acceleration)
    let box = vehicle.footprint(at: ego.worldFromVehicle)
    for object in objects {
      let apart = box.placed.separation(from: object.box.placed)
      outcome.clearance = min(outcome.clearance, apart)
      let local = ego.worldFromVehicle.inverse * object.box.worldFromBox.position
      if ego.time.seconds > 6, local.x > 0, abs(local.y) < 1.8, ego.speed > 3 {
        outcome.settledGap = min(outcome.settledGap, max(0, apart) / ego.speed)
      }
    }
  }
}
