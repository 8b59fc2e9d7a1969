import Geometry

extension Benchmark {
  /// Box against box by separating axes, half of them apart, against the same in C++ (-O2).
  static let boxes: [Benchmark] = {
    var random = SeededGenerator(seed: 3)
    let boxes = (0..<4096).map { _ in
      OrientedBox(
        worldFromBox: SE2(
          x: random.uniform(-8, 8), y: random.uniform(-8, 8), heading: random.uniform(-3, 3)),
        length: 4.5, width: 1.9
      ).placed
    }
    return [
      Benchmark(
        name: "boxes", unit: "tests", goal: 0.8,
        work: {
          var hits = 0
          for index in boxes.indices {
            let other = boxes[(index * 7 + 3) & 4095]
            if boxes[index].intersects(other) { hits += 1 }
          }
          return hits > 0 ? Double(boxes.count) : 0
        },
        peer: .program("C++", command: [".build/benchmarks/boxes"]))
    ]
  }()
}
