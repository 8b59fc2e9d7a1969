import DrivingCore
import Geometry

@testable import DriveLogs

/// Makes logs to damage: two channels, metadata, an attachment, several chunks.
struct MCAPTestLog {
  var bytes: [UInt8]
  var messages: [MCAP.Message]

  static func make(
    compression: MCAP.Compression = .none, chunkSize: Int? = 8 << 10, byteCount: Int = 64 << 10,
    largest: UInt64 = 700, seed: UInt64 = 1
  ) throws -> MCAPTestLog {
    var options = MCAPWriter.Options()
    options.compression = compression
    options.chunkSize = chunkSize
    let sink = MemoryByteSink()
    let writer = try MCAPWriter(sink, options: options)
    try writer.add(MCAP.Metadata(name: "drive", metadata: ["car": "test", "area": "yard"]))
    let schema = try writer.addSchema(name: "Thing", encoding: "jsonschema", data: [123, 125])
    let one = try writer.addChannel(topic: "/one", messageEncoding: "json", schema: schema)
    let two = try writer.addChannel(topic: "/two", messageEncoding: "json", schema: 0)
    var generator = SeededGenerator(seed: seed, stream: 3)
    var messages: [MCAP.Message] = []
    var written = 0
    while written < byteCount {
      let number = messages.count
      let count = Int(generator.next() % largest)
      // Half the bytes can be packed.
      let data = (0..<count).map { $0 % 2 == 0 ? 7 : UInt8(truncatingIfNeeded: generator.next()) }
      let message = MCAP.Message(
        channelID: number % 3 == 0 ? two : one, sequence: UInt32(number),
        logTime: UInt64(number) * 1000 + generator.next() % 5000, publishTime: UInt64(number),
        data: data[...])
      try writer.write(
        channel: message.channelID, sequence: message.sequence, logTime: message.logTime,
        publishTime: message.publishTime, data: data)
      messages.append(message)
      written += count + MessageHead.length
    }
    try writer.add(
      MCAP.Attachment(logTime: 5, name: "notes.txt", mediaType: "text/plain", data: [1, 2, 3]))
    try writer.finish()
    return MCAPTestLog(bytes: sink.bytes, messages: messages)
  }

  /// The messages a reader gives, and what it says was lost.
  static func recover(_ bytes: ArraySlice<UInt8>) throws -> ([MCAP.Message], [MCAP.Loss]) {
    let reader = MCAPStreamReader(MemoryByteSource(Array(bytes)), onDamage: .skip)
    var messages: [MCAP.Message] = []
    while let message = try reader.nextMessage() { messages.append(message) }
    return (messages, reader.losses)
  }

  /// Where each chunk ends, and how many messages lie in the file up to there.
  func wholeChunks() throws -> [(end: Int, messages: Int)] {
    let reader = try MCAPIndexedReader(MemoryByteSource(bytes))
    var total = 0
    return try reader.chunks.map { chunk in
      var storage: [UInt8] = []
      var records = try reader.records(of: chunk, reusing: &storage)
      while let step = records.next(reader.declared.known, reader.limits) {
        if case .message = step { total += 1 }
      }
      return (Int(chunk.chunkStartOffset + chunk.chunkLength), total)
    }
  }
}
