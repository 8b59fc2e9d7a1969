#if arch(x86_64)
  import Foundation
  import Geometry
  import Testing

  /// Every function against 80-bit arithmetic: the error stays below one unit in the last place.
  @Suite("Portable functions, accuracy")
  struct PortableAccuracyTests {
    #if DEBUG
      static let samples = 1500
    #else
      static let samples = 2_000_000
    #endif

    /// A function, the oracle, and where to try it.
    struct Case: Sendable, CustomTestStringConvertible {
      var testDescription: String
      var ours: @Sendable (Double) -> Double
      var oracle: @Sendable (Float80) -> Float80
      var inputs: [Inputs]
    }

    /// Ranges to draw arguments from.
    enum Inputs: Sendable {
      case even(Double, Double)
      /// Evenly in the exponent, both signs.
      case exponents(Double, Double)
      /// The same as distances from a number.
      case beside(Double, Double, Double)
      /// Next to multiples of a quarter turn.
      case quarterTurns

      func draw(_ random: inout SeededGenerator) -> Double {
        switch self {
        case .even(let low, let high): return random.uniform(low, high)
        case .exponents(let low, let high):
          let size = Foundation.exp2(random.uniform(low, high))
          return random.uniform() < 0.5 ? -size : size
        case .beside(let centre, let low, let high):
          return centre + Inputs.exponents(low, high).draw(&random)
        case .quarterTurns:
          let multiple = (random.uniform(-1e6, 1e6)).rounded() * (.pi / 2)
          return Double(bitPattern: multiple.bitPattern &+ random.next() % 5 &- 2)
        }
      }
    }

    static let angles: [Inputs] = [
      .even(-0.8, 0.8), .even(-7, 7), .even(-1e6, 1e6), .exponents(-100, 20), .exponents(20, 62),
      .quarterTurns,
    ]

    static let cases: [Case] = [
      Case(
        testDescription: "sin", ours: Portable.sin, oracle: { Foundation.sin($0) }, inputs: angles),
      Case(
        testDescription: "cos", ours: Portable.cos, oracle: { Foundation.cos($0) }, inputs: angles),
      Case(
        testDescription: "tan", ours: Portable.tan, oracle: { Foundation.tan($0) }, inputs: angles),
      Case(
        testDescription: "atan", ours: Portable.atan, oracle: { Foundation.atan($0) },
        inputs: [.even(-3, 3), .exponents(-60, 60)]),
      Case(
        testDescription: "asin", ours: Portable.asin, oracle: { Foundation.asin($0) },
        inputs: [.even(-1, 1), .exponents(-40, 0)]),
      Case(
        testDescription: "acos", ours: Portable.acos, oracle: { Foundation.acos($0) },
        inputs: [.even(-1, 1), .exponents(-40, 0)]),
      Case(
        testDescription: "exp", ours: Portable.exp, oracle: { Foundation.exp($0) },
        inputs: [.even(-745.1, 709.78), .even(-1, 1), .exponents(-60, 9), .even(-745, -707)]),
      Case(
        testDescription: "log", ours: { Portable.log(abs($0)) },
        oracle: { Foundation.log(abs($0)) },
        inputs: [.even(0.5, 2), .exponents(-1070, 1023), .beside(1, -53, -3)]),
      Case(
        testDescription: "tanh", ours: Portable.tanh, oracle: { Foundation.tanh($0) },
        inputs: [.even(-1, 1), .even(-22, 22), .exponents(-60, 5)]),
    ]

    /// The error in units in the last place of the rounded truth.
    static func error(_ value: Double, _ truth: Float80) -> Double {
      let rounded = Double(truth)
      if value == rounded { return 0 }
      guard value.isFinite, rounded.isFinite else { return .infinity }
      return Double(abs(Float80(value) - truth) / Float80(abs(rounded).ulp))
    }

    @Test("one argument", arguments: cases)
    func oneArgument(_ test: Case) {
      var random = SeededGenerator(seed: 131)
      for (index, inputs) in test.inputs.enumerated() {
        var (worst, place) = (0.0, 0.0)
        for _ in 0..<PortableAccuracyTests.samples {
          let x = inputs.draw(&random)
          let error = PortableAccuracyTests.error(test.ours(x), test.oracle(Float80(x)))
          if !(error <= worst) { (worst, place) = (error, x) }
        }
        #expect(worst < 1, "\(test.testDescription) range \(index): \(worst) ulp at \(place)")
      }
    }

    @Test("the angle of a point, all sizes and quadrants")
    func angleOfPoint() {
      var random = SeededGenerator(seed: 132)
      let ranges: [Inputs] = [.even(-1, 1), .exponents(-10, 10), .exponents(-1070, 1023)]
      for inputs in ranges {
        for _ in 0..<2 * PortableAccuracyTests.samples {
          let (y, x) = (inputs.draw(&random), inputs.draw(&random))
          let error = PortableAccuracyTests.error(
            Portable.atan2(y, x), Foundation.atan2(Float80(y), Float80(x)))
          if !(error < 1) { Issue.record("atan2(\(y), \(x)): \(error) ulp") }
        }
      }
    }

    @Test("powers with a normal result, and hypotenuses")
    func powers() {
      var random = SeededGenerator(seed: 133)
      let ranges: [(Inputs, Inputs)] = [
        (.even(0, 3), .even(-300, 300)), (.exponents(-1000, 1000), .even(-3, 3)),
        (.beside(1, -50, -4), .exponents(0, 30)), (.exponents(-20, 20), .even(-20, 20)),
      ]
      for (bases, exponents) in ranges {
        for _ in 0..<PortableAccuracyTests.samples {
          let (x, y) = (abs(bases.draw(&random)), exponents.draw(&random))
          let truth = Foundation.pow(Float80(x), Float80(y))
          if truth >= 0x1p-1022 {
            let error = PortableAccuracyTests.error(Portable.pow(x, y), truth)
            if !(error < 1) { Issue.record("pow(\(x), \(y)): \(error) ulp") }
          }
          let root = (Float80(x) * Float80(x) + Float80(y) * Float80(y)).squareRoot()
          let error = PortableAccuracyTests.error(Portable.hypot(x, y), root)
          if !(error < 1) { Issue.record("hypot(\(x), \(y)): \(error) ulp") }
        }
      }
    }
  }
#endif
