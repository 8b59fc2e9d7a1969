import DrivingCore
import Foundation
import Testing

@testable import DriveLogs

@Suite("Logs, written and read")
struct MCAPRoundTripTests {
  @Test("what is written is read, whatever the packing", arguments: MCAP.Compression.allCases)
  func stream(_ compression: MCAP.Compression) throws {
    for chunkSize in [nil, 512, 8 << 10, 1 << 20] as [Int?] {
      let log = try MCAPTestLog.make(compression: compression, chunkSize: chunkSize)
      let reader = MCAPStreamReader(MemoryByteSource(log.bytes))
      var messages: [MCAP.Message] = []
      while let message = try reader.nextMessage() { messages.append(message) }
      #expect(messages == log.messages)
      #expect(reader.channel(1)?.topic == "/one" && reader.schema(1)?.name == "Thing")
    }
  }

  @Test("equal calls give equal bytes")
  func deterministic() throws {
    for compression in MCAP.Compression.allCases {
      let bytes = try MCAPTestLog.make(compression: compression).bytes
      #expect(bytes == (try MCAPTestLog.make(compression: compression).bytes))
    }
  }

  @Test("through the index, messages come by log time", arguments: MCAP.Compression.allCases)
  func indexed(_ compression: MCAP.Compression) throws {
    let log = try MCAPTestLog.make(compression: compression)
    var limits = MCAP.Limits()
    // So little that chunks are dropped and unpacked again.
    limits.openChunks = 10 << 10
    let reader = try MCAPIndexedReader(MemoryByteSource(log.bytes), limits: limits)
    let cursor = try reader.messages()
    var found: [MCAP.Message] = []
    while let message = try cursor.next() { found.append(message) }
    #expect(found == stable(log.messages))
    #expect(reader.statistics?.messageCount == UInt64(log.messages.count))
    #expect(reader.statistics?.messageStartTime == log.messages.map(\.logTime).min())
    #expect(reader.attachments.count == 1 && reader.metadata.count == 1)
    #expect(try reader.attachment(reader.attachments[0]).data == [1, 2, 3])
    #expect(try reader.metadata(reader.metadata[0]).metadata["area"] == "yard")
  }

  @Test("a stretch of time and a topic")
  func stretch() throws {
    let log = try MCAPTestLog.make(compression: .lz4)
    let reader = try MCAPIndexedReader(MemoryByteSource(log.bytes))
    let cursor = try reader.messages(from: 20_000, upTo: 90_000, topics: ["/two"])
    var found: [MCAP.Message] = []
    while let message = try cursor.next() { found.append(message) }
    let expected = stable(log.messages).filter {
      $0.channelID == 2 && 20_000 <= $0.logTime && $0.logTime < 90_000
    }
    #expect(!expected.isEmpty && found == expected)
  }

  /// By log time; ties as written.
  private func stable(_ messages: [MCAP.Message]) -> [MCAP.Message] {
    messages.enumerated().sorted { ($0.1.logTime, $0.0) < ($1.1.logTime, $1.0) }.map(\.1)
  }

  @Test("the reader of the format's authors accepts our logs", .enabled(if: peerIsThere))
  func peer() throws {
    let folder = FileManager.default.temporaryDirectory
    for compression in MCAP.Compression.allCases {
      let log = try MCAPTestLog.make(compression: compression)
      let file = folder.appendingPathComponent("peer-\(UUID().uuidString).mcap")
      defer { try? FileManager.default.removeItem(at: file) }
      try Data(log.bytes).write(to: file)
      let (status, answer) = Self.python(Self.peerScript, file.path)
      #expect(status == 0)
      let sum = log.messages.reduce(0) { $0 + $1.data.reduce(0) { $0 + Int($1) } }
      #expect(answer == "\(log.messages.count) \(sum) 1 1\n")
    }
  }

  private static let peerScript = """
    import sys
    from mcap.reader import make_reader
    with open(sys.argv[1], "rb") as stream:
        reader = make_reader(stream, validate_crcs=True)
        messages = list(reader.iter_messages())
        total = sum(sum(message.data) for _, _, message in messages)
        attachments = len(list(reader.iter_attachments()))
        print(len(messages), total, attachments, len(list(reader.iter_metadata())))
    """

  private static let peerIsThere = python("import mcap, lz4, zstandard", "").status == 0

  private static func python(_ script: String, _ argument: String) -> (status: Int32, text: String)
  {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, argument]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return (-1, "") }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }
}
