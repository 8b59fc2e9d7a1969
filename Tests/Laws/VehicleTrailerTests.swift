import DrivingCore
import Dynamics
import Geometry
import Testing

@Suite("Truck with trailer")
struct VehicleTrailerTests {
  /// CommonRoad's vehicle 4; masses do not enter.
  static let truck: SingleTrackParameters = {
    var truck = VehicleExamples.car(
      "commonroad-4", length: 5.1, width: 2.55, a: 1.8, b: 1.8, mass: 7500, yaw: 24_300,
      height: 1, angle: 0.55, speeds: (-2.78, 22.22, 7.824), brake: 0.5, drive: 0)
    truck.limits.steeringRate = 0.7103
    return SingleTrackParameters(truck)
  }()

  @Test("the rates of the original test file, vehicle 4")
  func publishedRates() {
    let state = TrailerSingleTrack.State(
      tractor: .init(
        x: 3.9579422297936526, y: 0.0391650102771405, steeringAngle: 0.0378491427211811,
        speed: 16.3546957860883566, yaw: 0.0294717351052816), hitchAngle: 0.0294717351052816)
    let found = TrailerSingleTrack.rates(
      of: state, input: ModelInput(steeringRate: 0.15, acceleration: 0.63 * 9.81), Self.truck)
    let expected = [
      16.3475935934250209, 0.4819314886013121, 0.15, 5.501539201758522, 0.1720297150523055,
      -0.23152742969444276,
    ]
    let entries = VehicleModelTests.entries(found.tractor) + [found.hitchAngle]
    #expect(VehicleModelTests.worst(entries, expected) < 1e-12, "\(entries)")
  }

  @Test("in a steady circle the trailer's angle settles where sin(angle) = -l tan(steering) / L")
  func steadyCircle() {
    var state = TrailerSingleTrack.State(
      tractor: .init(x: 0, y: 0, steeringAngle: 0.2, speed: 5, yaw: 0), hitchAngle: 0)
    state = RungeKutta.steps(4_000, state, over: 40) {
      TrailerSingleTrack.rates(
        of: $0, input: ModelInput(steeringRate: 0, acceleration: 0), Self.truck)
    }
    let wanted = Portable.asin(-8.1 * Portable.tan(0.2) / 3.6)
    #expect(abs(state.hitchAngle - wanted) < 1e-9)
  }
}
