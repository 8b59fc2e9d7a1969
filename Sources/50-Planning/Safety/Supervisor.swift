import DrivingCore
import Geometry
import Roads

/// The safety gate: nothing is driven that it has not checked, and it always has a stop of its own.
///
/// Simplex pattern (run-time assurance, ASTM F3269): a proposal is taken as it is, clamped,
/// replaced by the gate's own plan, or replaced by a minimum-risk stop, in that order. A missing
/// proposal, or one that is not made of numbers, never passes.
public struct Supervisor: SafetyGate {
  /// Who the stage is.
  public let description = StageDescription(name: "supervisor", version: 1)

  private var mission: Mission?
  /// The plan that was let through last: its path is the road for a stop.
  private var driven: Trajectory?
  /// The gate's own planner, asked only where a proposal is refused on a road.
  private var own = LatticePlanner()
  private var memory = LaneMemory()
  /// Until when a minimum-risk stop is held, once begun: it is not given up at the next tick.
  private var stopsUntil: SimulationTime?

  /// How far ahead contacts are looked for (s), and the step (s).
  static let (horizon, step) = (3.0, 0.1)
  /// The room to others that must be left all round (m), on roads and in car parks.
  static let (roomOnRoads, roomInCarParks) = (0.1, 0.02)
  /// The reaction before the last safe stop (s): one planning tick and the brake's delay.
  static let reaction = 0.3

  /// Creates the gate.
  public init() {}

  /// Takes the car.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    self.mission = mission
    driven = nil
    stopsUntil = nil
    memory = LaneMemory()
    try own.prepare(for: mission)
  }

  /// Checks a proposal and gives what may be driven.
  /// - Throws: `StageFailure` before `prepare`, or where the ego's own state is not finite.
  public mutating func step(
    _ request: GateRequest, at time: SimulationTime
  ) throws(StageFailure) -> GatedPlan {
    guard let mission else { throw failure("no mission yet; call prepare first") }
    let world = request.world
    guard world.ego.isFinite else {
      throw failure("the ego's state holds a number that is not finite; check the tracker")
    }
    let check = PlanCheck(mission.vehicle)
    let threats = ThreatField(
      world, lot: world.lot ?? mission.lot, along: line(world, mission, time))
    let inspection = Inspection(
      check: check, threats: threats, ego: world.ego, time: time,
      room: mission.kind == .parking ? Supervisor.roomInCarParks : Supervisor.roomOnRoads)
    let gated = decide(request, mission, inspection)
    driven = gated.plan
    return gated
  }

  private func failure(_ reason: String) -> StageFailure {
    StageFailure(stage: description.name, kind: .unavailable, reason: reason)
  }

  /// The road the ego is on, for predictions along it; nil off the road.
  private mutating func line(
    _ world: WorldModel, _ mission: Mission, _ time: SimulationTime
  ) -> ReferenceLine? {
    guard mission.kind != .parking else { return nil }
    let request = PlanRequest(world: world, decision: .unavailable(reason: ""))
    let start = PlanStart(request, at: time, mission.vehicle)
    return memory.lines(for: world, mission, Asked(request, mission, start), start).first?.1
  }

  private mutating func decide(
    _ request: GateRequest, _ mission: Mission, _ inspection: Inspection
  ) -> GatedPlan {
    let time = inspection.time
    switch request.proposal {
    case .unavailable(let reason):
      return fallback("no proposal: \(reason)", request.world, mission, inspection, proposed: nil)
    case .available(let plan):
      let (fault, margin) = inspection.verdict(on: plan, escape: true)
      guard let fault else {
        stopsUntil = nil
        return GatedPlan(plan: plan, verdict: GateVerdict(action: .accepted, margin: margin))
      }
      if fault.kind == .undrivable, let clamped = Clamp.clamped(plan, inspection, mission.vehicle),
        inspection.verdict(on: clamped, escape: true).fault == nil
      {
        return GatedPlan(
          plan: clamped,
          verdict: GateVerdict(action: .clamped, reason: fault.reason, margin: margin))
      }
      // A stop that was begun goes on; a new plan must be better than merely possible.
      if let until = stopsUntil, time > until { stopsUntil = nil }
      return fallback(fault.reason, request.world, mission, inspection, proposed: plan)
    }
  }

  /// The gate's own answer: its own plan where that passes, else a stop.
  private mutating func fallback(
    _ reason: String, _ world: WorldModel, _ mission: Mission, _ inspection: Inspection,
    proposed: Trajectory?
  ) -> GatedPlan {
    let time = inspection.time
    if mission.kind != .parking {
      var replacement: Trajectory?
      do throws(StageFailure) {
        let ask = PlanRequest(
          world: world, decision: .unavailable(reason: "the gate's own plan"), current: driven)
        replacement = try own.step(ask, at: time)
      } catch {
        replacement = nil
      }
      if let replacement {
        let (fault, margin) = inspection.verdict(on: replacement, escape: true)
        if fault == nil {
          return GatedPlan(
            plan: replacement,
            verdict: GateVerdict(action: .replaced, reason: reason, margin: margin))
        }
      }
    }
    return stop(reason, inspection, mission.vehicle, proposed)
  }

  /// A stop that somebody is met in.
  private struct LastStop {
    var plan: Trajectory
    var margin: Double
    var action: GateVerdict.Action
    /// How good it is among such stops.
    var worth: Double
  }

  /// A stop: comfortable where that avoids contact, else as hard as it takes.
  private mutating func stop(
    _ reason: String, _ inspection: Inspection, _ vehicle: VehicleSpec, _ proposed: Trajectory?
  ) -> GatedPlan {
    let (ego, time) = (inspection.ego, inspection.time)
    stopsUntil = time + SimulationTime(seconds: 1)
    var best: LastStop?
    for path in paths(inspection, vehicle) {
      for (action, rate) in [
        (GateVerdict.Action.minimumRiskComfort, MinimumRisk.comfort),
        (.minimumRiskEmergency, min(MinimumRisk.emergency, inspection.check.limits.deceleration)),
      ] {
        let plan = path.trajectory(
          ego, at: time, deceleration: rate, label: "minimum risk", reason: reason)
        let margin = inspection.margin(of: plan, .goesOn).distance
        if margin > 0 {
          return GatedPlan(
            plan: plan, verdict: GateVerdict(action: action, reason: reason, margin: finite(margin))
          )
        }
        // Of stops at whose end somebody drives into the ego, the best is one that touches nobody.
        let moving = inspection.margin(of: plan, .goesOn, whileMoving: true).distance
        let worth = moving > 0 ? min(moving, 10) : margin - 1000
        if worth > (best?.worth ?? -.infinity) + 1e-9 {
          best = LastStop(plan: plan, margin: margin, action: action, worth: worth)
        }
      }
    }
    // Nothing avoids contact: the stop that is least bad, as hard as the car can.
    let plan = best?.plan ?? standstill(ego, time)
    return GatedPlan(
      plan: plan,
      verdict: GateVerdict(
        action: .minimumRiskEmergency, reason: "\(reason); no stop avoids contact",
        margin: finite(best?.margin ?? 0)))
  }

  private func finite(_ margin: Double) -> Double? { margin.isFinite ? margin : nil }

  /// The paths a stop may take: that of the plan driven, else a circle with the wheels held.
  private func paths(_ inspection: Inspection, _ vehicle: VehicleSpec) -> [MinimumRisk] {
    let holding = MinimumRisk(
      holding: inspection.ego, wheelbase: vehicle.body.wheelbase,
      most: inspection.check.limits.curvature)
    guard let driven, inspection.check.form(driven, at: inspection.time) == nil,
      inspection.check.continuity(driven, inspection.ego, at: inspection.time) == nil,
      let along = MinimumRisk(along: driven, inspection.ego, at: inspection.time)
    else { return [holding] }
    return [along, holding]
  }

  private func standstill(_ ego: VehicleState, _ time: SimulationTime) -> Trajectory {
    Trajectory(
      label: "minimum risk",
      points: [Trajectory.Point(time: time, worldFromVehicle: ego.worldFromVehicle, speed: 0)])
  }
}
