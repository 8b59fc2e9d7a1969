import DrivingCore
import Geometry
import Testing

@testable import DriveLogs

@Suite("Damaged logs")
struct MCAPRecoveryTests {
  @Test(
    "every truncation keeps every whole chunk and says what is lost",
    arguments: MCAP.Compression.allCases)
  func everyTruncation(_ compression: MCAP.Compression) throws {
    let log = try MCAPTestLog.make(compression: compression, chunkSize: 700, byteCount: 2 << 10)
    try checkTruncations(of: log, at: Array(8..<log.bytes.count))
  }

  @Test("every truncation of a 64 KiB log", arguments: MCAP.Compression.allCases)
  func everyTruncationOfLargerLog(_ compression: MCAP.Compression) throws {
    let log = try MCAPTestLog.make(compression: compression)
    try checkTruncations(of: log, at: Array(8..<log.bytes.count))
  }

  @Test("a thousand random truncations of a 50 MB log", arguments: MCAP.Compression.allCases)
  func truncationsOfLargeLog(_ compression: MCAP.Compression) throws {
    let log = try MCAPTestLog.make(
      compression: compression, chunkSize: 1 << 20, byteCount: 50_000_000, largest: 60_000)
    var generator = SeededGenerator(seed: 77, stream: UInt64(log.bytes.count))
    let cuts = (0..<334).map { _ in 8 + Int(generator.next() % UInt64(log.bytes.count - 8)) }
    try checkTruncations(of: log, at: cuts)
  }

  private func checkTruncations(of log: MCAPTestLog, at cuts: [Int]) throws {
    let chunks = try log.wholeChunks()
    for cut in cuts {
      let (messages, losses) = try MCAPTestLog.recover(log.bytes[..<cut])
      let least = chunks.last { $0.end <= cut }?.messages ?? 0
      #expect(messages.count >= least, "cut at \(cut)")
      #expect(messages.elementsEqual(log.messages.prefix(messages.count)), "cut at \(cut)")
      #expect(!losses.isEmpty, "cut at \(cut)")
    }
  }

  @Test("of an unpacked chunk that is cut, the whole records are kept")
  func unfinishedChunk() throws {
    let log = try MCAPTestLog.make(chunkSize: 1 << 20)
    let (messages, losses) = try MCAPTestLog.recover(log.bytes[..<40_000])
    #expect(messages.count > log.messages.count / 3)
    #expect(messages == Array(log.messages.prefix(messages.count)))
    #expect(losses.count == 1)
  }

  @Test("without chunks, the whole records before the cut are kept")
  func unchunked() throws {
    let log = try MCAPTestLog.make(chunkSize: nil)
    let (messages, losses) = try MCAPTestLog.recover(log.bytes[..<40_000])
    #expect(messages.count > log.messages.count / 3)
    #expect(messages == Array(log.messages.prefix(messages.count)))
    #expect(losses.count == 1)
  }

  @Test("no flipped bit gives wrong data silently", arguments: MCAP.Compression.allCases)
  func bitFlips(_ compression: MCAP.Compression) throws {
    let log = try MCAPTestLog.make(compression: compression, chunkSize: 700, byteCount: 2 << 10)
    for place in 0..<log.bytes.count {
      var bytes = log.bytes
      bytes[place] ^= 1 << UInt8(place % 8)
      checkSilence(bytes, log, "byte \(place)")
      try checkRecovery(bytes, log, "byte \(place)")
    }
  }

  /// Reading strictly either fails or gives what was written.
  private func checkSilence(_ bytes: [UInt8], _ log: MCAPTestLog, _ place: String) {
    let reader = MCAPStreamReader(MemoryByteSource(bytes))
    var messages: [MCAP.Message] = []
    let failure = attempt { () throws(LogFailure) in
      while let message = try reader.nextMessage() { messages.append(message) }
    }
    #expect(failure != nil || messages == log.messages, "\(place)")
  }

  /// Recovering gives a part of what was written, in order, and names what is missing.
  private func checkRecovery(_ bytes: [UInt8], _ log: MCAPTestLog, _ place: String) throws {
    guard bytes[..<8].elementsEqual(MCAP.magic) else { return }
    let (messages, losses) = try MCAPTestLog.recover(bytes[...])
    if messages != log.messages { #expect(!losses.isEmpty, "\(place)") }
    // In a chunk whose own checksum was lost nothing can be vouched for; ours always carry one.
    var rest = log.messages[...]
    for message in messages {
      guard let found = rest.firstIndex(of: message) else {
        Issue.record("\(place): a message that was never written")
        return
      }
      rest = rest[(found + 1)...]
    }
  }

  @Test("random bytes behind the magic never crash a reader", arguments: 0..<40)
  func noise(_ seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed), stream: 9)
    var bytes = MCAP.magic
    for _ in 0..<3000 {
      // Small numbers are likelier to be taken for opcodes and lengths.
      let random = generator.next()
      bytes.append(
        random % 3 == 0 ? UInt8(random >> 8 & 0x0F) : random % 3 == 1 ? 0 : UInt8(random >> 56))
    }
    _ = try MCAPTestLog.recover(bytes[...])
    #expect(throws: LogFailure.self) { try MCAPIndexedReader(MemoryByteSource(bytes)) }
  }

  @Test("what is no log is refused in one line")
  func noLog() {
    for bytes in [[], Array("<xml>".utf8), Array("hello, this is text".utf8)] as [[UInt8]] {
      let reader = MCAPStreamReader(MemoryByteSource(bytes, path: "x.mcap"), onDamage: .skip)
      #expect(throws: LogFailure.self) { try reader.next() }
    }
  }
}
