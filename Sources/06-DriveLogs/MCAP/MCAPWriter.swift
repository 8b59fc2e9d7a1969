import DrivingCore

/// Writes a log message by message. Equal calls give equal bytes (with the same lz4 and zstd).
///
/// After a failure of the sink every further call fails alike; the file ends without a footer, so
/// readers see that it is cut and recover what is in it.
public final class MCAPWriter {
  /// What goes into the file besides the messages.
  public struct Options: Sendable {
    /// How chunks are packed.
    public var compression: MCAP.Compression = .lz4
    /// When a chunk is closed (bytes unpacked); nil writes without chunks.
    public var chunkSize: Int? = 1 << 20
    /// Whether each chunk is followed by the places of its messages.
    public var messageIndexes = true
    /// Whether the summary counts.
    public var statistics = true
    /// Whether the summary repeats the schemas.
    public var repeatsSchemas = true
    /// Whether the summary repeats the channels.
    public var repeatsChannels = true
    /// Whether the summary lists the chunks.
    public var chunkIndexes = true
    /// Whether the summary lists the attachments.
    public var attachmentIndexes = true
    /// Whether the summary lists the metadata.
    public var metadataIndexes = true
    /// Whether the summary is followed by a table of contents.
    public var summaryOffsets = true
    /// Whether chunks, data and summary carry checksums; attachments always do.
    public var checksums = true
    /// Bytes added to records that may grow, to test readers.
    var padding: [UInt8] = []

    /// Everything on, lz4 chunks of 1 MiB.
    public init() {}
  }

  private let sink: any ByteSink
  private let options: Options
  private var position: UInt64 = 0
  private var dataCRC = CRC32()
  private var chunk: ChunkBuilder?
  /// The packed chunk; kept for its memory.
  private var packed: [UInt8] = []
  private var summary = SummaryBuilder()
  private var failure: LogFailure?
  private var isFinished = false

  /// Starts a log.
  /// - Throws: `LogFailure` of the sink.
  public init(
    _ sink: any ByteSink, header: MCAP.Header = MCAP.Header(library: "godseye"),
    options: Options = Options()
  ) throws(LogFailure) {
    self.sink = sink
    self.options = options
    if let room = options.chunkSize {
      chunk = ChunkBuilder(keepsIndex: options.messageIndexes, room: room + room / 4)
    }
    try put(MCAP.magic)
    try put(.header) { header.write(to: &$0) }
  }

  /// Adds a schema.
  /// - Returns: its id.
  public func addSchema(
    name: String, encoding: String, data: [UInt8]
  ) throws(LogFailure) -> UInt16 {
    guard summary.schemas.count < 65_535 else { throw refuse("more than 65,535 schemas") }
    let schema = MCAP.Schema(
      id: UInt16(summary.schemas.count + 1), name: name, encoding: encoding, data: data)
    try add(.schema) { schema.write(to: &$0) }
    summary.schemas.append(schema)
    return schema.id
  }

  /// Adds a channel; schema 0 means none.
  /// - Returns: its id.
  public func addChannel(
    topic: String, messageEncoding: String, schema: UInt16, metadata: [String: String] = [:]
  ) throws(LogFailure) -> UInt16 {
    guard summary.channels.count < 65_535 else { throw refuse("more than 65,535 channels") }
    guard Int(schema) <= summary.schemas.count else {
      throw refuse("channel \(topic) names schema \(schema), which was not added")
    }
    let channel = MCAP.Channel(
      id: UInt16(summary.channels.count + 1), schemaID: schema, topic: topic,
      messageEncoding: messageEncoding, metadata: metadata)
    try add(.channel) { channel.write(to: &$0) }
    summary.channels.append(channel)
    summary.messageCounts.append(0)
    return channel.id
  }

  /// Adds a message.
  public func write(
    channel: UInt16, sequence: UInt32, logTime: UInt64, publishTime: UInt64,
    data: UnsafeRawBufferPointer
  ) throws(LogFailure) {
    guard channel > 0, Int(channel) <= summary.channels.count else {
      throw refuse("message on channel \(channel), which was not added")
    }
    if let failure { throw failure }
    let head = MessageHead(
      channelID: channel, sequence: sequence, logTime: logTime, publishTime: publishTime)
    if chunk == nil {
      var record: [UInt8] = []
      record.reserveCapacity(MessageHead.length + data.count)
      head.append(to: &record, data)
      try put(record)
    } else {
      chunk?.append(head, data)
    }
    summary.count(channel, logTime)
    if let size = options.chunkSize, chunk.map({ $0.records.count >= size }) == true {
      try closeChunk()
    }
  }

  /// Adds a message.
  public func write(
    channel: UInt16, sequence: UInt32, logTime: UInt64, publishTime: UInt64, data: [UInt8]
  ) throws(LogFailure) {
    let result = data.withUnsafeBytes { bytes in
      attempt { () throws(LogFailure) in
        try write(
          channel: channel, sequence: sequence, logTime: logTime, publishTime: publishTime,
          data: bytes)
      }
    }
    if let result { throw result }
  }

  /// Adds a file; it stands between chunks, so the chunk at hand is closed first.
  public func add(_ attachment: MCAP.Attachment) throws(LogFailure) {
    try closeChunk()
    let start = position
    try put(.attachment) { attachment.write(to: &$0) }
    summary.attachments.append(
      MCAP.AttachmentIndex(
        offset: start, length: position - start, logTime: attachment.logTime,
        createTime: attachment.createTime, dataSize: UInt64(attachment.data.count),
        name: attachment.name, mediaType: attachment.mediaType))
  }

  /// Adds facts; they stand between chunks, so the chunk at hand is closed first.
  public func add(_ metadata: MCAP.Metadata) throws(LogFailure) {
    try closeChunk()
    let start = position
    try put(.metadata) { metadata.write(to: &$0) }
    summary.metadata.append(
      MCAP.MetadataIndex(offset: start, length: position - start, name: metadata.name))
  }

  /// Closes the last chunk and writes the summary; nothing can be added afterwards.
  public func finish() throws(LogFailure) {
    guard !isFinished else { return }
    try closeChunk()
    let crc = options.checksums ? dataCRC.value : 0
    try put(.dataEnd, padded: false) { $0.integer(crc) }
    let end = summary.bytes(from: position, options)
    try put(end)
    try put(MCAP.magic)
    isFinished = true
    try sink.close()
  }

  /// Packs and writes the chunk at hand, so that a crash after this loses nothing before it.
  public func closeChunk() throws(LogFailure) {
    guard var chunk, !chunk.records.isEmpty else { return }
    // Held once only, so that its memory is used again instead of copied.
    self.chunk = nil
    defer {
      chunk.reset()
      self.chunk = chunk
    }
    let packed = try pack(chunk)
    let start = position
    try put(.chunk, padded: false, then: packed) { out in
      out.integer(chunk.earliest)
      out.integer(chunk.latest)
      out.integer(UInt64(chunk.records.count))
      out.integer(options.checksums ? CRC32.of(chunk.records[...]) : 0)
      out.text(options.compression.rawValue)
      out.integer(UInt64(packed.count))
    }
    let chunkEnd = position
    let indexes = chunk.messageIndexes(padding: options.padding)
    try put(indexes.bytes)
    summary.chunks.append(
      MCAP.ChunkIndex(
        messageStartTime: chunk.earliest, messageEndTime: chunk.latest, chunkStartOffset: start,
        chunkLength: chunkEnd - start,
        messageIndexOffsets: Dictionary(
          uniqueKeysWithValues: indexes.offsets.map { ($0.0, chunkEnd + UInt64($0.1)) }),
        messageIndexLength: position - chunkEnd, compression: options.compression.rawValue,
        compressedSize: UInt64(packed.count), uncompressedSize: UInt64(chunk.records.count)))
  }

  private func pack(_ chunk: ChunkBuilder) throws(LogFailure) -> ArraySlice<UInt8> {
    do {
      return try options.compression.pack(chunk.records[...], into: &packed)
    } catch {
      throw refuse(error.reason)
    }
  }

  /// A record into the chunk at hand, or straight into the file.
  private func add(
    _ opcode: MCAP.Opcode, _ body: (inout ByteWriter) -> Void
  ) throws(LogFailure) {
    guard chunk != nil else { return try put(opcode, body) }
    var record = ByteWriter()
    record.record(opcode, body)
    chunk?.append(record)
  }

  private func put(
    _ opcode: MCAP.Opcode, padded: Bool = true, then tail: ArraySlice<UInt8> = [],
    _ body: (inout ByteWriter) -> Void
  ) throws(LogFailure) {
    var record = ByteWriter()
    record.record(opcode) { out in
      body(&out)
      if padded { out.bytes.append(contentsOf: options.padding) }
    }
    if !tail.isEmpty { record.lengthen(by: tail.count) }
    try put(record.bytes)
    if !tail.isEmpty { try put(tail) }
  }

  private func put(_ bytes: [UInt8]) throws(LogFailure) { try put(bytes[...]) }

  private func put(_ bytes: ArraySlice<UInt8>) throws(LogFailure) {
    guard !isFinished else { throw refuse("the log is finished already") }
    if let failure { throw failure }
    if options.checksums { dataCRC.update(bytes) }
    failure = bytes.withUnsafeBytes { raw in
      attempt { () throws(LogFailure) in try sink.write(raw) }
    }
    if let failure { throw failure }
    position += UInt64(bytes.count)
  }

  private func refuse(_ reason: String) -> LogFailure {
    LogFailure(path: "log", place: "byte \(position)", reason: reason)
  }
}

/// Runs something that may fail, where failures cannot be thrown through.
func attempt(_ work: () throws(LogFailure) -> Void) -> LogFailure? {
  do throws(LogFailure) {
    try work()
    return nil
  } catch {
    return error
  }
}

extension ByteWriter {
  /// Counts bytes that follow the record at the start, without copying them in.
  mutating func lengthen(by count: Int) {
    let length = UInt64(bytes.count - 9 + count).littleEndian
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: length, toByteOffset: 1, as: UInt64.self) }
  }
}
