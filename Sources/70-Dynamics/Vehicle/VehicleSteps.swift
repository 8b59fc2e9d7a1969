import DrivingCore
import Geometry

/// What every vehicle model does round its ticks: checks, counts, keeps time.
enum VehicleSteps {
  /// The number of ticks of an input, after checks of everything that could spoil a state.
  static func count(_ input: VehicleInput, stage: String) throws(StageFailure) -> Int {
    let tick = Drivetrain.tickSpan.nanoseconds
    let span = input.span.nanoseconds
    guard span > 0, span % tick == 0, span <= 3_600_000_000_000 else {
      throw StageFailure(
        stage: stage, kind: .unavailable,
        reason: "found a span of \(input.span.seconds) s; expected a positive multiple of 0.01 s; "
          + "step the vehicle at 100 Hz")
    }
    guard isSane(input.state) else {
      throw StageFailure(
        stage: stage, kind: .unavailable,
        reason: "found a vehicle state with a number that is not finite or far too large; "
          + "expected a finite state; check what feeds the vehicle")
    }
    return Int(span / tick)
  }

  /// The share of grip, kept in what the models can drive on.
  static func friction(_ share: Double) -> Double {
    share.isFinite ? min(max(share, 0.02), 2) : 1
  }

  /// Whether every number is finite and of a size a car can have.
  static func isSane(_ state: VehicleState) -> Bool {
    let pose = state.worldFromVehicle
    return abs(pose.position.x) < 1e12 && abs(pose.position.y) < 1e12
      && abs(pose.heading) < 1e6 && abs(state.speed) < 1e3 && abs(state.acceleration) < 1e4
      && abs(state.yawRate) < 1e3 && abs(state.steeringAngle) < 1.5
      && abs(state.steeringRate) < 1e4 && abs(state.slipAngle) < 1.5
  }
}
