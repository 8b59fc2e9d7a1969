import DrivingCore
import Dynamics
import Geometry
import Roads
import Traffic

extension Benchmark {
  /// Fifty drivers with lane changes and an ego, against as many of highway-env.
  static let traffic: [Benchmark] = [
    Benchmark(
      name: "traffic-50", unit: "simulated s, traffic alone at 10 Hz", goal: 100,
      work: { TrafficWorkload.drive(seconds: 20, span: 100_000_000, withEgo: false) },
      peer: .program("highway-env", command: ["python3", "Benchmarks/peers/highway_env_idm.py"])),
    Benchmark(
      name: "traffic-50-ego", unit: "simulated s, traffic and an IDM ego at 100 Hz", goal: 100,
      work: { TrafficWorkload.drive(seconds: 20, span: 10_000_000, withEgo: true) },
      peer: .program("highway-env", command: ["python3", "Benchmarks/peers/highway_env_idm.py"])),
  ]
}

enum TrafficWorkload {
  /// Three lanes of 20 km in ten pieces.
  static let map: RoadMap = {
    var lanes: [Lane] = []
    for piece in 0..<10 {
      let xs = (0...100).map { Double(piece) * 2_000 + Double($0) * 20 }
      for lane in 0..<3 {
        let (id, y) = (piece * 10 + lane, 3.5 * Double(lane))
        lanes.append(
          Lane(
            id: id, left: Polyline(xs.map { Vector2($0, y + 1.75) }),
            right: Polyline(xs.map { Vector2($0, y - 1.75) }),
            successors: piece < 9 ? [id + 10] : [], predecessors: piece > 0 ? [id - 10] : [],
            leftNeighbour: lane < 2 ? .init(id: id + 1, sameDirection: true) : nil,
            rightNeighbour: lane > 0 ? .init(id: id - 1, sameDirection: true) : nil))
      }
    }
    return RoadMap(lanes: lanes)
  }()

  static let actors: [Actor] = (0..<50).map { index in
    let pose = SE2(
      x: 60 + Double(index / 3) * 30, y: 3.5 * Double(index % 3), heading: 0)
    let start = TrackedObject(
      id: "c\(100 + index)", kind: .car,
      box: OrientedBox(worldFromBox: pose, length: 5, width: 2), velocity: Vector2(20, 0))
    let wanted = 20.0 + Double(index % 7)
    return Actor(
      start: start, behaviour: .following(.init(desiredSpeed: wanted, politeness: 0.3)))
  }

  /// Drives some seconds; the ego is a whole car whose driver follows those ahead.
  static func drive(seconds: Double, span: Int64, withEgo: Bool) -> Double {
    var field = TrafficField(actors: actors, map: map, ego: BenchmarkCar.spec)
    var car = SingleTrackVehicle(BenchmarkCar.spec)
    var ego = VehicleState(speed: 20)
    let driver = Actor.Follower(desiredSpeed: 25)
    let step = SimulationTime(nanoseconds: span)
    var scene = Scene(time: .zero, ego: ego, objects: field.objects(at: .zero))
    while scene.time.seconds < seconds {
      guard let objects = try? field.step(TrafficInput(scene: scene, span: step), at: scene.time)
      else { return 0 }
      if withEgo {
        let ahead = nearest(ahead: ego, in: scene.objects)
        let pull =
          ahead.map {
            IntelligentDriver.acceleration(
              driver, speed: ego.speed, gap: $0.gap, speedAhead: $0.speed)
          } ?? IntelligentDriver.acceleration(driver, speed: ego.speed)
        let command = ControlCommand(steeringAngle: 0, acceleration: pull)
        let input = VehicleInput(state: ego, command: command, span: step)
        guard let next = try? car.step(input, at: scene.time) else { return 0 }
        ego = next
      }
      scene.time += step
      (scene.objects, scene.ego) = (objects, ego)
    }
    return scene.objects.count == 50 ? seconds : 0
  }

  private static func nearest(
    ahead ego: VehicleState, in objects: [TrackedObject]
  ) -> (gap: Double, speed: Double)? {
    var best: (gap: Double, speed: Double)?
    for object in objects {
      let apart = object.box.worldFromBox.position - ego.worldFromVehicle.position
      let gap = apart.x - 2.5 - 3.7
      guard abs(apart.y) < 1.75, apart.x > 0, gap < best?.gap ?? 200 else { continue }
      best = (gap, object.velocity.x)
    }
    return best
  }
}
