/// What the safety gate did with a plan, and why.
public struct GateVerdict: Sendable, Hashable, Codable {
  /// What was done, from nothing to an emergency stop.
  public enum Action: String, Sendable, Hashable, Codable, CaseIterable {
    case accepted, clamped, replaced
    case minimumRiskComfort = "minimum_risk_comfort"
    case minimumRiskEmergency = "minimum_risk_emergency"
  }

  /// What was done.
  public var action: Action
  /// Why, in one line; empty when accepted.
  public var reason: String
  /// The smallest margin found (m); negative where the plan would touch.
  public var margin: Double?

  /// Creates a verdict.
  public init(action: Action, reason: String = "", margin: Double? = nil) {
    self.action = action
    self.reason = reason
    self.margin = margin
  }
}
