import DrivingCore
import Dynamics
import Geometry
import Testing

@Suite("Multi-body vehicle model")
struct MultiBodyTests {
  static func parameters(_ vehicle: Int) throws -> MultiBodyParameters {
    MultiBodyParameters(
      VehicleExamples.all[vehicle - 1],
      chassis: try #require(MultiBodyParameters.Chassis.commonRoad(vehicle)))
  }

  /// The largest difference, relative where numbers are large.
  static func worst(_ found: [Double], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).map { abs($0 - $1) / max(abs($1), 1) }.max() ?? .infinity
  }

  static func rolling(_ speed: Double) -> LinearSingleTrack.State {
    VehicleModelTests.linear([0, 0, 0, speed, 0, 0, 0])
  }

  @Test("the rates of the original test file, vehicle 2")
  func publishedRates() throws {
    let state = try #require(
      MultiBody.State([
        10.8808433066274794, 0.5371850187869442, 0.0980442671005920, 18.0711398687457745,
        0.1649995631003776, 0.6158755000936103, -0.1198403612262477, -0.2762672756169581,
        0.0131909920269115, -0.0718483683742141, -0.3428324595054725, 0.0103233373083297,
        -0.0399590564140291, -0.0246468320579360, -0.0551575051990853, 0.5798277643297529,
        0.0172059354801703, 0.0067890113155477, -0.0184269459410162, -0.0408207136116175,
        -1.0064484829203018, 0.0166808347900582, -0.0049188492004049, 53.6551710641082451,
        50.7045242506744316, 56.7917911784219598, 200.7079633169796296, -0.0939969123691911,
        -0.0881514621614376,
      ]))
    let expected = [
      17.8820162482414098, 2.6300428035858809, 0.1500000000000000, 2.7009396644636450,
      0.6158755000936103, 1.3132879472301846, -0.2762672756169581, -0.1360581472638375,
      -0.0718483683742141, 0.4909514227532223, -2.6454134031927374, -0.0399590564140291,
      0.0486778649724968, -0.0551575051990853, 0.0354501802049087, -1.1130397141873534,
      0.0067890113155477, -0.0886810139593130, -0.0408207136116175, 0.0427680029698811,
      -4.3436374104751501, -0.0049188492004049, 0.1142109377736169, 10.0527321757776047,
      0.0436512393438736, -154.12795711273924, 422.12780928288305, -0.2105876149500405,
      -0.2126005780977984,
    ]
    let found = MultiBody.rates(
      of: state, input: ModelInput(steeringRate: 0.15, acceleration: 0.63 * 9.81),
      try Self.parameters(2))
    #expect(Self.worst(found.entries, expected) < 1e-9, "\(found.entries)")
  }

  @Test("the rates that the original prints for 36 states of three cars")
  func printedRates() throws {
    #expect(MultiBodyVectors.rows.count == 36)
    for row in MultiBodyVectors.rows {
      let state = try #require(MultiBody.State(row.state))
      #expect(state.entries == row.state)
      let found = MultiBody.rates(
        of: state, input: ModelInput(steeringRate: row.input[0], acceleration: row.input[1]),
        try Self.parameters(row.vehicle))
      #expect(
        Self.worst(found.entries, row.rates) < 1e-10,
        "vehicle \(row.vehicle) at \(row.state): \(found.entries) not \(row.rates)")
    }
  }

  @Test("three seconds of slalom end where the original ends", arguments: [1, 2, 3])
  func slalom(_ vehicle: Int) throws {
    let p = try Self.parameters(vehicle)
    var state = MultiBody.State(rolling: Self.rolling(15), p)
    for tick in 0..<3000 {
      let input = VehicleModelTests.slalom(tick)
      state = RungeKutta.step(state, by: 0.001) { MultiBody.rates(of: $0, input: input, p) }
    }
    let expected = MultiBodyVectors.slalom[vehicle - 1]
    #expect(Self.worst(state.entries, expected) < 1e-9, "\(state.entries) not \(expected)")
  }

  @Test("one second from standstill ends where the original ends: let roll, driven off, steered")
  func fromStandstill() throws {
    let p = try Self.parameters(2)
    // Entries 0 to 28 after a second, of the original's test of standing cars.
    let cases: [(rate: Double, acceleration: Double, expected: [Int: Double])] = [
      (0, 0, [0: 0, 3: 0, 8: -0.0013834133396573, 11: 0.0176248518072475, 16: 0.0186763737562366]),
      (
        0.15, 0.63 * 9.81,
        [
          0: 1.6869441956852231, 1: 0.0041579276718349, 2: 0.15, 3: 3.1967387404602654,
          4: 0.3387575860582390, 5: 0.8921302762726965, 6: -0.0186007698209413,
          10: -0.6302339461329982, 11: 0.0172692751292486, 16: 0.0161366380049974,
          23: 11.1322413877606117, 24: 7.5792605585643713, 25: 308.3079237740076906,
          26: 310.8801727728298374, 27: -0.0196922024889714,
        ]
      ),
      (0.15, 0, [0: 0, 1: 0, 2: 0.15, 3: 0, 10: -0.0065044050021887, 15: -0.0178028732533553]),
    ]
    for (rate, acceleration, expected) in cases {
      let input = ModelInput(steeringRate: rate, acceleration: acceleration)
      let end = RungeKutta.steps(
        acceleration > 0 ? 8000 : 1000, MultiBody.State(rolling: Self.rolling(0), p), over: 1
      ) { MultiBody.rates(of: $0, input: input, p) }
      for (index, value) in expected {
        // The original's solver chooses its steps: spinning wheels (300 rad/s) agree to 1e-4.
        #expect(
          abs(end.entries[index] - value) < max(1e-2, 1e-4 * abs(value)),
          "\(index): \(end.entries[index]) \(value)")
      }
    }
  }

  @Test("halving the step divides the error by sixteen")
  func convergence() throws {
    let p = try Self.parameters(2)
    let input = ModelInput(steeringRate: 0.04, acceleration: 0.5)
    // Settled in a bend: where a wheel's camber changes its sign, the tyre's force jumps.
    let start = RungeKutta.steps(
      1000,
      MultiBody.State(rolling: VehicleModelTests.linear([0, 0, 0.05, 15, 0.1, 0.2, 0]), p), over: 1
    ) { MultiBody.rates(of: $0, input: ModelInput(steeringRate: 0, acceleration: 0.5), p) }
    func end(_ count: Int) -> [Double] {
      let s = RungeKutta.steps(count, start, over: 0.1) { MultiBody.rates(of: $0, input: input, p) }
      return [s.x, s.y, s.roll, s.sink]
    }
    let truth = end(1600)
    let errors = [40, 80, 160].map { count in
      zip(end(count), truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect((12...20).contains(coarse / fine), "errors \(errors)")
    }
    #expect(errors[0] > 1e-12, "the first step must leave an error to halve: \(errors)")
  }

  @Test("the tyres of a car at rest carry all of its weight")
  func rest() throws {
    for vehicle in 1...3 {
      let p = try Self.parameters(vehicle)
      let weight =
        (p.chassis.sprungMass + p.chassis.front.mass + p.chassis.rear.mass)
        * SingleTrackParameters.gravity
      let state = MultiBody.State(rolling: Self.rolling(0), p)
      let carried = 2 * p.chassis.tyreStiffness * (state.front.sink + state.rear.sink)
      #expect(abs(carried - weight) < 1e-6 * weight)
    }
  }
}
