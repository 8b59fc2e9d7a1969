import DrivingCore
import Foundation
import Geometry
import Planning
import Reasoning
import Roads
import Traffic

/// What a planning cycle costs in dense traffic: decision, plan and safety gate together.
///
/// Fifty drivers with lane changes on three lanes, the ego among them, planning ten times a second
/// and driving its plans exactly. CPU time of each cycle, one thread.
enum PlannerBenchmark {
  static let name = "check-planner"
  /// The goals (CPU ms): the mean, and what 99 of 100 cycles stay below.
  static let (mean, late) = (5.0, 20.0)
  /// How long is driven (s).
  static let seconds = 60.0

  /// Prints the figures; false where a goal is missed.
  static func run() -> Bool {
    guard let times = cycles(), !times.isEmpty else {
      print("planner        the planner gave no plan")
      return false
    }
    let sorted = times.sorted()
    let average = times.reduce(0, +) / Double(times.count)
    let p99 = sorted[min(sorted.count - 1, times.count * 99 / 100)]
    let isMet = average <= mean && p99 <= late
    print(
      "planner        \(times.count) cycles among 50 cars   mean \(milliseconds(average)) ms   "
        + "p99 \(milliseconds(p99)) ms   longest \(milliseconds(sorted[sorted.count - 1])) ms   "
        + "goal mean 5, p99 20: \(isMet ? "met" : "missed")")
    return isMet
  }

  private static func milliseconds(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  /// The CPU time of each cycle (ms); nil where a stage fails.
  private static func cycles() -> [Double]? {
    let ego = VehicleState(
      worldFromVehicle: SE2(x: 40, y: 3.5, heading: 0), speed: 22)
    let mission = Mission(
      kind: .highway, vehicle: BenchmarkCar.spec, start: ego, map: TrafficWorkload.map)
    var field = TrafficField(
      actors: TrafficWorkload.actors, map: mission.map, ego: mission.vehicle)
    var (reasoner, planner, gate) = (RuleReasoner(), LatticePlanner(), Supervisor())
    var scene = Scene(time: .zero, ego: ego, objects: field.objects(at: .zero))
    var times: [Double] = []
    var plan: Trajectory?
    do throws(StageFailure) {
      try reasoner.prepare(for: mission)
      try planner.prepare(for: mission)
      try gate.prepare(for: mission)
      while scene.time.seconds < seconds {
        let world = WorldModel(
          time: scene.time, ego: scene.ego, map: mission.map, objects: scene.objects)
        let start = Benchmark.cpuTime()
        let decision = try reasoner.step(world, at: scene.time)
        let proposal = try planner.step(
          PlanRequest(world: world, decision: decision, current: plan), at: scene.time)
        let gated = try gate.step(
          GateRequest(world: world, proposal: .available(proposal)), at: scene.time)
        times.append(1_000 * (Benchmark.cpuTime() - start))
        plan = gated.plan
        let span = SimulationTime(nanoseconds: 100_000_000)
        scene.objects = try field.step(TrafficInput(scene: scene, span: span), at: scene.time)
        scene.time += span
        scene.ego = driven(scene.ego, along: gated.plan, to: scene.time)
      }
    } catch {
      return nil
    }
    return times
  }

  /// The ego where its plan says.
  private static func driven(
    _ ego: VehicleState, along plan: Trajectory, to time: SimulationTime
  ) -> VehicleState {
    guard let point = plan.points.first(where: { $0.time >= time }) else { return ego }
    return VehicleState(
      time: time, worldFromVehicle: point.worldFromVehicle, speed: point.speed,
      acceleration: point.acceleration, yawRate: point.speed * point.curvature,
      steeringAngle: Portable.atan(point.curvature * BenchmarkCar.spec.body.wheelbase))
  }
}
