import DrivingCore
import Dynamics
import Geometry
import Testing

@Suite("Vehicles in motion")
struct VehicleMotionTests {
  static let tick = SimulationTime(nanoseconds: 10_000_000)

  static func lagging(_ spec: VehicleSpec) -> VehicleSpec {
    var spec = spec
    spec.actuators = .init(
      steeringLag: 0.1, steeringDelay: 0.1, accelerationLag: 0.2, accelerationDelay: 0.15,
      jerk: 10)
    return spec
  }

  /// Drives a model for some seconds; the command may depend on the tick.
  static func drive(
    _ model: some VehicleModel, from start: VehicleState, seconds: Double, friction: Double = 1,
    _ command: (Int) -> ControlCommand
  ) throws -> [VehicleState] {
    var (model, state, states) = (model, start, [start])
    for index in 0..<Int((seconds * 100).rounded()) {
      state = try model.step(
        VehicleInput(state: state, command: command(index), span: tick, friction: friction),
        at: state.time)
      states.append(state)
    }
    return states
  }

  static func moving(_ speed: Double) -> VehicleState { VehicleState(speed: speed) }

  @Test("in gentle driving the default car is the linear model at the centre of gravity")
  func agreesWithLinear() throws {
    let spec = VehicleExamples.bmw
    let p = SingleTrackParameters(spec)
    var reference = LinearSingleTrack.State(
      x: p.rear, y: 0, steeringAngle: 0, speed: 20, yaw: 0, yawRate: 0, slipAngle: 0)
    let found = try Self.drive(SingleTrackVehicle(spec), from: Self.moving(20), seconds: 3) { _ in
      ControlCommand(steeringAngle: 0.02, acceleration: 0.4)
    }
    for tick in 0..<300 {
      // The angle is reached in five ticks at 0.4 rad/s.
      let input = ModelInput(steeringRate: tick < 5 ? 0.4 : 0, acceleration: 0.4)
      reference = RungeKutta.step(reference, by: 0.01) {
        LinearSingleTrack.rates(of: $0, input: input, p)
      }
    }
    let end = try #require(found.last)
    let centre = end.worldFromVehicle * Vector2(p.rear, 0)
    #expect(centre.distance(to: Vector2(reference.x, reference.y)) < 1e-9)
    #expect(abs(end.yawRate - reference.yawRate) < 1e-9)
    #expect(end.time.seconds == 3)
  }

  @Test("mirrored commands give the mirrored path", arguments: [3.0, 12, 36])
  func mirror(_ speed: Double) throws {
    let spec = Self.lagging(VehicleExamples.ford)
    func path(_ side: Double) throws -> [VehicleState] {
      try Self.drive(SingleTrackVehicle(spec), from: Self.moving(speed), seconds: 4) { tick in
        ControlCommand(
          steeringAngle: side * (tick < 150 ? 0.03 : -0.02), acceleration: tick < 200 ? 1 : -3)
      }
    }
    for (left, right) in zip(try path(1), try path(-1)) {
      #expect(left.worldFromVehicle.position.x == right.worldFromVehicle.position.x)
      #expect(left.worldFromVehicle.position.y == -right.worldFromVehicle.position.y)
      #expect(left.yawRate == -right.yawRate)
    }
  }

  @Test("a brake stops the car and holds it; the gear changes only after a rest")
  func stopAndReverse() throws {
    let states = try Self.drive(
      SingleTrackVehicle(Self.lagging(VehicleExamples.bmw)), from: Self.moving(2), seconds: 4
    ) { _ in ControlCommand(steeringAngle: 0.2, acceleration: -2) }
    let stop = try #require(states.firstIndex { $0.speed == 0 })
    #expect(states[..<stop].allSatisfy { $0.speed > 0 })
    #expect(states[stop..<(stop + 50)].allSatisfy { $0.speed == 0 && $0.yawRate == 0 })
    #expect((states.last?.speed ?? 0) < -1)
    // In reverse with the wheels to the left the car turns clockwise.
    #expect((states.last?.yawRate ?? 0) < 0)
  }

  @Test("wheels turn while the car stands")
  func steeringAtStandstill() throws {
    let states = try Self.drive(
      SingleTrackVehicle(VehicleExamples.bmw), from: VehicleState(), seconds: 1.5
    ) { _ in ControlCommand(steeringAngle: 0.5, acceleration: 0) }
    let end = try #require(states.last)
    #expect(end.worldFromVehicle == .identity)
    #expect(abs(end.steeringAngle - 0.5) < 1e-12)
    #expect(states.allSatisfy { abs($0.steeringRate) <= 0.4 + 1e-12 })
  }

  @Test("dead time holds a command for whole ticks; lag and limits shape what follows")
  func actuators() throws {
    let states = try Self.drive(
      SingleTrackVehicle(Self.lagging(VehicleExamples.bmw)), from: Self.moving(15), seconds: 2
    ) { _ in ControlCommand(steeringAngle: 0.05, acceleration: -4) }
    #expect(states[10].steeringAngle == 0 && states[11].steeringAngle > 0)
    #expect(states[15].acceleration == 0 && states[16].acceleration < 0)
    for (before, after) in zip(states, states.dropFirst()) {
      #expect(abs(after.acceleration - before.acceleration) <= 0.1 + 1e-12)
      #expect(abs(after.steeringRate) <= 0.4 + 1e-12)
    }
    #expect(abs((states.last?.steeringAngle ?? 0) - 0.05) < 1e-6)
  }

  @Test("ice lengthens the brake path and the car slides straight on", arguments: [0, 1])
  func ice(_ kind: Int) throws {
    func end(_ friction: Double) throws -> VehicleState {
      let command = ControlCommand(steeringAngle: 0.06, acceleration: -9)
      let states =
        kind == 0
        ? try Self.drive(
          SingleTrackVehicle(VehicleExamples.bmw), from: Self.moving(20), seconds: 2,
          friction: friction
        ) { _ in command }
        : try Self.drive(
          DriftVehicle(VehicleExamples.bmw), from: Self.moving(20), seconds: 2,
          friction: friction
        ) { _ in command }
      return try #require(states.last)
    }
    let (dry, icy) = (try end(1), try end(0.15))
    #expect(dry.speed < 5 && icy.speed > 14)
    #expect(abs(icy.worldFromVehicle.heading) < 0.5)
    #expect(icy.worldFromVehicle.position.x > dry.worldFromVehicle.position.x + 10)
  }

  @Test("lateral acceleration never exceeds the grip", arguments: [1.0, 0.5, 0.2])
  func grip(_ friction: Double) throws {
    let states = try Self.drive(
      SingleTrackVehicle(VehicleExamples.bmw), from: Self.moving(30), seconds: 4,
      friction: friction
    ) { _ in ControlCommand(steeringAngle: 0.3, acceleration: 0) }
    var checked = 0
    // Until the car spins, the turn of its velocity is what the tyres give.
    for (before, after) in zip(states, states.dropFirst()) where abs(after.slipAngle) < 0.5 {
      let turned = after.worldFromVehicle.heading - before.worldFromVehicle.heading
      let slipped = after.slipAngle - before.slipAngle
      let speed = after.speed / Portable.cos(after.slipAngle)
      let most = 1.0489 * 9.81 * friction
      #expect(abs((turned + slipped) / 0.01 * speed) < most * 1.02 + 0.02)
      checked += 1
    }
    #expect(checked > 50)
  }

  @Test("no command makes a state that is not a number", arguments: 0..<20)
  func hostileCommands(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed), stream: 7)
    let wild: [Double] = [.nan, .infinity, -.infinity, 1e300, -1e300, 0, 5e-300, 1, -1]
    let spec = Self.lagging(VehicleExamples.all[seed % 3])
    var (single, drift, kinematic) = (
      SingleTrackVehicle(spec), DriftVehicle(spec), KinematicVehicle(spec)
    )
    var states = [VehicleState](repeating: Self.moving(Double(seed)), count: 3)
    for _ in 0..<300 {
      let command = ControlCommand(
        steeringAngle: wild[Int(generator.next() % 9)],
        acceleration: wild[Int(generator.next() % 9)])
      let friction = wild[Int(generator.next() % 9)]
      for model in 0..<3 {
        let input = VehicleInput(
          state: states[model], command: command, span: Self.tick, friction: friction)
        states[model] =
          switch model {
          case 0: try single.step(input, at: .zero)
          case 1: try drift.step(input, at: .zero)
          default: try kinematic.step(input, at: .zero)
          }
        let pose = states[model].worldFromVehicle
        let sum = pose.position.x + pose.position.y + pose.heading + states[model].speed
        #expect((sum + states[model].yawRate + states[model].slipAngle).isFinite, "seed \(seed)")
      }
    }
  }

  @Test("a state that is not finite and a crooked span are refused")
  func refusals() {
    var model = SingleTrackVehicle(VehicleExamples.bmw)
    let broken = VehicleInput(
      state: VehicleState(speed: .nan), command: .neutral, span: Self.tick)
    #expect(throws: StageFailure.self) { try model.step(broken, at: .zero) }
    for span in [0, -10_000_000, 7_000_000] as [Int64] {
      let crooked = VehicleInput(
        state: VehicleState(), command: .neutral, span: SimulationTime(nanoseconds: span))
      #expect(throws: StageFailure.self) { try model.step(crooked, at: .zero) }
    }
  }

  @Test("a copy goes on exactly as the original")
  func copyIsCheckpoint() throws {
    var first: any VehicleModel = SingleTrackVehicle(Self.lagging(VehicleExamples.ford))
    var state = Self.moving(10)
    func go(_ model: inout any VehicleModel, _ state: inout VehicleState, _ tick: Int) throws {
      let command = ControlCommand(
        steeringAngle: 0.1 * Double(tick % 7 - 3), acceleration: Double(tick % 5 - 2))
      state = try model.step(
        VehicleInput(state: state, command: command, span: Self.tick), at: state.time)
    }
    for tick in 0..<50 { try go(&first, &state, tick) }
    var (second, other) = (first, state)
    for tick in 50..<150 {
      try go(&first, &state, tick)
      try go(&second, &other, tick)
    }
    #expect(state == other)
  }

  @Test("ten ticks at once are ten ticks one by one")
  func spans() throws {
    let spec = Self.lagging(VehicleExamples.vanagon)
    let command = ControlCommand(steeringAngle: 0.1, acceleration: 1)
    let steps = try Self.drive(SingleTrackVehicle(spec), from: Self.moving(8), seconds: 0.1) {
      _ in command
    }
    var model = SingleTrackVehicle(spec)
    let whole = try model.step(
      VehicleInput(
        state: Self.moving(8), command: command, span: SimulationTime(nanoseconds: 100_000_000)),
      at: .zero)
    #expect(whole == steps.last)
  }
}
