import Control
import DrivingCore
import Dynamics
import Geometry
import Testing

@Suite("Trajectory tracker in car parks")
struct ParkingTrackerTests {
  typealias Examples = ControlExamples
  typealias Stroke = ControlExamples.Stroke

  /// A random manoeuvre of two to five strokes within the car's steering.
  static func manoeuvre(_ seed: UInt64) -> [Stroke] {
    var generator = SeededGenerator(seed: seed, stream: 60)
    var direction = generator.uniform() < 0.5 ? -1.0 : 1.0
    return (0..<(2 + Int(generator.next() % 4))).map { _ in
      defer { direction = -direction }
      return Stroke(
        length: direction * generator.uniform(1.0, 6), from: generator.uniform(-0.24, 0.24),
        to: generator.uniform(-0.24, 0.24))
    }
  }

  static func park(_ strokes: [Stroke], offset: SE2 = .identity) throws -> (SE2, VehicleState) {
    let plan = Examples.parking(strokes)
    let goal = try #require(plan.points.last)
    let (states, _) = try Examples.drive(
      plan, from: VehicleState(worldFromVehicle: offset),
      seconds: goal.time.seconds + 5 * Double(strokes.count) + 5, tuning: .parking)
    let end = try #require(states.last)
    return (goal.worldFromVehicle.inverse * end.worldFromVehicle, end)
  }

  @Test("p95 of the final pose: 5 cm across, 10 cm along, half a degree; every car stands")
  func finalPose() throws {
    var (across, along, turned) = ([Double](), [Double](), [Double]())
    for seed in 0..<40 {
      let (error, end) = try Self.park(Self.manoeuvre(UInt64(seed)))
      #expect(end.speed == 0, "seed \(seed)")
      across.append(abs(error.position.y))
      along.append(abs(error.position.x))
      turned.append(abs(Angle.wrapped(error.heading)))
    }
    func p95(_ values: [Double]) -> Double { values.sorted()[37] }
    #expect(p95(across) < 0.05)
    #expect(p95(along) < 0.10)
    #expect(p95(turned) < Angle.radians(degrees: 0.5))
  }

  @Test("a start beside the plan is driven out", arguments: [-0.1, 0.1])
  func startBeside(_ offset: Double) throws {
    let strokes = [Stroke(length: 5, from: 0, to: 0.1), Stroke(length: -6, from: 0.1, to: 0)]
    let (error, _) = try Self.park(strokes, offset: SE2(x: 0, y: offset, heading: 0))
    #expect(abs(error.position.y) < 0.03 && abs(error.position.x) < 0.05)
    #expect(abs(error.heading) < Angle.radians(degrees: 1))
  }

  @Test("mirrored strokes are driven mirrored")
  func mirror() throws {
    let strokes = Self.manoeuvre(3)
    let mirrored = strokes.map { Stroke(length: $0.length, from: -$0.from, to: -$0.to) }
    let (left, right) = (try Self.park(strokes).1, try Self.park(mirrored).1)
    let (a, b) = (left.worldFromVehicle, right.worldFromVehicle)
    #expect(abs(a.position.x - b.position.x) < 1e-9)
    #expect(abs(a.position.y + b.position.y) < 1e-9)
    #expect(abs(a.heading + b.heading) < 1e-9)
  }

  @Test("wheels turn at standstill before a stroke that starts with another curvature")
  func standstillSteering() throws {
    let plan = Examples.parking([
      Stroke(length: 3, from: 0.2, to: 0.2), Stroke(length: -3, from: -0.2, to: -0.2),
    ])
    let (states, _) = try Examples.drive(
      plan, from: VehicleState(), seconds: 20, tuning: .parking)
    let reverse = try #require(states.firstIndex { $0.speed < 0 })
    #expect(abs(states[reverse].steeringAngle - Portable.atan(-0.2 * 2.5)) < 0.02)
    let forward = try #require(states.firstIndex { $0.speed > 0 })
    #expect(abs(states[forward].steeringAngle - Portable.atan(0.2 * 2.5)) < 0.02)
  }

  @Test("a stop with turning wheels between two strokes of one direction is kept, to a centimetre")
  func stopOnTheWay() throws {
    let plan = Examples.parking([
      Stroke(length: -3, from: 0.22, to: 0.22), Stroke(length: -3, from: -0.22, to: -0.22),
    ])
    let goal = try #require(plan.points.last)
    let (states, _) = try Examples.drive(
      plan, from: VehicleState(), seconds: goal.time.seconds + 15, tuning: .parking)
    let end = try #require(states.last)
    let error = goal.worldFromVehicle.inverse * end.worldFromVehicle
    #expect(abs(error.position.y) < 0.01 && abs(error.position.x) < 0.02)
    let turning = states.drop { $0.speed == 0 }.filter {
      $0.speed == 0 && abs($0.steeringAngle) < 0.4
    }
    #expect(turning.count > 50, "the wheels turn while the car stands")
  }

  @Test("a plan whose past is cut off each tick is driven as the whole one")
  func trimmed() throws {
    let strokes = Self.manoeuvre(5)
    let plan = Examples.parking(strokes)
    let seconds = (plan.points.last?.time.seconds ?? 0) + 20
    let start = VehicleState()
    let whole = try Examples.drive(plan, from: start, seconds: seconds, tuning: .parking)
    let cut = try Examples.drive(plan, from: start, seconds: seconds, tuning: .parking) {
      plan, now in
      // Only what lies more than three seconds back: the tracker's clock may be behind.
      let kept = plan.points.filter { $0.time >= now - SimulationTime(seconds: 12) }
      return Trajectory(label: plan.label, points: kept.isEmpty ? plan.points : kept)
    }
    let (a, b) = (try #require(whole.states.last), try #require(cut.states.last))
    #expect(a.worldFromVehicle.position.distance(to: b.worldFromVehicle.position) < 0.05)
  }
}
