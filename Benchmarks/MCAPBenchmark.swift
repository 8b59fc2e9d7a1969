import DriveLogs
import DrivingCore
import Foundation

/// Reading and writing logs against the PyPI `mcap` package: same file, checksums on in both.
extension Benchmark {
  /// Small messages of 1 kB and 200 B (lz4), frames of 150 kB with ten small messages each
  /// (unpacked), and frames that can be packed (lz4).
  static let mcap: [Benchmark] = MCAPWorkload.all.flatMap { workload in
    [
      Benchmark(
        name: "mcap-read-\(workload.name)", unit: "messages", goal: workload.goal,
        work: { workload.read() }, peer: workload.peer("read")),
      Benchmark(
        name: "mcap-write-\(workload.name)", unit: "messages", goal: workload.goal,
        work: { workload.write() }, peer: workload.peer("write")),
    ]
  }
}

/// One file to read, and its messages to write.
private struct MCAPWorkload: Sendable {
  var name: String
  var compression: MCAP.Compression
  var goal: Double
  /// The sizes of the messages, over and over (bytes).
  var sizes: [Int]
  var count: Int
  var isCompressible: Bool

  static let all = [
    MCAPWorkload(
      name: "small", compression: .lz4, goal: 5, sizes: [1000, 200], count: 200_000,
      isCompressible: true),
    MCAPWorkload(
      name: "frames", compression: .none, goal: 2,
      sizes: [150_000] + [Int](repeating: 200, count: 10), count: 11_000, isCompressible: false),
    MCAPWorkload(
      name: "packed", compression: .lz4, goal: 3,
      sizes: [150_000] + [Int](repeating: 200, count: 10), count: 11_000, isCompressible: true),
  ]

  private var path: String { ".build/benchmarks/mcap-\(name).mcap" }

  func peer(_ operation: String) -> Benchmark.Peer {
    .program("PyPI mcap", command: ["python3", "Benchmarks/peers/mcap_peer.py", operation, path])
  }

  /// Both sides need the file; ours runs first.
  private func prepare() {
    guard !FileManager.default.fileExists(atPath: path) else { return }
    try? FileManager.default.createDirectory(
      atPath: ".build/benchmarks", withIntermediateDirectories: true)
    _ = write(to: path)
  }

  /// Reads every message; how many there were.
  func read() -> Double {
    prepare()
    do throws(LogFailure) {
      let reader = MCAPStreamReader(try FileByteSource(path: path))
      var count = 0
      while try reader.nextMessage() != nil { count += 1 }
      return Double(count)
    } catch {
      fatalError("\(error.path): \(error.reason)")
    }
  }

  /// Writes as many messages to nowhere.
  func write() -> Double {
    prepare()
    return write(to: "/dev/null")
  }

  private func write(to path: String) -> Double {
    do throws(LogFailure) {
      var options = MCAPWriter.Options()
      options.compression = compression
      let writer = try MCAPWriter(try FileByteSink(path: path), options: options)
      let channels = [
        try writer.addChannel(topic: "/a", messageEncoding: "json", schema: 0),
        try writer.addChannel(topic: "/b", messageEncoding: "json", schema: 0),
      ]
      let contents = sizes.map(content)
      for number in 0..<count {
        let place = number % sizes.count
        try writer.write(
          channel: channels[place == 0 ? 0 : 1], sequence: UInt32(number),
          logTime: UInt64(number) * 1_000_000, publishTime: UInt64(number) * 1_000_000,
          data: contents[place])
      }
      try writer.finish()
      return Double(count)
    } catch {
      fatalError("\(error.path): \(error.reason)")
    }
  }

  /// Noise, or a quarter noise.
  private func content(_ size: Int) -> [UInt8] {
    var state: UInt64 = 1
    return (0..<size).map { index in
      if isCompressible && index % 32 >= 8 { return UInt8(truncatingIfNeeded: index / 64) }
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
  }
}
