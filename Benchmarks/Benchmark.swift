import Foundation

/// One workload, timed against a peer or a limit measured in the same run.
struct Benchmark: Sendable {
  /// The name on the command line, such as `reeds-shepp`.
  var name: String
  /// What one unit of work is, such as "distances".
  var unit: String
  /// The ratio to the peer we hold ourselves to; nil where it is only watched.
  var goal: Double?
  /// Does some work and returns how many units it did; called until enough time has passed.
  var work: @Sendable () -> Double
  /// What it is compared with.
  var peer: Peer

  /// What a workload is compared with.
  enum Peer: Sendable {
    /// Other code in this process, with the same unit of work.
    case inside(String, @Sendable () -> Double)
    /// A program built or found by `Benchmarks/run`: prints its units a CPU second on one line.
    case program(String, command: [String])
  }

  /// The shortest time of one sample (CPU s).
  static let sampleTime = 0.2
  /// Samples of each side, taken in turns so that a busy machine slows both.
  static let pairs = 7

  /// Units a CPU second of some work.
  static func rate(_ work: () -> Double) -> Double {
    var units = work()  // once to warm up
    units = 0
    let start = cpuTime()
    var elapsed = 0.0
    while elapsed < sampleTime {
      units += work()
      elapsed = cpuTime() - start
    }
    return units / elapsed
  }

  /// The CPU time of this process (s).
  static func cpuTime() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

  /// Times both sides in turns.
  func run() -> Outcome {
    var (ours, theirs): ([Double], [Double]) = ([], [])
    for _ in 0..<Benchmark.pairs {
      ours.append(Benchmark.rate(work))
      switch peer {
      case .inside(_, let other): theirs.append(Benchmark.rate(other))
      case .program(_, let command):
        guard let rate = Benchmark.rate(of: command) else {
          return Outcome(benchmark: self, ours: ours, theirs: [])
        }
        theirs.append(rate)
      }
    }
    return Outcome(benchmark: self, ours: ours, theirs: theirs)
  }

  /// The number a peer's program prints; nil where it is absent or fails.
  static func rate(of command: [String]) -> Double? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    let text = String(decoding: output, as: UTF8.self)
    return Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
  }
}

/// The figures of one workload.
struct Outcome: Sendable {
  var benchmark: Benchmark
  var ours: [Double]
  var theirs: [Double]

  static func median(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.sorted()[values.count / 2]
  }

  /// One line: rate, peer's rate, ratio with its range over the pairs, goal.
  var line: String {
    let name = benchmark.name.padding(toLength: 24, withPad: " ", startingAt: 0)
    let rate = Outcome.told(Outcome.median(ours), benchmark.unit)
    let peer: String
    switch benchmark.peer {
    case .inside(let name, _), .program(let name, _): peer = name
    }
    guard !theirs.isEmpty else {
      return "\(name) \(rate)   (\(peer): absent, see Benchmarks/README.md)"
    }
    let ratios = zip(ours, theirs).map { $0 / $1 }.sorted()
    let range = "\(Outcome.short(ratios[0])) to \(Outcome.short(ratios[ratios.count - 1]))"
    var text = "\(name) \(rate)   \(peer) \(Outcome.told(Outcome.median(theirs), ""))"
    text += "   ratio \(Outcome.short(Outcome.median(ratios))) (\(range))"
    if let goal = benchmark.goal {
      let met = Outcome.median(ratios) >= goal ? "met" : "MISSED"
      text += "   goal \(Outcome.short(goal)): \(met)"
    }
    return text
  }

  /// A rate, and the time of one where that is a good part of a millisecond.
  static func told(_ rate: Double, _ unit: String) -> String {
    let text = "\(short(rate))\(unit.isEmpty ? "" : " \(unit)")/s"
    return rate < 2000 && rate > 0 ? "\(text) (\(short(1000 / rate)) ms)" : text
  }

  /// Three significant digits.
  static func short(_ value: Double) -> String {
    let units: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
    for (size, letter) in units where value >= size {
      return String(format: "%.3g%@", value / size, letter)
    }
    return String(format: "%.3g", value)
  }
}
