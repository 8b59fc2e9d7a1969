import DrivingCore
import Geometry
import Roads

/// Small records to score: a straight two-lane road, a car park, and how they look from elsewhere.
enum ScoringFixtures {
  static let vehicle = VehicleSpec(
    id: "test", name: "Test car",
    body: VehicleSpec.Body(
      length: 4.3, width: 1.7, height: 1.5, wheelbase: 2.4, rearOverhang: 0.9, track: 1.4),
    inertia: VehicleSpec.Inertia(mass: 1200, yaw: 1500, frontAxleToCentre: 0.9, centreHeight: 0.5),
    limits: VehicleSpec.Limits(
      steeringAngle: 0.91, steeringRate: 0.4, minimumSpeed: -13, maximumSpeed: 45,
      switchingSpeed: 4.755, acceleration: 11.5), actuators: .ideal)

  /// Two lanes along x, 3.5 m wide, in two pieces of 200 m; limits 20 m/s.
  static func road(_ transform: Transform = .identity) -> RoadMap {
    func line(_ y: Double, _ x: ClosedRange<Double>) -> Polyline {
      let steps = 20
      return Polyline(
        (0...steps).map {
          let share = Double($0) / Double(steps)
          return transform.apply(
            Vector2(x.lowerBound + share * (x.upperBound - x.lowerBound), y))
        })
    }
    func lane(_ id: Int, _ y: Double, _ x: ClosedRange<Double>) -> Lane {
      let (left, right) = (line(y + 1.75, x), line(y - 1.75, x))
      let first = id < 3
      let beside = id % 2 == 1 ? id + 1 : id - 1
      let neighbour = Lane.Neighbour(id: beside, sameDirection: true)
      let isRightmost = (id % 2 == 1) != transform.mirrors
      return Lane(
        id: id, left: transform.mirrors ? right : left, right: transform.mirrors ? left : right,
        successors: first ? [id + 2] : [], predecessors: first ? [] : [id - 2],
        leftNeighbour: isRightmost ? neighbour : nil,
        rightNeighbour: isRightmost ? nil : neighbour, speedLimit: 20)
    }
    return RoadMap(lanes: [
      lane(1, 0, 0...200), lane(2, 3.5, 0...200), lane(3, 0, 200...400), lane(4, 3.5, 200...400),
    ])
  }

  /// A car in lane 1 with a gentle speed wave, for a time (s), 100 ticks a second.
  static func states(
    seconds: Double, speed: Double = 12, wave: Double = 0.5, y: Double = 0,
    _ transform: Transform = .identity
  ) -> [VehicleState] {
    (0...Int(seconds * 100)).map { tick in
      let t = Double(tick) / 100
      let x = 20 + speed * t + wave * (1 - Portable.cos(t))
      let drift = y + 0.2 * Portable.sin(0.5 * t)
      let now = speed + wave * Portable.sin(t)
      let heading = now == 0 ? 0 : Portable.atan(0.1 * Portable.cos(0.5 * t) / now)
      let yawRate = now == 0 ? 0 : -0.05 * Portable.sin(0.5 * t) / now
      return transform.apply(
        VehicleState(
          time: SimulationTime(nanoseconds: Int64(tick) * 10_000_000),
          worldFromVehicle: SE2(x: x, y: drift, heading: heading), speed: now,
          acceleration: wave * Portable.cos(t), yawRate: yawRate))
    }
  }

  /// A car ahead that keeps its speed, and one in the other lane.
  static func traffic(at time: Double, _ transform: Transform) -> [TrackedObject] {
    func car(_ id: String, _ x: Double, _ y: Double, _ speed: Double) -> TrackedObject {
      transform.apply(
        TrackedObject(
          id: id, kind: .car,
          box: OrientedBox(
            worldFromBox: SE2(x: x + speed * time, y: y, heading: 0), length: 4.5, width: 1.8),
          velocity: Vector2(speed, 0)))
    }
    return [car("ahead", 60, 0, 10), car("beside", 30, 3.5, 13)]
  }

  static func record(
    seconds: Double = 8, speed: Double = 12, wave: Double = 0.5, expert: Bool = true,
    traffic: Bool = true, goal: Goal? = nil, _ transform: Transform = .identity
  ) -> RunRecord {
    let states = states(seconds: seconds, speed: speed, wave: wave, transform)
    let ticks = states.map { state in
      RunRecord.Tick(
        scene: Scene(
          time: state.time, ego: state,
          objects: traffic ? Self.traffic(at: state.time.seconds, transform) : []),
        command: .neutral)
    }
    let start = states.first ?? VehicleState()
    return RunRecord(
      mission: Mission(
        kind: .highway, vehicle: vehicle, start: start, goal: goal, map: road(transform)),
      ticks: ticks,
      expert: expert ? Self.states(seconds: seconds, transform) : nil)
  }

  /// A rigid motion of the plane, with or without a reflection about the x axis before it.
  struct Transform {
    var moved = SE2.identity
    var mirrors = false

    static let identity = Transform()

    func apply(_ point: Vector2) -> Vector2 {
      moved * Vector2(point.x, mirrors ? -point.y : point.y)
    }
    func apply(_ pose: SE2) -> SE2 {
      moved
        * SE2(
          x: pose.position.x, y: (mirrors ? -1 : 1) * pose.position.y,
          heading: (mirrors ? -1 : 1) * pose.heading)
    }
    func apply(_ state: VehicleState) -> VehicleState {
      var result = state
      let sign = mirrors ? -1.0 : 1.0
      result.worldFromVehicle = apply(state.worldFromVehicle)
      result.yawRate *= sign
      result.steeringAngle *= sign
      result.steeringRate *= sign
      return result
    }
    func apply(_ object: TrackedObject) -> TrackedObject {
      var result = object
      result.box.worldFromBox = apply(object.box.worldFromBox)
      result.velocity = apply(object.velocity) - apply(.zero)
      return result
    }
    func apply(_ polygon: Polygon) -> Polygon { Polygon(polygon.corners.map(apply)) }
  }

  /// A perpendicular slot between two cars, with a kerb at its end; parked in reverse.
  static func parking(
    offset: Vector2 = .zero, turn: Double = 0, kerb: Double = 0.3, moving: Bool = false,
    switches: Int = 1, _ transform: Transform = .identity
  ) -> RunRecord {
    // The slot spans 2.6 m by 5.0 m; its entrance is at y = 0, the goal pose heads out of it.
    func box(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> Polygon {
      transform.apply(
        Polygon([
          Vector2(x.lowerBound, y.lowerBound), Vector2(x.upperBound, y.lowerBound),
          Vector2(x.upperBound, y.upperBound), Vector2(x.lowerBound, y.upperBound),
        ]))
    }
    let slot = ParkingSlot(
      id: "A1", kind: .perpendicular,
      outline: transform.apply(
        Polygon([Vector2(1.3, 0), Vector2(-1.3, 0), Vector2(-1.3, -5), Vector2(1.3, -5)])))
    let goal = SE2(x: 0, y: -3.7, heading: .pi / 2)
    let lot = ParkingLot(
      slots: [slot],
      obstacles: [
        ParkingLot.Obstacle(
          id: "left car", kind: .vehicle, outline: box(-3.6 ... -1.8, -4.8 ... -0.3)),
        ParkingLot.Obstacle(
          id: "right car", kind: .vehicle, outline: box(1.8...3.6, -4.8 ... -0.3)),
        ParkingLot.Obstacle(
          id: "kerb", kind: .kerb, outline: box(-2...2, (-5.2 - 1)...(-3.7 - 0.344 - kerb))),
      ])
    let end = SE2(position: goal.position + offset, heading: goal.heading + turn)
    let ticks = (0...500).map { tick -> RunRecord.Tick in
      // Out along the pose and back: the way is covered `switches` times.
      let t = Double(tick) / 20
      let phase = min(t / 20, 1) * Double(switches + 1)
      let leg = phase.rounded(.down)
      let ahead = leg.truncatingRemainder(dividingBy: 2) == 0
      let share = phase - leg
      var distance = 5 * (ahead ? share : 1 - share)
      // The number of legs decides whether the way starts inside or outside the slot.
      if switches % 2 == 0 { distance = 5 - distance }
      let speed = t < 20 ? (ahead ? 1 : -1) * Double(switches + 1) * 0.25 : moving ? 0.5 : 0
      return RunRecord.Tick(
        scene: Scene(
          time: SimulationTime(nanoseconds: Int64(tick) * 50_000_000),
          ego: transform.apply(
            VehicleState(
              time: SimulationTime(nanoseconds: Int64(tick) * 50_000_000),
              worldFromVehicle: end * SE2(x: t < 20 ? distance : 0, y: 0, heading: 0),
              speed: speed)), objects: []), command: .neutral)
    }
    return RunRecord(
      mission: Mission(
        kind: .parking, vehicle: vehicle, start: ticks[0].scene.ego,
        goal: Goal(pose: transform.apply(goal), slot: "A1"), lot: lot), ticks: ticks)
  }
}

extension Sequence where Element == MetricValue {
  /// The value of a metric by its versioned name.
  func value(_ id: String) -> Double? { first { $0.id == id }?.value }
}
