import DrivingCore
import Geometry

/// A gate that lets everything pass: for controls that must be seen to fail, never for a driver.
public struct OpenGate: SafetyGate {
  /// Who the stage is.
  public let description = StageDescription(name: "open", version: 1)

  /// Creates the gate.
  public init() {}

  /// Needs nothing.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {}

  /// Lets the proposal pass.
  /// - Throws: `StageFailure` where there is no proposal.
  public mutating func step(
    _ request: GateRequest, at time: SimulationTime
  ) throws(StageFailure) -> GatedPlan {
    switch request.proposal {
    case .available(let plan):
      return GatedPlan(plan: plan, verdict: GateVerdict(action: .accepted))
    case .unavailable(let reason):
      throw StageFailure(stage: description.name, kind: .unavailable, reason: reason)
    }
  }
}
