import DrivingCore
import Dynamics
import Geometry
import Testing

@Suite("CommonRoad vehicle models")
struct VehicleModelTests {
  typealias Kinematic = KinematicSingleTrack.State
  typealias Linear = LinearSingleTrack.State
  typealias Drift = DriftSingleTrack.State

  static func kinematic(_ x: [Double]) -> Kinematic {
    Kinematic(x: x[0], y: x[1], steeringAngle: x[2], speed: x[3], yaw: x[4])
  }
  static func linear(_ x: [Double]) -> Linear {
    Linear(
      x: x[0], y: x[1], steeringAngle: x[2], speed: x[3], yaw: x[4], yawRate: x[5],
      slipAngle: x[6])
  }
  static func drift(_ x: [Double]) -> Drift {
    Drift(body: linear(x), frontSpin: x[7], rearSpin: x[8])
  }
  static func entries(_ s: Kinematic) -> [Double] { [s.x, s.y, s.steeringAngle, s.speed, s.yaw] }
  static func entries(_ s: Linear) -> [Double] {
    [s.x, s.y, s.steeringAngle, s.speed, s.yaw, s.yawRate, s.slipAngle]
  }

  static func rates(
    _ model: String, _ x: [Double], _ u: ModelInput, _ p: SingleTrackParameters
  ) -> [Double] {
    switch model {
    case "ks": entries(KinematicSingleTrack.rates(of: kinematic(x), input: u, p))
    case "ksCentre": entries(KinematicSingleTrack.ratesAtCentre(of: kinematic(x), input: u, p))
    case "st": entries(LinearSingleTrack.rates(of: linear(x), input: u, p))
    default:
      {
        let rate = DriftSingleTrack.rates(of: drift(x), input: u, p)
        return entries(rate.body) + [rate.frontSpin, rate.rearSpin]
      }()
    }
  }

  static func worst(_ found: [Double], _ expected: [Double]) -> Double {
    zip(found, expected).map { abs($0 - $1) / max(abs($1), 1e-3) }.max() ?? .infinity
  }

  @Test("the rates of the original test file, vehicle 2", arguments: ["ks", "st", "std"])
  func publishedRates(_ model: String) {
    let input = ModelInput(steeringRate: 0.15, acceleration: 0.63 * 9.81)
    let st = [
      2.0233348142065677, 0.0041907137716636, 0.0197545248559617, 15.7216236334290116,
      0.0025857914776859, 0.0529001056654038, 0.0033012170610298,
    ]
    let (state, expected): ([Double], [Double]) =
      switch model {
      case "ks":
        (
          [
            3.9579422297936526, 0.0391650102771405, 0.0378491427211811, 16.3546957860883566,
            0.0294717351052816,
          ],
          [16.3475935934250209, 0.4819314886013121, 0.15, 5.1464424102339752, 0.2401426578627629]
        )
      case "st":
        (
          st,
          [
            15.7213512030862397, 0.0925527979719355, 0.15, 5.3536773276413925, 0.0529001056654038,
            0.6435589397748606, 0.0313297971641291,
          ]
        )
      default:
        (
          st + [53.6551710641082451, 56.7917911784219598],
          [
            15.72135120308624, 0.09255279797193551, 0.15, 11.340113304616798, 0.0529001056654038,
            0.466681022626497, -0.02037000180254231, -1072.4665253469798, -253.94486828306555,
          ]
        )
      }
    let found = Self.rates(model, state, input, SingleTrackParameters(VehicleExamples.bmw))
    #expect(Self.worst(found, expected) < 1e-12, "\(found)")
  }

  @Test("the rates that the original prints for 24 states of each model")
  func printedRates() {
    #expect(VehicleVectors.rows.count == 96)
    for row in VehicleVectors.rows {
      let parameters = SingleTrackParameters(VehicleExamples.all[row.vehicle - 1])
      let input = ModelInput(steeringRate: row.input[0], acceleration: row.input[1])
      let found = Self.rates(row.model, row.state, input, parameters)
      #expect(
        Self.worst(found, row.rates) < 1e-12,
        "\(row.model) of vehicle \(row.vehicle) at \(row.state): \(found) not \(row.rates)")
    }
  }

  /// Slalom, then brake: inputs at a time, constant between the switches.
  static func slalom(_ millisecond: Int) -> ModelInput {
    ModelInput(
      steeringRate: millisecond < 1000 ? 0.05 : millisecond < 2000 ? -0.05 : 0,
      acceleration: millisecond < 1500 ? 0.5 : -2)
  }

  @Test("three seconds of slalom end where the original ends", arguments: [0, 1, 2])
  func trajectories(_ vehicle: Int) {
    let p = SingleTrackParameters(VehicleExamples.all[vehicle])
    let rest = [0.0, 0, 0, 15, 0, 0, 0]
    var (ks, st) = (Self.kinematic(rest), Self.linear(rest))
    for tick in 0..<300 {
      let input = Self.slalom(tick * 10)
      ks = RungeKutta.step(ks, by: 0.01) { KinematicSingleTrack.rates(of: $0, input: input, p) }
      st = RungeKutta.step(st, by: 0.01) { LinearSingleTrack.rates(of: $0, input: input, p) }
    }
    var std = Drift(rolling: Self.linear(rest), p)
    for tick in 0..<3000 {
      let input = Self.slalom(tick)
      std = RungeKutta.step(std, by: 0.001) { DriftSingleTrack.rates(of: $0, input: input, p) }
    }
    let goldens: [[(Double, Double)]] = [
      [(43.117210982, 9.268029768), (43.174922936, 8.994960847), (43.068566501, 8.878395844)],
      [(43.299793503, 8.615792206), (43.356998839, 8.319785069), (43.252359528, 8.271825978)],
      [(43.199907983, 8.978958512), (43.277526488, 8.585435333), (43.161712659, 8.521623360)],
    ]
    let found = [(ks.x, ks.y), (st.x, st.y), (std.body.x, std.body.y)]
    for (index, golden) in goldens[vehicle].enumerated() {
      #expect(abs(found[index].0 - golden.0) < 1e-6, "x of \(["KS", "ST", "STD"][index])")
      #expect(abs(found[index].1 - golden.1) < 1e-6, "y of \(["KS", "ST", "STD"][index])")
    }
  }

  @Test("one second from standstill ends where the original ends")
  func fromStandstill() {
    let p = SingleTrackParameters(VehicleExamples.bmw)
    let rest = [Double](repeating: 0, count: 7)
    let cases: [(ModelInput, [Double], [Double])] = [
      (
        ModelInput(steeringRate: 0, acceleration: -0.7 * 9.81), [-3.4335, 0, 0, -6.867, 0],
        [-3.4335, 0, 0, -6.867, 0, 0, 0]
      ),
      (
        ModelInput(steeringRate: 0.15, acceleration: 0.63 * 9.81),
        [3.0845676868494927, 0.1484249221523042, 0.15, 6.1803, 0.1203664469224163],
        [
          3.0731976046859715, 0.2869835398304389, 0.15, 6.1803, 0.1097747074946325,
          0.3248268063223301, 0.0697547542798040,
        ]
      ),
    ]
    for (input, kinematic, linear) in cases {
      // The linear model is stiff while slow: 1 ms, as a variable-step solver would take.
      let ks = RungeKutta.steps(100, Self.kinematic(rest), over: 1) {
        KinematicSingleTrack.rates(of: $0, input: input, p)
      }
      let st = RungeKutta.steps(4000, Self.linear(rest), over: 1) {
        LinearSingleTrack.rates(of: $0, input: input, p)
      }
      for (found, expected) in zip(Self.entries(ks), kinematic) {
        #expect(abs(found - expected) < 1e-2)
      }
      for (found, expected) in zip(Self.entries(st), linear) {
        #expect(abs(found - expected) < 1e-2)
      }
    }
  }

  @Test("halving the step divides the error by sixteen", arguments: ["ks", "st", "std"])
  func convergence(_ model: String) {
    let p = SingleTrackParameters(VehicleExamples.bmw)
    let input = ModelInput(steeringRate: 0.04, acceleration: 0.5)
    let start = Self.linear([0, 0, 0.02, 15, 0.1, 0.05, 0.01])
    // The end point of one smooth stretch with a number of steps.
    func end(_ count: Int) -> (Double, Double) {
      switch model {
      case "ks":
        let s = RungeKutta.steps(count, Self.kinematic(Self.entries(start)), over: 2) {
          KinematicSingleTrack.rates(of: $0, input: input, p)
        }
        return (s.x, s.y)
      case "st":
        let s = RungeKutta.steps(count, start, over: 2) {
          LinearSingleTrack.rates(of: $0, input: input, p)
        }
        return (s.x, s.y)
      default:
        let s = RungeKutta.steps(count, Drift(rolling: start, p), over: 0.2) {
          DriftSingleTrack.rates(of: $0, input: input, p)
        }
        return (s.body.x, s.body.y)
      }
    }
    let base = model == "ks" ? 10 : model == "st" ? 40 : 400
    let truth = end(base * 32)
    let errors = [base, base * 2, base * 4].map { count in
      let found = end(count)
      return
        ((found.0 - truth.0) * (found.0 - truth.0)
        + (found.1 - truth.1) * (found.1 - truth.1)).squareRoot()
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) where fine > 1e-12 {
      #expect((12...20).contains(coarse / fine), "errors \(errors)")
    }
    #expect(errors[0] > 1e-12, "the first step must leave an error to halve: \(errors)")
  }

  @Test("a tyre pulls against slip and never beyond its grip")
  func tyre() {
    let tyre = PacejkaTyre.commonRoad
    for step in -40...40 {
      let (slip, angle) = (Double(step) / 40, Double(step) / 80)
      let along = tyre.forces(slip: slip, slipAngle: 0, load: 3000).longitudinal
      let across = tyre.forces(slip: 0, slipAngle: angle, load: 3000).lateral
      // Skip the small shifts about zero.
      if abs(slip) > 0.05 { #expect(along * slip < 0) }
      if abs(angle) > 0.05 { #expect(across * angle < 0) }
      #expect(abs(along) < 1.1740 * 3000)
      #expect(abs(across) < 1.10 * 3000)
    }
  }
}
