import Geometry

extension Benchmark {
  /// Shortest-path distances between random poses within ±10 radii, against OMPL.
  static let reedsShepp: [Benchmark] = {
    var random = SeededGenerator(seed: 2)
    let poses = (0..<2048).map { _ in
      SE2(
        x: random.uniform(-10, 10), y: random.uniform(-10, 10),
        heading: random.uniform(-.pi, .pi))
    }
    let car = ReedsShepp(turningRadius: 1)
    return [
      Benchmark(
        name: "reeds-shepp", unit: "distances", goal: 5,
        work: {
          var sum = 0.0
          for index in poses.indices {
            sum += car.distance(from: poses[index], to: poses[(index * 7 + 3) & 2047])
          }
          return sum > 0 ? Double(poses.count) : 0
        },
        peer: .program("OMPL", command: [".build/benchmarks/reeds_shepp_ompl"]))
    ]
  }()
}
