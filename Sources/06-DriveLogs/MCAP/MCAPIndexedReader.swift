import DrivingCore

/// Reads a log through its summary: what is in it without reading it all, and any stretch of time.
public final class MCAPIndexedReader {
  /// The schemas, ascending by id.
  public private(set) var schemas: [MCAP.Schema] = []
  /// The channels, ascending by id.
  public private(set) var channels: [MCAP.Channel] = []
  /// What the file says it holds, if it does.
  public private(set) var statistics: MCAP.Statistics?
  /// The chunks, in the order of the file.
  public private(set) var chunks: [MCAP.ChunkIndex] = []
  /// The attachments, in the order of the file.
  public private(set) var attachments: [MCAP.AttachmentIndex] = []
  /// The metadata records, in the order of the file.
  public private(set) var metadata: [MCAP.MetadataIndex] = []
  /// Where the summary starts; the file's length where there is none.
  public private(set) var summaryStart = 0

  let source: any ByteSource
  let limits: MCAP.Limits
  private(set) var declared = Declarations()
  /// Packed chunks are read into this again and again.
  private var packed: [UInt8] = []

  /// The magic bytes and the footer's opcode, length and fields.
  private static let footerLength = 9 + 20

  /// Opens a log and reads its summary.
  /// - Throws: `LogFailure` where the summary is damaged or the file is cut; a stream reader with
  ///   `.skip` still recovers what is there.
  public init(
    _ source: any ByteSource, limits: MCAP.Limits = MCAP.Limits()
  ) throws(LogFailure) {
    self.source = source
    self.limits = limits
    let footer = try readFooter()
    try readSummary(footer)
    schemas = declared.schemas.values.sorted { $0.id < $1.id }
    channels = declared.channels.values.sorted { $0.id < $1.id }
    chunks.sort { $0.chunkStartOffset < $1.chunkStartOffset }
    attachments.sort { $0.offset < $1.offset }
    metadata.sort { $0.offset < $1.offset }
  }

  /// Whether messages can be found by time: false where they lie outside chunks or are not listed.
  public var isIndexed: Bool { !chunks.isEmpty || statistics?.messageCount == 0 }

  /// The messages from one log time to before another, by log time; ties in the file's order.
  /// - Parameters:
  ///   - topics: only these topics; nil for all.
  /// - Throws: `LogFailure` where the file has no chunk index.
  public func messages(
    from start: UInt64 = 0, upTo end: UInt64? = nil, topics: Set<String>? = nil
  ) throws(LogFailure) -> MCAPTimeCursor {
    guard isIndexed else {
      throw fail(summaryStart, "the summary lists no chunks; read the log from its start instead")
    }
    return MCAPTimeCursor(self, from: start, upTo: end, topics: topics)
  }

  /// Reads an attachment.
  public func attachment(_ index: MCAP.AttachmentIndex) throws(LogFailure) -> MCAP.Attachment {
    guard case .attachment(let found) = try record(.attachment, index.offset, index.length) else {
      throw fail(Int(clamping: index.offset), "no attachment where the summary puts one")
    }
    return found
  }

  /// Reads a metadata record.
  public func metadata(_ index: MCAP.MetadataIndex) throws(LogFailure) -> MCAP.Metadata {
    guard case .metadata(let found) = try record(.metadata, index.offset, index.length) else {
      throw fail(Int(clamping: index.offset), "no metadata where the summary puts them")
    }
    return found
  }

  /// Unpacks a chunk and checks it; `buffer` is memory to use again.
  func records(
    of index: MCAP.ChunkIndex, reusing buffer: inout [UInt8]
  ) throws(LogFailure) -> OpenRecords {
    let isPacked = !index.compression.isEmpty
    if !isPacked { swap(&packed, &buffer) }
    defer { if !isPacked { swap(&packed, &buffer) } }
    let body = try body(
      .chunk, index.chunkStartOffset, index.chunkLength, longest: limits.chunk + 1024,
      into: &packed)
    let start = Int(clamping: index.chunkStartOffset)
    do {
      let (_, records) = try ChunkEnvelope.unpack(body, into: &buffer, limits)
      return OpenRecords(records, chunkStart: start, isWhole: true)
    } catch {
      throw fail(start, error.reason)
    }
  }

  func fail(_ offset: Int, _ reason: String) -> LogFailure {
    LogFailure(path: source.path, place: "byte \(offset)", reason: reason)
  }

  private func record(
    _ opcode: MCAP.Opcode, _ offset: UInt64, _ length: UInt64
  ) throws(LogFailure) -> MCAP.Record? {
    var bytes: [UInt8] = []
    let body = try body(opcode, offset, length, longest: limits.record, into: &bytes)
    do {
      return try MCAP.parse(opcode, body, limits)
    } catch {
      throw fail(Int(clamping: offset), error.reason)
    }
  }

  /// The bytes of a record that an index points to.
  private func body(
    _ opcode: MCAP.Opcode, _ offset: UInt64, _ length: UInt64, longest: Int,
    into bytes: inout [UInt8]
  ) throws(LogFailure) -> ArraySlice<UInt8> {
    let (end, overflow) = offset.addingReportingOverflow(length)
    guard !overflow, end <= UInt64(source.count), length >= 9 else {
      throw fail(summaryStart, "an index points to byte \(offset), outside the file")
    }
    guard length <= UInt64(longest) else {
      throw fail(Int(offset), "a record of \(length) bytes; at most \(longest) are read")
    }
    try source.read(Int(offset)..<Int(end), into: &bytes)
    let stated = bytes.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
    }
    guard bytes[0] == opcode.rawValue, stated == length - 9 else {
      throw fail(Int(offset), "another record than the summary says")
    }
    return bytes.dropFirst(9)
  }

  private func readFooter() throws(LogFailure) -> MCAP.Footer {
    let least = MCAP.magic.count
    guard source.count > 0 else { throw fail(0, "the file is empty; expected an MCAP log") }
    let head = try source.read(0..<min(least, source.count))
    guard head == MCAP.magic else {
      throw fail(0, "starts with other bytes than MCAP's; expected an MCAP log (version 0)")
    }
    let start = source.count - least - Self.footerLength
    guard start >= least else { throw fail(source.count, "the file is cut: no footer") }
    let tail = try source.read(start..<source.count)
    guard tail.suffix(least).elementsEqual(MCAP.magic), tail[0] == MCAP.Opcode.footer.rawValue
    else { throw fail(start, "the file is cut: it does not end with a footer") }
    do {
      if case .footer(let footer) = try MCAP.parse(.footer, tail[9..<29], limits) { return footer }
    } catch {
      throw fail(start, error.reason)
    }
    throw fail(start, "no footer")
  }

  private func readSummary(_ footer: MCAP.Footer) throws(LogFailure) {
    let end = source.count - MCAP.magic.count - Self.footerLength
    summaryStart = footer.summaryStart == 0 ? end : Int(clamping: footer.summaryStart)
    guard summaryStart <= end, summaryStart >= MCAP.magic.count else {
      throw fail(end, "the footer puts the summary at \(footer.summaryStart), outside the file")
    }
    guard end - summaryStart <= limits.summary else {
      throw fail(
        summaryStart, "a summary of \(end - summaryStart) bytes; at most \(limits.summary)")
    }
    // The checksum covers the footer up to the checksum itself.
    let bytes = try source.read(summaryStart..<(end + Self.footerLength - 4))
    guard footer.summaryCRC == 0 || footer.summaryCRC == CRC32.of(bytes[...]) else {
      throw fail(summaryStart, "the summary's checksum does not fit its bytes")
    }
    try parse(bytes[0..<(end - summaryStart)])
  }

  private func parse(_ bytes: ArraySlice<UInt8>) throws(LogFailure) {
    var reader = ByteReader(bytes)
    while reader.remaining > 0 {
      let place = summaryStart + reader.position
      do {
        let opcode = try reader.integer(UInt8.self, "a summary record's kind")
        let length = try reader.integer(UInt64.self, "a summary record's length")
        let body = try reader.take(length, "a summary record")
        if let kind = MCAP.Opcode(rawValue: opcode) {
          try keep(try MCAP.parse(kind, body, limits))
        }
      } catch {
        throw fail(place, error.reason)
      }
    }
  }

  private func keep(_ record: MCAP.Record?) throws(RecordDefect) {
    guard let record else { return }
    if let problem = declared.admit(record, inSummary: true) { throw RecordDefect(reason: problem) }
    switch record {
    case .statistics(let found): statistics = found
    case .chunkIndex(let found): chunks.append(found)
    case .attachmentIndex(let found): attachments.append(found)
    case .metadataIndex(let found): metadata.append(found)
    default: break
    }
  }
}
