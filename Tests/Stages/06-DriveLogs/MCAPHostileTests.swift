import DrivingCore
import Testing

@testable import DriveLogs

@Suite("Hostile logs")
struct MCAPHostileTests {
  /// A log whose only chunk says what it wants.
  private func log(
    uncompressedSize: UInt64, compression: String, records: [UInt8], crc: UInt32 = 0
  ) -> [UInt8] {
    var out = ByteWriter()
    out.bytes = MCAP.magic
    out.record(.header) { MCAP.Header().write(to: &$0) }
    out.record(.chunk) { out in
      out.integer(UInt64(0))
      out.integer(UInt64(0))
      out.integer(uncompressedSize)
      out.integer(crc)
      out.text(compression)
      out.integer(UInt64(records.count))
      out.bytes.append(contentsOf: records)
    }
    return out.bytes
  }

  private func reason(_ bytes: [UInt8]) -> String {
    let reader = MCAPStreamReader(MemoryByteSource(bytes))
    let failure = attempt { () throws(LogFailure) in while try reader.next() != nil {} }
    return failure?.reason ?? "none"
  }

  @Test("a chunk that says it is enormous is refused before memory is taken")
  func enormous() {
    for size in [UInt64.max, 1 << 62, 300 << 20] {
      #expect(
        reason(log(uncompressedSize: size, compression: "zstd", records: [1, 2])).contains(
          "at most"))
    }
  }

  @Test("a chunk that grows more than 200 times is refused")
  func bomb() throws {
    let zeros = [UInt8](repeating: 0, count: 40 << 20)
    var buffer: [UInt8] = []
    let packed = try MCAP.Compression.zstd.pack(zeros[...], into: &buffer)
    let bytes = log(
      uncompressedSize: UInt64(zeros.count), compression: "zstd", records: Array(packed))
    #expect(reason(bytes).contains("at most 200 times"))
  }

  @Test("a chunk that unpacks to another size is refused", arguments: ["lz4", "zstd"])
  func wrongSize(_ name: String) throws {
    let compression = try #require(MCAP.Compression(rawValue: name))
    var buffer: [UInt8] = []
    let packed = Array(try compression.pack([UInt8](repeating: 9, count: 1000)[...], into: &buffer))
    for size in [UInt64(0), 999, 1001] {
      #expect(
        reason(log(uncompressedSize: size, compression: name, records: packed)).contains("unpack"))
    }
    #expect(
      reason(log(uncompressedSize: 5, compression: "brotli", records: packed)).contains("brotli"))
  }

  @Test("a message on a channel that was never declared is refused")
  func unknownChannel() {
    var out = ByteWriter()
    MessageHead(channelID: 3, sequence: 0, logTime: 0, publishTime: 0).append(
      to: &out.bytes, UnsafeRawBufferPointer(start: nil, count: 0))
    let size = UInt64(out.bytes.count)
    #expect(
      reason(log(uncompressedSize: size, compression: "", records: out.bytes)).contains("channel 3")
    )
  }

  @Test("a sink that is full stops the writer, and what was written can be recovered")
  func fullDisk() throws {
    let sink = FullSink(room: 30_000)
    var options = MCAPWriter.Options()
    options.compression = .none
    options.chunkSize = 4 << 10
    let writer = try MCAPWriter(sink, options: options)
    let channel = try writer.addChannel(topic: "/a", messageEncoding: "json", schema: 0)
    var failures = 0
    for number in 0..<100 {
      let failure = attempt { () throws(LogFailure) in
        try writer.write(
          channel: channel, sequence: UInt32(number), logTime: 0, publishTime: 0,
          data: [UInt8](repeating: 1, count: 1000))
      }
      failures += failure == nil ? 0 : 1
    }
    #expect(failures > 50)
    #expect(attempt { () throws(LogFailure) in try writer.finish() } != nil)
    let (messages, losses) = try MCAPTestLog.recover(sink.bytes[...])
    #expect(messages.count >= 24)
    #expect(!losses.isEmpty)
  }

  @Test("a full device is reported with its reason", .enabled(if: deviceIsThere))
  func fullDevice() throws {
    let sink = try FileByteSink(path: "/dev/full")
    let big = [UInt8](repeating: 0, count: 1 << 20)
    let failure = attempt { () throws(LogFailure) in
      let result = big.withUnsafeBytes { bytes in
        attempt { () throws(LogFailure) in try sink.write(bytes) }
      }
      if let result { throw result }
    }
    #expect(failure?.reason.contains("cannot be written") == true)
  }

  private static let deviceIsThere = (try? FileByteSink(path: "/dev/full")) != nil

  /// A disk with little room.
  private final class FullSink: ByteSink {
    var bytes: [UInt8] = []
    let room: Int
    init(room: Int) { self.room = room }

    func write(_ bytes: UnsafeRawBufferPointer) throws(LogFailure) {
      let fits = min(bytes.count, room - self.bytes.count)
      self.bytes.append(contentsOf: bytes.prefix(fits))
      guard fits == bytes.count else {
        throw LogFailure(path: "disk", place: "byte \(self.bytes.count)", reason: "no space left")
      }
    }

    func close() throws(LogFailure) {}
  }
}
