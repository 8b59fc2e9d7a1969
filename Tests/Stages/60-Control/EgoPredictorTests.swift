import DrivingCore
import Dynamics
import Geometry
import Testing

@testable import Control

@Suite("The predictor drives through the dead time as the car will")
struct EgoPredictorTests {
  /// A car that has been told one thing for a second.
  private static func told(_ acceleration: Double) -> EgoPredictor {
    var predictor = EgoPredictor(ControlExamples.car)
    for tick in 0...100 {
      predictor.remember(
        ControlCommand(steeringAngle: 0, acceleration: acceleration),
        at: SimulationTime(nanoseconds: Int64(tick) * 10_000_000))
    }
    return predictor
  }

  private static func ego(_ speed: Double, _ acceleration: Double) -> VehicleState {
    VehicleState(
      time: SimulationTime(nanoseconds: 1_000_000_000), speed: speed, acceleration: acceleration)
  }

  @Test(
    "a brake only stops: nothing rolls back, however slow it was",
    arguments: [0.001, 0.01, 0.02, 0.1])
  func brakes(speed: Double) {
    for sign in [1.0, -1] {
      let found = Self.told(-0.6 * sign).predict(Self.ego(speed * sign, -0.5 * sign)).acceleration
      #expect(found.speed * sign >= 0, "\(found.speed)")
      #expect(found.rolled * sign >= 0 && found.rolled * sign <= speed * 0.15)
    }
  }

  @Test("what was stopped may go on the way it went, and what stood may go either way")
  func goesOn() {
    let on = Self.told(0.6).predict(Self.ego(0.001, -0.5)).acceleration
    #expect(on.speed >= 0)
    for sign in [1.0, -1] {
      let away = Self.told(0.6 * sign).predict(Self.ego(0, 0)).acceleration
      #expect(away.speed * sign > 0)
    }
  }
}
