import DrivingCore
import Geometry
import Roads
import Testing
import Traffic

@Suite("Traffic field")
struct TrafficFieldTests {
  static let tick = SimulationTime(nanoseconds: 10_000_000)

  /// A straight road along x with lanes 3.5 m wide, lane 1 the rightmost, cut into pieces.
  static func road(lanes: Int = 3, length: Double = 2_000, pieces: Int = 1) -> RoadMap {
    var made: [Lane] = []
    for piece in 0..<pieces {
      for lane in 0..<lanes {
        let (from, to) = (
          length * Double(piece) / Double(pieces), length * Double(piece + 1) / Double(pieces)
        )
        let y = 3.5 * Double(lane)
        let id = piece * 10 + lane + 1
        made.append(
          Lane(
            id: id, left: Polyline([Vector2(from, y + 1.75), Vector2(to, y + 1.75)]),
            right: Polyline([Vector2(from, y - 1.75), Vector2(to, y - 1.75)]),
            successors: piece + 1 < pieces ? [id + 10] : [],
            predecessors: piece > 0 ? [id - 10] : [],
            leftNeighbour: lane + 1 < lanes ? .init(id: id + 1, sameDirection: true) : nil,
            rightNeighbour: lane > 0 ? .init(id: id - 1, sameDirection: true) : nil))
      }
    }
    return RoadMap(lanes: made)
  }

  static func car(_ id: String, x: Double, lane: Int = 1, speed: Double) -> TrackedObject {
    let pose = SE2(x: x, y: 3.5 * Double(lane - 1), heading: 0)
    return TrackedObject(
      id: id, kind: .car, box: OrientedBox(worldFromBox: pose, length: 5, width: 2),
      velocity: Vector2(speed, 0))
  }

  static func follower(
    _ id: String, x: Double, lane: Int = 1, speed: Double, desired: Double = 30,
    politeness: Double? = nil
  ) -> Actor {
    Actor(
      start: car(id, x: x, lane: lane, speed: speed),
      behaviour: .following(.init(desiredSpeed: desired, politeness: politeness)))
  }

  /// The ego far away, or at a place.
  static func ego(x: Double = -1e6, y: Double = 0, speed: Double = 0) -> VehicleState {
    VehicleState(worldFromVehicle: SE2(x: x, y: y, heading: 0), speed: speed)
  }

  /// Runs a field; the ego may depend on the time.
  static func run(
    _ field: TrafficField, seconds: Double, span: SimulationTime = tick,
    ego: (Double) -> VehicleState = { _ in ego() }
  ) throws -> [[TrackedObject]] {
    var (field, time) = (field, SimulationTime.zero)
    var scenes = [field.objects(at: .zero)]
    while time.seconds < seconds {
      let scene = Scene(time: time, ego: ego(time.seconds), objects: scenes[scenes.count - 1])
      scenes.append(try field.step(TrafficInput(scene: scene, span: span), at: time))
      time += span
    }
    return scenes
  }

  static func x(_ object: TrackedObject) -> Double { object.box.worldFromBox.position.x }

  @Test("followers reach the gap of equilibrium and never touch", arguments: [1, 4])
  func platoon(_ pieces: Int) throws {
    let lead = Actor(start: Self.car("a", x: 200, speed: 15), behaviour: .scripted([]))
    let rest = (1...6).map {
      Self.follower("b\($0)", x: 200 - 30 * Double($0), speed: 15, desired: 25)
    }
    let field = TrafficField(
      actors: [lead] + rest, map: Self.road(length: 3_000, pieces: pieces))
    let scenes = try Self.run(
      field, seconds: 120, span: SimulationTime(nanoseconds: 100_000_000))
    for scene in scenes {
      for (ahead, behind) in zip(scene, scene.dropFirst()) {
        #expect(Self.x(ahead) - Self.x(behind) > 5)
      }
    }
    let end = try #require(scenes.last)
    #expect(end.count == 7)
    // Equilibrium: s = (s0 + vT) / sqrt(1 - (v/v0)^4), equation 6 of the paper.
    let wanted = (2 + 15 * 1.5) / (1 - 0.6 * 0.6 * 0.6 * 0.6).squareRoot()
    for (ahead, behind) in zip(end, end.dropFirst()).prefix(3) {
      #expect(abs(Self.x(ahead) - Self.x(behind) - 5 - wanted) < 0.5)
      #expect(abs(behind.speed - 15) < 0.1)
    }
  }

  @Test("drivers brake for an ego that stands in their lane, not for one beside it")
  func seesEgo() throws {
    let field = TrafficField(
      actors: [Self.follower("a", x: 0, speed: 20)], map: Self.road())
    let inLane = try Self.run(field, seconds: 30) { _ in Self.ego(x: 300) }
    let end = try #require(inLane.last?.first)
    #expect(end.speed < 0.1 && Self.x(end) < 297 && Self.x(end) > 285)
    let beside = try Self.run(field, seconds: 30) { _ in Self.ego(x: 300, y: 3.5) }
    #expect(Self.x(try #require(beside.last?.first)) > 500)
  }

  @Test("recorded actors are there only while recorded, between their instants in between")
  func recorded() throws {
    let states = (0...4).map { index in
      Actor.RecordedState(
        time: SimulationTime(seconds: 1 + Double(index) * 0.5),
        worldFromBox: SE2(x: 10 * Double(index), y: 0, heading: 3.1 + 0.05 * Double(index)),
        speed: 20)
    }
    let field = TrafficField(
      actors: [Actor(start: Self.car("r", x: 0, speed: 20), behaviour: .recorded(states))],
      map: .empty)
    let scenes = try Self.run(field, seconds: 4)
    #expect(scenes[0].isEmpty && scenes[99].isEmpty && scenes[301].isEmpty)
    #expect(scenes[100].count == 1 && scenes[300].count == 1)
    let middle = try #require(scenes[125].first)
    #expect(abs(Self.x(middle) - 5) < 1e-9)
    #expect(abs(middle.box.worldFromBox.heading - 3.125) < 1e-9)
    #expect(abs(middle.yawRate - 0.1) < 1e-9)
    #expect(
      abs(Self.x(try #require(field.objects(at: SimulationTime(seconds: 1.25)).first)) - 5)
        < 1e-9)
  }

  @Test("a recorded actor made reactive brakes for the ego on its recorded way")
  func reactive() throws {
    let states = (0...100).map { index in
      let angle = Double(index) * 0.01
      return Actor.RecordedState(
        time: SimulationTime(seconds: Double(index) * 0.1),
        worldFromBox: SE2(
          x: 200 * Portable.sin(angle), y: 200 * (1 - Portable.cos(angle)), heading: angle),
        speed: 20)
    }
    var field = TrafficField(
      actors: [Actor(start: Self.car("r", x: 0, speed: 20), behaviour: .recorded(states))],
      map: .empty)
    let nobody = field.makeReactive("nobody", as: .init(desiredSpeed: 20))
    let someone = field.makeReactive("r", as: .init(desiredSpeed: 20))
    #expect(!nobody && someone)
    let goal = states[60].worldFromBox
    let scenes = try Self.run(field, seconds: 20) { _ in
      VehicleState(worldFromVehicle: goal)
    }
    let end = try #require(scenes.last?.first)
    #expect(end.speed < 0.1)
    let place = end.box.worldFromBox.position
    #expect(abs(place.distance(to: Vector2(0, 200)) - 200) < 0.3)
    #expect(place.distance(to: goal.position) < 12 && place.distance(to: goal.position) > 4)
  }

  @Test("a script waits for its gap, then cuts in smoothly and brakes")
  func script() throws {
    let phases = [
      Actor.Phase(
        trigger: .init(gapToEgo: 20), action: .changeLane(offset: -3.5, duration: 3)),
      Actor.Phase(trigger: .init(time: 8), action: .changeSpeed(target: 10, rate: 4)),
    ]
    let actor = Actor(
      start: Self.car("s", x: 100, lane: 2, speed: 20), behaviour: .scripted(phases))
    let field = TrafficField(actors: [actor], map: Self.road())
    let scenes = try Self.run(field, seconds: 22) { time in
      Self.ego(x: 25 * time, speed: 25)
    }
    // The gap shrinks at 5 m/s from 100 - 2.5 (actor) - 3.9 or so (ego's front).
    let first = try #require(
      scenes.firstIndex { abs($0[0].box.worldFromBox.position.y - 3.5) > 1e-6 })
    let gap = Self.x(scenes[first][0]) - 25 * Double(first) / 100
    #expect(abs(gap - (20 + 2.5 + 2.25)) < 0.5)
    let end = try #require(scenes.last?.first)
    #expect(abs(end.box.worldFromBox.position.y) < 1e-9)
    #expect(abs(end.speed - 10) < 1e-9)
    let sides = scenes.map { $0[0].box.worldFromBox.position.y }
    #expect(zip(sides, sides.dropFirst()).allSatisfy { $0 >= $1 - 1e-12 })
  }

  @Test("times to collision trigger, and not while the ego falls back")
  func timeToCollision() throws {
    let phase = Actor.Phase(
      trigger: .init(timeToCollision: 2), action: .changeSpeed(target: 0, rate: 8))
    let actor = Actor(start: Self.car("s", x: 60, speed: 10), behaviour: .scripted([phase]))
    let field = TrafficField(actors: [actor], map: .empty)
    let slow = try Self.run(field, seconds: 8) { Self.ego(x: 5 * $0, speed: 5) }
    #expect(slow.last?.first?.speed == 10)
    let fast = try Self.run(field, seconds: 8) { Self.ego(x: 20 * $0, speed: 20) }
    let start = try #require(fast.firstIndex { $0[0].speed < 10 })
    let gap = Self.x(fast[start][0]) - 20 * Double(start) / 100 - 4.75
    #expect(abs(gap / 10 - 2) < 0.05)
  }

  @Test("a selfish driver overtakes a slow one and touches nobody on the way")
  func overtakes() throws {
    let field = TrafficField(
      actors: [
        Self.follower("slow", x: 100, speed: 12, desired: 12),
        Self.follower("quick", x: 40, speed: 25, desired: 30, politeness: 0),
      ], map: Self.road())
    let scenes = try Self.run(field, seconds: 25)
    let end = try #require(scenes.last)
    #expect(Self.x(end[0]) > Self.x(end[1]) + 50)
    #expect(scenes.contains { $0[0].box.worldFromBox.position.y > 3 })
    for scene in scenes {
      let apart = scene[0].box.worldFromBox.position - scene[1].box.worldFromBox.position
      #expect(abs(apart.x) > 5 || abs(apart.y) > 2)
    }
  }

  @Test("the answer does not depend on the order of the actors or the length of spans")
  func orderAndSpans() throws {
    var generator = SeededGenerator(seed: 4)
    let actors = (0..<30).map { index in
      Self.follower(
        "c\(index)", x: Double(index / 3) * 40 + generator.uniform(0, 10), lane: index % 3 + 1,
        speed: generator.uniform(10, 30), desired: generator.uniform(15, 35), politeness: 0.3)
    }
    let map = Self.road(length: 4_000, pieces: 5)
    let first = try Self.run(TrafficField(actors: actors, map: map), seconds: 20)
    let shuffled = actors.shuffled(using: &generator)
    let second = try Self.run(TrafficField(actors: shuffled, map: map), seconds: 20)
    #expect(first == second)
    let coarse = try Self.run(
      TrafficField(actors: actors, map: map), seconds: 20,
      span: SimulationTime(nanoseconds: 100_000_000))
    for (a, b) in zip(try #require(first.last), try #require(coarse.last)) {
      #expect(a.id == b.id)
      #expect(a.box.worldFromBox.position.distance(to: b.box.worldFromBox.position) < 1e-6)
    }
    #expect(first.last?.map(\.id) == first.last?.map(\.id).sorted())
  }

  @Test("dense traffic with lane changes never collides", arguments: 0..<3 as Range<UInt64>)
  func dense(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed, stream: 71)
    let actors = (0..<45).map { index in
      let speed = generator.uniform(15, 25)
      return Self.follower(
        "c\(index)", x: Double(index / 3) * 45 + generator.uniform(0, 8), lane: index % 3 + 1,
        speed: speed, desired: generator.uniform(18, 38), politeness: generator.uniform(0, 1))
    }
    let scenes = try Self.run(
      TrafficField(actors: actors, map: Self.road(length: 6_000, pieces: 3)), seconds: 40,
      span: SimulationTime(nanoseconds: 100_000_000))
    var changes = 0
    for (scene, next) in zip(scenes, scenes.dropFirst()) {
      let sorted = scene.sorted { (Self.x($0), $0.id) < (Self.x($1), $1.id) }
      for (index, car) in sorted.enumerated() {
        for other in sorted[(index + 1)...] {
          let apart = other.box.worldFromBox.position - car.box.worldFromBox.position
          if apart.x > 6 { break }
          #expect(abs(apart.x) >= 5 || abs(apart.y) >= 2, "seed \(seed): \(car.id) \(other.id)")
        }
      }
      if scene.count == next.count {
        changes +=
          zip(scene, next).filter {
            ($0.box.worldFromBox.position.y / 3.5).rounded()
              != ($1.box.worldFromBox.position.y / 3.5).rounded()
          }.count
      }
    }
    #expect(changes > 0)
  }

  @Test("odd actors and spans do no harm")
  func hostile() throws {
    var broken = Self.car("x", x: .nan, speed: .nan)
    broken.box.length = .infinity
    let field = TrafficField(
      actors: [
        Actor(start: broken, behaviour: .following(.init(desiredSpeed: 0))),
        Actor(start: Self.car("r", x: 0, speed: 1), behaviour: .recorded([])),
        Self.follower("a", x: 0, speed: 10), Self.follower("a", x: 500, speed: 10),
        Actor(
          start: Self.car("s", x: 50, speed: 1),
          behaviour: .scripted([
            .init(trigger: .init(), action: .changeLane(offset: .nan, duration: 0)),
            .init(trigger: .init(), action: .changeSpeed(target: .infinity, rate: .nan)),
          ])),
      ], map: Self.road())
    let scenes = try Self.run(field, seconds: 2) { _ in VehicleState(speed: .nan) }
    #expect(scenes.last?.contains { $0.id == "a" } == true)
    var other = field
    let scene = Scene(time: .zero, ego: Self.ego(), objects: [])
    #expect(throws: StageFailure.self) {
      try other.step(TrafficInput(scene: scene, span: .zero), at: .zero)
    }
  }
}
