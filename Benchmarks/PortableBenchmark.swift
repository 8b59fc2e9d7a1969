import Foundation
import Geometry

extension Benchmark {
  /// The elementary functions against the C library's; a third of its speed is the floor.
  static let portable: [Benchmark] = [
    function("sin", -7, 7, Portable.sin) { Foundation.sin($0) },
    function("tan", -1.5, 1.5, Portable.tan) { Foundation.tan($0) },
    function("atan", -7, 7, Portable.atan) { Foundation.atan($0) },
    function("atan2", -7, 7, { Portable.atan2($0, 1.5) }) { Foundation.atan2($0, 1.5) },
    function("acos", -1, 1, Portable.acos) { Foundation.acos($0) },
    function("exp", -7, 7, Portable.exp) { Foundation.exp($0) },
    function("log", 0.01, 100, Portable.log) { Foundation.log($0) },
    function("pow", 0.01, 100, { Portable.pow($0, 3.7) }) { Foundation.pow($0, 3.7) },
    function("tanh", -2, 2, Portable.tanh) { Foundation.tanh($0) },
  ]

  private static func function(
    _ name: String, _ low: Double, _ high: Double, _ ours: @escaping @Sendable (Double) -> Double,
    theirs: @escaping @Sendable (Double) -> Double
  ) -> Benchmark {
    var random = SeededGenerator(seed: 1)
    let inputs = (0..<10_000).map { _ in random.uniform(low, high) }
    @Sendable func all(_ function: (Double) -> Double) -> Double {
      var sum = 0.0
      for input in inputs { sum += function(input) }
      return sum.isNaN ? 0 : Double(inputs.count)
    }
    return Benchmark(
      name: "portable-\(name)", unit: "calls", goal: 0.3, work: { all(ours) },
      peer: .inside("glibc", { all(theirs) }))
  }
}
