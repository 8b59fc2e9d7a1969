import DrivingCore
import Dynamics
import Geometry

extension Benchmark {
  /// The default car at 100 Hz, against the bare single-track equations in C++ (-O2).
  static let vehicles: [Benchmark] = [
    Benchmark(
      name: "vehicle-st", unit: "steps of the bare model", goal: 0.4,
      work: {
        let parameters = SingleTrackParameters(BenchmarkCar.spec)
        var state = LinearSingleTrack.State(
          x: 0, y: 0, steeringAngle: 0, speed: 20, yaw: 0, yawRate: 0, slipAngle: 0)
        for index in 0..<20_000 {
          let input = ModelInput(steeringRate: index % 400 < 200 ? 0.02 : -0.02, acceleration: 0)
          state = RungeKutta.step(state, by: 0.01) {
            LinearSingleTrack.rates(of: $0, input: input, parameters)
          }
        }
        return state.x.isFinite ? 20_000 : 0
      },
      peer: .program("C++ ST", command: [".build/benchmarks/single_track"])),
    Benchmark(
      name: "vehicle-car", unit: "steps of the whole car", goal: 0.2,
      work: {
        var car = SingleTrackVehicle(BenchmarkCar.spec)
        var state = VehicleState(speed: 20)
        let tick = SimulationTime(nanoseconds: 10_000_000)
        for index in 0..<20_000 {
          let command = ControlCommand(
            steeringAngle: index % 400 < 200 ? 0.02 : -0.02, acceleration: 0)
          let input = VehicleInput(state: state, command: command, span: tick)
          guard let next = try? car.step(input, at: state.time) else { return 0 }
          state = next
        }
        return 20_000
      },
      peer: .program("C++ ST, without actuators", command: [".build/benchmarks/single_track"])),
  ]
}

/// The car of the vehicle and traffic workloads: BMW 320i of CommonRoad with actuators that lag.
enum BenchmarkCar {
  static let spec = VehicleSpec(
    id: "benchmark", name: "benchmark",
    body: .init(
      length: 4.508, width: 1.61, height: 1.39, wheelbase: 2.5789128, rearOverhang: 0.83,
      track: 1.37),
    inertia: .init(
      mass: 1093.2952334674046, yaw: 1791.5995300122856, frontAxleToCentre: 1.1561957064,
      centreHeight: 0.61373004),
    limits: .init(
      steeringAngle: 1.066, steeringRate: 0.4, minimumSpeed: -13.9, maximumSpeed: 50.8,
      switchingSpeed: 7.319, acceleration: 11.5),
    actuators: .init(
      steeringLag: 0.1, steeringDelay: 0.1, accelerationLag: 0.2, accelerationDelay: 0.15,
      jerk: 20))
}
