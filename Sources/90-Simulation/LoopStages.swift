import DrivingCore

/// One tenant for every room of the loop. A struct of structs: copying it is a checkpoint.
public struct LoopStages: Sendable {
  /// Scene to frame.
  public var sensor: any Sensor
  /// Frame to percepts.
  public var perceiver: any Perceiver
  /// Percepts to world.
  public var tracker: any Tracker
  /// World to decision.
  public var reasoner: any Reasoner
  /// World and decision to proposal.
  public var planner: any Planner
  /// Proposal to plan.
  public var gate: any SafetyGate
  /// Plan to command.
  public var controller: any Controller
  /// Command to state.
  public var vehicle: any VehicleModel
  /// Scene to everyone else.
  public var traffic: any TrafficModel

  /// Creates the loop's tenants.
  public init(
    sensor: any Sensor, perceiver: any Perceiver, tracker: any Tracker, reasoner: any Reasoner,
    planner: any Planner, gate: any SafetyGate, controller: any Controller,
    vehicle: any VehicleModel, traffic: any TrafficModel
  ) {
    self.sensor = sensor
    self.perceiver = perceiver
    self.tracker = tracker
    self.reasoner = reasoner
    self.planner = planner
    self.gate = gate
    self.controller = controller
    self.vehicle = vehicle
    self.traffic = traffic
  }

  /// Readies every stage for the mission, in the order of the loop.
  /// - Throws: the first stage's `StageFailure`.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    try sensor.prepare(for: mission)
    try perceiver.prepare(for: mission)
    try tracker.prepare(for: mission)
    try reasoner.prepare(for: mission)
    try planner.prepare(for: mission)
    try gate.prepare(for: mission)
    try controller.prepare(for: mission)
    try vehicle.prepare(for: mission)
    try traffic.prepare(for: mission)
  }

  /// Who the stages are, in the order of the loop.
  public var descriptions: [StageDescription] {
    [
      sensor.description, perceiver.description, tracker.description, reasoner.description,
      planner.description, gate.description, controller.description, vehicle.description,
      traffic.description,
    ]
  }
}
