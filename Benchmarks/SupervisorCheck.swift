import DrivingCore
import Geometry
import Planning

/// A million random and hostile proposals: what the safety gate lets be driven, a slow checker that
/// shares no code with it finds nothing wrong with.
enum SupervisorCheck {
  /// The name on the command line.
  static let name = "check-supervisor"
  /// How many proposals; on roads, where the gate plans anew for each it refuses, one in fifty.
  static let proposals = 1_000_000
  static let roadEvery = 50
  /// Proposals for each scene.
  static let eachScene = 20

  /// Asks the gate, prints what it did and every plan the checker rejects; whether there is none.
  static func run() -> Bool {
    var actions: [String: Int] = [:]
    var rejected = 0
    for index in 0..<(proposals / eachScene) {
      var random = SeededGenerator(seed: UInt64(index), stream: 7)
      let scene = GateScene(&random, onRoad: index % roadEvery == 0)
      for attempt in 0..<eachScene {
        let proposal = scene.proposal(&random)
        guard let gated = ask(scene, proposal) else {
          print("  seed \(index), proposal \(attempt): the gate gave nothing")
          rejected += 1
          continue
        }
        actions[gated.verdict.action.rawValue, default: 0] += 1
        let fault = DrivenPlanCheck(car: GateScene.car).fault(
          gated.plan, scene.world.ego, scene.world.objects, at: .zero)
        guard let fault else { continue }
        rejected += 1
        if rejected <= 20 {
          print(
            "  seed \(index), proposal \(attempt): \(gated.verdict.action.rawValue) "
              + "(\(gated.verdict.reason)): \(fault)")
        }
      }
    }
    let what = actions.keys.sorted().map { "\(actions[$0] ?? 0) \($0)" }.joined(separator: ", ")
    print("\(name)   \(proposals) proposals: \(what)")
    print("\(name)   plans the independent checker rejects: \(rejected), expected 0")
    return rejected == 0
  }

  private static func ask(
    _ scene: GateScene, _ proposal: DrivingCore.Outcome<Trajectory>
  ) -> GatedPlan? {
    var gate = Supervisor()
    do {
      try gate.prepare(for: scene.mission)
      return try gate.step(GateRequest(world: scene.world, proposal: proposal), at: .zero)
    } catch {
      return nil
    }
  }
}
