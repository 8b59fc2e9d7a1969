extension MCAP {
  /// Turns the bytes of one record into its value; nil for kinds a reader has to pass over.
  static func parse(
    _ opcode: Opcode, _ body: ArraySlice<UInt8>, _ limits: Limits
  ) throws(RecordDefect) -> Record? {
    var reader = ByteReader(body)
    switch opcode {
    case .header: return .header(try header(&reader, limits))
    case .schema: return .schema(try schema(&reader, limits))
    case .channel: return .channel(try channel(&reader, limits))
    case .message: return .message(try message(&reader))
    case .attachment: return .attachment(try attachment(&reader, limits))
    case .metadata: return .metadata(try metadata(&reader, limits))
    case .dataEnd: return .dataEnd(DataEnd(dataSectionCRC: try reader.integer(UInt32.self, "crc")))
    case .statistics: return .statistics(try statistics(&reader))
    case .chunkIndex: return .chunkIndex(try chunkIndex(&reader, limits))
    case .attachmentIndex: return .attachmentIndex(try attachmentIndex(&reader, limits))
    case .metadataIndex: return .metadataIndex(try metadataIndex(&reader, limits))
    case .summaryOffset: return .summaryOffset(try summaryOffset(&reader))
    case .footer: return .footer(try footer(&reader))
    case .chunk, .messageIndex: return nil
    }
  }

  private static func header(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> Header {
    Header(
      profile: try reader.text("the profile", limit: limits.text),
      library: try reader.text("the library", limit: limits.text))
  }

  private static func schema(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> Schema {
    let id = try reader.integer(UInt16.self, "the schema's id")
    let name = try reader.text("the schema's name", limit: limits.text)
    let encoding = try reader.text("the schema's encoding", limit: limits.text)
    let count = try reader.integer(UInt32.self, "the schema's length")
    let data = try reader.take(UInt64(count), "the schema")
    return Schema(id: id, name: name, encoding: encoding, data: Array(data))
  }

  private static func channel(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> Channel {
    Channel(
      id: try reader.integer(UInt16.self, "the channel's id"),
      schemaID: try reader.integer(UInt16.self, "the channel's schema"),
      topic: try reader.text("the topic", limit: limits.text),
      messageEncoding: try reader.text("the message encoding", limit: limits.text),
      metadata: try texts(&reader, limits))
  }

  private static func texts(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> [String: String] {
    try reader.pairs("the metadata") { (inner) throws(RecordDefect) in
      (
        try inner.text("a metadata key", limit: limits.text),
        try inner.text("a metadata value", limit: limits.text)
      )
    }
  }

  private static func message(_ reader: inout ByteReader) throws(RecordDefect) -> Message {
    Message(
      channelID: try reader.integer(UInt16.self, "the message's channel"),
      sequence: try reader.integer(UInt32.self, "the sequence"),
      logTime: try reader.integer(UInt64.self, "the log time"),
      publishTime: try reader.integer(UInt64.self, "the publish time"),
      data: try reader.take(UInt64(reader.remaining), "the message"))
  }

  private static func attachment(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> Attachment {
    let start = reader.position
    let logTime = try reader.integer(UInt64.self, "the log time")
    let createTime = try reader.integer(UInt64.self, "the creation time")
    let name = try reader.text("the attachment's name", limit: limits.text)
    let mediaType = try reader.text("the media type", limit: limits.text)
    let count = try reader.integer(UInt64.self, "the attachment's length")
    let data = try reader.take(count, "the attachment")
    let covered = reader.bytes[start..<reader.position]
    let crc = try reader.integer(UInt32.self, "the attachment's checksum")
    guard crc == 0 || crc == CRC32.of(covered) else {
      throw RecordDefect(reason: "the checksum of attachment \"\(name)\" does not fit its bytes")
    }
    return Attachment(
      logTime: logTime, createTime: createTime, name: name, mediaType: mediaType, data: data)
  }

  private static func metadata(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> Metadata {
    Metadata(
      name: try reader.text("the metadata's name", limit: limits.text),
      metadata: try texts(&reader, limits))
  }

  private static func statistics(_ reader: inout ByteReader) throws(RecordDefect) -> Statistics {
    var result = Statistics()
    result.messageCount = try reader.integer(UInt64.self, "the message count")
    result.schemaCount = try reader.integer(UInt16.self, "the schema count")
    result.channelCount = try reader.integer(UInt32.self, "the channel count")
    result.attachmentCount = try reader.integer(UInt32.self, "the attachment count")
    result.metadataCount = try reader.integer(UInt32.self, "the metadata count")
    result.chunkCount = try reader.integer(UInt32.self, "the chunk count")
    result.messageStartTime = try reader.integer(UInt64.self, "the start time")
    result.messageEndTime = try reader.integer(UInt64.self, "the end time")
    result.channelMessageCounts = try counts(&reader, "the counts by channel")
    return result
  }

  private static func counts(
    _ reader: inout ByteReader, _ field: StaticString
  ) throws(RecordDefect) -> [UInt16: UInt64] {
    try reader.pairs(field) { (inner) throws(RecordDefect) in
      (try inner.integer(UInt16.self, field), try inner.integer(UInt64.self, field))
    }
  }

  private static func chunkIndex(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> ChunkIndex {
    ChunkIndex(
      messageStartTime: try reader.integer(UInt64.self, "the start time"),
      messageEndTime: try reader.integer(UInt64.self, "the end time"),
      chunkStartOffset: try reader.integer(UInt64.self, "the chunk's place"),
      chunkLength: try reader.integer(UInt64.self, "the chunk's length"),
      messageIndexOffsets: try counts(&reader, "the message index places"),
      messageIndexLength: try reader.integer(UInt64.self, "the message index length"),
      compression: try reader.text("the compression", limit: limits.text),
      compressedSize: try reader.integer(UInt64.self, "the packed size"),
      uncompressedSize: try reader.integer(UInt64.self, "the unpacked size"))
  }

  private static func attachmentIndex(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> AttachmentIndex {
    AttachmentIndex(
      offset: try reader.integer(UInt64.self, "the attachment's place"),
      length: try reader.integer(UInt64.self, "the record's length"),
      logTime: try reader.integer(UInt64.self, "the log time"),
      createTime: try reader.integer(UInt64.self, "the creation time"),
      dataSize: try reader.integer(UInt64.self, "the attachment's length"),
      name: try reader.text("the attachment's name", limit: limits.text),
      mediaType: try reader.text("the media type", limit: limits.text))
  }

  private static func metadataIndex(
    _ reader: inout ByteReader, _ limits: Limits
  ) throws(RecordDefect) -> MetadataIndex {
    MetadataIndex(
      offset: try reader.integer(UInt64.self, "the metadata's place"),
      length: try reader.integer(UInt64.self, "the record's length"),
      name: try reader.text("the metadata's name", limit: limits.text))
  }

  private static func summaryOffset(
    _ reader: inout ByteReader
  ) throws(RecordDefect) -> SummaryOffset {
    SummaryOffset(
      groupOpcode: try reader.integer(UInt8.self, "the group's kind"),
      groupStart: try reader.integer(UInt64.self, "the group's place"),
      groupLength: try reader.integer(UInt64.self, "the group's length"))
  }

  private static func footer(_ reader: inout ByteReader) throws(RecordDefect) -> Footer {
    guard reader.remaining == 20 else {
      throw RecordDefect(reason: "a footer of \(reader.remaining) bytes; expected 20")
    }
    return Footer(
      summaryStart: try reader.integer(UInt64.self, "the summary's place"),
      summaryOffsetStart: try reader.integer(UInt64.self, "the summary offsets' place"),
      summaryCRC: try reader.integer(UInt32.self, "the summary's checksum"))
  }
}
