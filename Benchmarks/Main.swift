import Foundation

/// Times every workload, or those named on the command line, and prints one line each.
@main
enum Benchmarks {
  /// All workloads. To add one: a file with an extension of `Benchmark`, and its name here.
  static let all: [Benchmark] =
    Benchmark.portable + Benchmark.reedsShepp + Benchmark.boxes + Benchmark.vehicles
    + Benchmark.traffic + Benchmark.mcap + Benchmark.lanes

  static func main() {
    let wanted = CommandLine.arguments.dropFirst()
    let chosen = all.filter { benchmark in
      wanted.isEmpty || wanted.contains { benchmark.name.hasPrefix($0) }
    }
    if wanted.contains(ReedsSheppCheck.name) {
      if !ReedsSheppCheck.run() { exit(1) }
      if wanted.count == 1 { return }
    }
    if wanted.contains(ParkingBenchmark.name) {
      if !ParkingBenchmark.run() { exit(1) }
      if wanted.count == 1 { return }
    }
    if wanted.contains(SupervisorCheck.name) {
      if !SupervisorCheck.run() { exit(1) }
      if wanted.count == 1 { return }
    }
    if wanted.contains(PlannerBenchmark.name) {
      if !PlannerBenchmark.run() { exit(1) }
      if wanted.count == 1 { return }
    }
    if chosen.isEmpty { print("no such benchmark; there are: \(all.map(\.name))") }
    for benchmark in chosen { print(benchmark.run().line) }
  }
}
