import DrivingCore
import Geometry
import Roads

/// Random places with others in them, and proposals that a broken or hostile planner could make.
struct GateScene {
  /// What the gate is told.
  var mission: Mission
  var world: WorldModel

  /// The car of the parking comparison, good for 50 m/s.
  static let car = ParkingCase.car

  /// Three straight lanes.
  private static let map = RoadMap(
    lanes: (0..<3).map { index in
      let y = 3.5 * Double(index)
      func line(_ offset: Double) -> Polyline {
        Polyline(stride(from: -200.0, through: 1000, by: 20).map { Vector2($0, y + offset) })
      }
      return Lane(
        id: index + 1, left: line(1.75), right: line(-1.75),
        leftNeighbour: index < 2 ? .init(id: index + 2, sameDirection: true) : nil,
        rightNeighbour: index > 0 ? .init(id: index, sameDirection: true) : nil, speedLimit: 36)
    })

  /// A scene on a road, or on an open place, in which braking straight on touches nobody.
  init(_ random: inout SeededGenerator, onRoad: Bool) {
    while true {
      let scene = GateScene(drawn: &random, onRoad: onRoad)
      if scene.hasWayOut {
        self = scene
        return
      }
    }
  }

  private init(drawn random: inout SeededGenerator, onRoad: Bool) {
    let speed = onRoad ? random.uniform(0.5, 38) : random.uniform(0.5, 9)
    let lane = Double(Int(random.uniform(0, 3)))
    let y = onRoad ? 3.5 * lane + random.uniform(-0.3, 0.3) : 0
    let ego = VehicleState(worldFromVehicle: SE2(x: 0, y: y, heading: 0), speed: speed)
    var others: [TrackedObject] = []
    for index in 0..<Int(random.uniform(0, 7)) {
      others.append(GateScene.other(index, &random, onRoad: onRoad, speed))
    }
    mission = Mission(
      kind: onRoad ? .highway : .parking, vehicle: GateScene.car, start: ego,
      map: onRoad ? GateScene.map : .empty,
      lot: onRoad ? nil : ParkingLot(slots: [], obstacles: []))
    world = WorldModel(
      time: .zero, ego: ego, map: mission.map, lot: mission.lot, objects: others)
  }

  private static func other(
    _ index: Int, _ random: inout SeededGenerator, onRoad: Bool, _ speed: Double
  ) -> TrackedObject {
    let isStanding = random.uniform(0, 1) < 0.2
    let x = random.uniform(onRoad ? -60 : -15, onRoad ? 160 : 30)
    let y = onRoad ? 3.5 * Double(Int(random.uniform(0, 3))) : random.uniform(-12, 12)
    let heading = onRoad ? 0 : random.uniform(-3.1, 3.1)
    let pace = isStanding ? 0 : onRoad ? random.uniform(0, 40) : random.uniform(0.2, 3)
    let box = OrientedBox(
      worldFromBox: SE2(x: x, y: y, heading: heading), length: random.uniform(0.5, 12),
      width: random.uniform(0.5, 2.5))
    return TrackedObject(
      id: "other-\(index)", kind: .car, box: box,
      velocity: Vector2(pace * Portable.cos(heading), pace * Portable.sin(heading)),
      acceleration: random.uniform(0, 1) < 0.2 ? -random.uniform(0.6, 6) : 0)
  }

  /// Whether a way out exists: braking with 9 m/s² from 0.3 s on, straight ahead, with room to spare.
  private var hasWayOut: Bool {
    let speed = world.ego.speed
    let points = (0...60).map { index -> Trajectory.Point in
      let time = Double(index) / 10
      let braking = max(0, min(time - 0.3, speed / 9))
      let way = speed * min(time, 0.3) + (speed - 4.5 * braking) * braking
      return Trajectory.Point(
        time: SimulationTime(nanoseconds: Int64(index) * 100_000_000),
        worldFromVehicle: SE2(
          x: way, y: world.ego.worldFromVehicle.position.y, heading: 0),
        speed: max(0, speed - 9 * braking))
    }
    return DrivenPlanCheck(car: GateScene.car, room: 0.5).fault(
      Trajectory(label: "", points: points), world.ego, world.objects, at: .zero) == nil
  }

  /// A proposal: drivable, too hard, aimed at somebody, or not a plan at all.
  func proposal(_ random: inout SeededGenerator) -> DrivingCore.Outcome<Trajectory> {
    switch Int(random.uniform(0, 8)) {
    case 0: return .unavailable(reason: "none")
    case 1: return .available(spoilt(&random))
    case 2: return .available(aimed(&random))
    default: return .available(swerve(&random))
    }
  }

  /// An even change of speed and a smooth step to the side, each of them possible or not.
  private func swerve(_ random: inout SeededGenerator) -> Trajectory {
    let wild = random.uniform(0, 1) < 0.3
    let rate = wild ? random.uniform(-30, 30) : random.uniform(-9, 4)
    let span = random.uniform(1, 5)
    // The largest acceleration of such a step is 5.77 times its width over the square of its time.
    let across = wild ? random.uniform(-15, 15) : random.uniform(-4, 4)
    return path(
      rate: rate, sideways: across * span * span / 5.77, within: span, steepest: wild ? 9 : 0.15)
  }

  /// A plan that steers for where somebody will be.
  private func aimed(_ random: inout SeededGenerator) -> Trajectory {
    guard let target = world.objects.randomElement(using: &random) else {
      return path(rate: 4, sideways: 0, within: 1, steepest: 0)
    }
    let time = random.uniform(1, 4)
    let there = target.box.worldFromBox.position + target.velocity * time
    let here = world.ego.worldFromVehicle.position
    let rate = 2 * ((there.x - here.x) - world.ego.speed * time) / (time * time)
    return path(
      rate: min(max(rate, -9), 4), sideways: there.y - here.y, within: time, steepest: 0.3)
  }

  /// A step to the side within a time (s), at most so steep on average.
  private func path(
    rate: Double, sideways wanted: Double, within span: Double, steepest: Double
  ) -> Trajectory {
    let (start, speed) = (world.ego.worldFromVehicle.position, world.ego.speed)
    let turning = rate < 0 ? min(span, speed / -rate) : span
    let reach = max((speed + rate * turning / 2) * turning, 0.5)
    let sideways = min(max(wanted, -steepest * reach), steepest * reach)
    var points: [Trajectory.Point] = []
    for index in 0...50 {
      let time = Double(index) / 10
      let moving = rate < 0 ? min(time, speed / -rate) : time
      let way = (speed + rate * moving / 2) * moving
      let share = min(max(way / reach, 0), 1)
      let slope = way < reach ? 30 * share * share * (1 - share) * (1 - share) / reach : 0
      let now = speed + rate * moving
      points.append(
        Trajectory.Point(
          time: SimulationTime(nanoseconds: Int64(index) * 100_000_000),
          worldFromVehicle: SE2(
            x: start.x + way,
            y: start.y + sideways * share * share * share * (10 - 15 * share + 6 * share * share),
            heading: Portable.atan(sideways * slope)),
          speed: max(0, now) * (1 + sideways * sideways * slope * slope).squareRoot(),
          acceleration: time > moving ? 0 : rate))
    }
    return Trajectory(label: "proposal", points: points)
  }

  /// A plan that is broken: numbers, order, times, place, length.
  private func spoilt(_ random: inout SeededGenerator) -> Trajectory {
    var plan = path(rate: random.uniform(-6, 3), sideways: 0, within: 2, steepest: 0)
    let index = Int(random.uniform(0, 50))
    let wild = [Double.nan, .infinity, -.infinity, 1e308, -1e15][Int(random.uniform(0, 5))]
    switch Int(random.uniform(0, 10)) {
    case 0: plan.points[index].speed = wild
    case 1: plan.points[index].worldFromVehicle.position.x = wild
    case 2: plan.points[index].worldFromVehicle.heading = wild
    case 3: plan.points[index].curvature = wild
    case 4: plan.points = []
    case 5: plan.points.reverse()
    case 6: plan.points[index + 1].time = plan.points[index].time
    case 7:
      let late = SimulationTime(seconds: random.uniform(0.21, 1e6))
      for index in plan.points.indices { plan.points[index].time += late }
    case 8: plan.points[index].worldFromVehicle.position.y += random.uniform(-50, 50)
    default:
      let last = plan.points[50]
      plan.points += (1...5_000).map { step in
        var point = last
        point.time += SimulationTime(nanoseconds: Int64(step) * 1_000_000)
        return point
      }
    }
    return plan
  }
}
