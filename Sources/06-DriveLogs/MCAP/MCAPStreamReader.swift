import DrivingCore

/// Reads a log from its first byte to its last, in constant memory, checking every checksum.
///
/// With `.stop` the first damage is thrown. With `.skip` damage is noted in `losses` and reading
/// goes on: a damaged chunk is left out as a whole; of an unpacked chunk that the file's end cuts,
/// the whole records are given; where lengths lie, the next chunk that holds together is searched.
public final class MCAPStreamReader {
  /// What to do where the file is damaged.
  public enum OnDamage: Sendable { case stop, skip }

  /// What could not be read so far.
  public private(set) var losses: [MCAP.Loss] = []
  /// Where the next record outside chunks starts (bytes); tells progress.
  public private(set) var position = 0
  /// How long the file is (bytes).
  public var byteCount: Int { source.count }

  private let source: any ByteSource
  private let onDamage: OnDamage
  private let limits: MCAP.Limits
  private var window: [UInt8] = []
  private var windowStart = 0
  /// A record longer than the window, and unpacked records: memory that is used again and again.
  private var long: [UInt8] = []
  private var unpacked: [UInt8] = []
  private var declared = Declarations()
  private var chunk: OpenRecords?
  private var crc = CRC32()
  private var section = Section.start
  private var summaryStart = 0
  /// Whether chunks came already, and whether an intact summary says that there are none.
  private var sawChunk = false
  private var summaryListsNoChunk = false

  private enum Section { case start, data, summary, end }
  private static let windowSize = 64 << 10

  /// Starts reading.
  public init(
    _ source: any ByteSource, onDamage: OnDamage = .stop, limits: MCAP.Limits = MCAP.Limits()
  ) {
    self.source = source
    self.onDamage = onDamage
    self.limits = limits
  }

  /// The next record, or nil at the end of the file.
  /// - Throws: `LogFailure` at damage (with `.stop`), or where the file cannot be read at all.
  public func next() throws(LogFailure) -> MCAP.Record? {
    while true {
      if chunk != nil {
        if let record = try nextInChunk() { return record }
        if let chunk, !chunk.isWhole {
          try damage(chunk.chunkStart, 0, "the file is cut inside this chunk; its records are kept")
        }
        chunk = nil
      }
      switch section {
      case .start: try readStart()
      case .data, .summary: if let record = try nextOutside() { return record }
      case .end: return nil
      }
    }
  }

  /// The next message, or nil at the end of the file.
  /// - Throws: as `next()`.
  public func nextMessage() throws(LogFailure) -> MCAP.Message? {
    while let record = try next() {
      if case .message(let message) = record { return message }
    }
    return nil
  }

  /// A channel met so far, in the file's data or its summary.
  public func channel(_ id: UInt16) -> MCAP.Channel? { declared.channels[id] }
  /// The channels met so far, ascending by id.
  public var channels: [MCAP.Channel] { declared.channels.values.sorted { $0.id < $1.id } }
  /// A schema met so far, in the file's data or its summary.
  public func schema(_ id: UInt16) -> MCAP.Schema? { declared.schemas[id] }

  // MARK: - Start and end

  private func readStart() throws(LogFailure) {
    guard source.count > 0 else { throw fail(0, "the file is empty; expected an MCAP log") }
    let head = try bytes(0, min(MCAP.magic.count, source.count))
    section = .data
    guard head.elementsEqual(MCAP.magic) else {
      guard source.count > MCAP.magic.count, !MCAP.magic.starts(with: head) else {
        throw fail(0, "the file ends inside the first 8 bytes; expected an MCAP log")
      }
      throw fail(
        0, "starts with other bytes than MCAP's; expected an MCAP log (version 0)")
    }
    crc.update(head)
    position = head.count
    if onDamage == .skip { preloadDeclarations() }
  }

  /// Takes channels from an intact summary, so that a lost chunk does not orphan later messages.
  private func preloadDeclarations() {
    guard let indexed = try? MCAPIndexedReader(source, limits: limits) else { return }
    for schema in indexed.schemas { declared.schemas[schema.id] = schema }
    for channel in indexed.channels { declared.channels[channel.id] = channel }
    declared.refreshKnown()
    summaryListsNoChunk = indexed.chunks.isEmpty
  }

  private func finish(_ footer: MCAP.Footer, at start: Int) throws(LogFailure) {
    let end = position
    position = source.count
    section = .end
    let stated = Int(clamping: footer.summaryStart)
    if stated != 0 && stated != summaryStart {
      try damage(start, 0, "the footer puts the summary at \(stated), it is at \(summaryStart)")
    } else if footer.summaryCRC != 0 && footer.summaryCRC != crc.value && losses.isEmpty {
      try damage(start, 0, "the summary's checksum does not fit its bytes")
    }
    let rest = source.count - end
    guard rest == MCAP.magic.count, try bytes(end, rest).elementsEqual(MCAP.magic) else {
      return try damage(
        end, max(rest - 8, 0), "the file does not end with MCAP's closing bytes")
    }
  }

  private func endOfBytes(_ what: String) throws(LogFailure) {
    let start = position
    position = source.count
    section = .end
    try damage(start, source.count - start, what)
  }

  // MARK: - Records outside chunks

  private func nextOutside() throws(LogFailure) -> MCAP.Record? {
    let start = position
    let rest = source.count - start
    guard rest >= 9 else {
      try endOfBytes("the file is cut: no footer; everything before is kept")
      return nil
    }
    let head = try bytes(start, 9)
    let opcode = head[head.startIndex]
    let length = head.dropFirst().withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard opcode != 0 else { return try lostTrack(start, "a record of kind 0") }
    guard length <= UInt64(rest - 9) else { return try cut(start, opcode, length) }
    let limit = opcode == MCAP.Opcode.chunk.rawValue ? limits.chunk + 1024 : limits.record
    guard length <= UInt64(limit) else {
      return try passOver(start, opcode, Int(length), limit)
    }
    return try take(start, opcode, Int(length))
  }

  private func take(
    _ start: Int, _ opcode: UInt8, _ length: Int
  ) throws(LogFailure) -> MCAP.Record? {
    let whole = try bytes(start, 9 + length)
    let body = whole.dropFirst(9)
    position = start + 9 + length
    guard let kind = MCAP.Opcode(rawValue: opcode) else {
      crc.update(whole)
      return nil
    }
    if kind == .dataEnd && section == .data { return try endData(start, whole, body) }
    crc.update(kind == .footer ? whole.dropLast(min(4, length)) : whole)
    if kind == .chunk {
      try open(start, body)
      return nil
    }
    do {
      guard let record = try MCAP.parse(kind, body, limits) else { return nil }
      return try accept(record, start)
    } catch let defect as RecordDefect {
      try damage(start, 9 + length, defect.reason)
      return nil
    } catch let failure as LogFailure {
      throw failure
    } catch {
      return nil
    }
  }

  private func accept(_ record: MCAP.Record, _ start: Int) throws(LogFailure) -> MCAP.Record? {
    switch record {
    case .schema, .channel, .message:
      if let problem = strayMessage(record) ?? declared.admit(record) {
        try damage(start, position - start, problem)
        return nil
      }
    case .footer(let footer):
      if section == .data {
        try damage(start, 0, "the footer follows without an end of the data")
        summaryStart = Int(clamping: footer.summaryStart)
      }
      try finish(footer, at: start)
    default: break
    }
    return record
  }

  /// Beside chunks a message is more likely another record whose kind was altered. Reading strictly
  /// the data's checksum tells; recovering, nothing may be given that was never written.
  private func strayMessage(_ record: MCAP.Record) -> String? {
    guard case .message = record, onDamage == .skip, sawChunk, !summaryListsNoChunk else {
      return nil
    }
    return "a message outside the chunks of a log that has chunks"
  }

  private func endData(
    _ start: Int, _ whole: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>
  ) throws(LogFailure) -> MCAP.Record? {
    guard body.count >= 4 else {
      return try lostTrack(start, "an end of data of \(body.count) bytes")
    }
    let stated = body.withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self))
    }
    if stated != 0 && stated != crc.value && losses.isEmpty {
      try damage(start, 0, "the data's checksum does not fit: a record outside chunks was altered")
    }
    crc = CRC32()
    section = .summary
    summaryStart = position
    return .dataEnd(MCAP.DataEnd(dataSectionCRC: stated))
  }

  private func open(_ start: Int, _ body: ArraySlice<UInt8>) throws(LogFailure) {
    sawChunk = true
    do throws(RecordDefect) {
      let (_, records) = try ChunkEnvelope.unpack(body, into: &unpacked, limits)
      chunk = OpenRecords(records, chunkStart: start, isWhole: true)
    } catch {
      try damage(start, 9 + body.count, "chunk left out: \(error.reason)")
    }
  }

  // MARK: - Damage

  /// A record that is longer than the rest of the file.
  private func cut(
    _ start: Int, _ opcode: UInt8, _ length: UInt64
  ) throws(LogFailure) -> MCAP.Record? {
    let rest = source.count - start
    let reason =
      "the file is cut: a record of \(length) bytes starts here, \(rest - 9) bytes are left"
    guard opcode == MCAP.Opcode.chunk.rawValue, onDamage == .skip else {
      return try lostTrack(start, reason)
    }
    let head = try bytes(start + 9, min(rest - 9, ChunkEnvelope.longestHead))
    guard let envelope = try? ChunkEnvelope(head), envelope.fits(length),
      envelope.uncompressedSize <= UInt64(limits.chunk)
    else { return try lostTrack(start, reason) }
    let available = rest - 9 - envelope.headLength
    guard envelope.compression.isEmpty, available <= limits.chunk else {
      try endOfBytes("\(reason); the chunk is packed with \(envelope.compression) and is left out")
      return nil
    }
    let records = try bytes(start + 9 + envelope.headLength, available)
    chunk = OpenRecords(records, chunkStart: start, isWhole: false)
    position = source.count
    section = .end
    return nil
  }

  private func passOver(
    _ start: Int, _ opcode: UInt8, _ length: Int, _ limit: Int
  ) throws(LogFailure) -> MCAP.Record? {
    try damage(start, 9 + length, "a record of \(length) bytes; at most \(limit) are read")
    position = start + 9 + length
    return nil
  }

  /// Searches the next chunk that holds together, after lengths that cannot be believed.
  private func lostTrack(_ start: Int, _ reason: String) throws(LogFailure) -> MCAP.Record? {
    guard onDamage == .skip else { throw fail(start, reason) }
    let found = try ChunkSearch(source: source, limits: limits).next(after: start)
    try damage(
      start, (found ?? source.count) - start,
      found == nil ? "\(reason); the rest is lost" : "\(reason); going on at the next whole chunk")
    position = found ?? source.count
    if found == nil { section = .end }
    return nil
  }

  private func damage(_ offset: Int, _ count: Int, _ reason: String) throws(LogFailure) {
    guard onDamage == .skip else { throw fail(offset, reason) }
    // A hostile file must not fill the memory with complaints.
    if losses.count < 10_000 {
      losses.append(MCAP.Loss(offset: offset, byteCount: count, reason: reason))
    }
  }

  private func fail(_ offset: Int, _ reason: String) -> LogFailure {
    LogFailure(path: source.path, place: "byte \(offset)", reason: reason)
  }

  // MARK: - Records inside a chunk

  private func nextInChunk() throws(LogFailure) -> MCAP.Record? {
    while let next = chunk?.next(declared.known, limits) {
      switch next {
      case .message(let message): return .message(message)
      case .record(let record):
        if let problem = declared.admit(record) { return try leaveChunk(problem) }
        return record
      case .broken(let reason): return try leaveChunk(reason)
      }
    }
    return nil
  }

  private func leaveChunk(_ reason: String) throws(LogFailure) -> MCAP.Record? {
    guard let chunk else { return nil }
    self.chunk = nil
    let kept = chunk.isWhole ? "the rest of the chunk is left out" : "whole records are kept"
    let place = chunk.isWhole ? "record \(chunk.recordNumber) of the chunk" : "the file is cut"
    try damage(chunk.chunkStart, chunk.remaining, "\(place): \(reason); \(kept)")
    return nil
  }

  // MARK: - Bytes

  private func bytes(_ start: Int, _ count: Int) throws(LogFailure) -> ArraySlice<UInt8> {
    let end = start + count
    if start >= windowStart && end <= windowStart + window.count {
      return window[(start - windowStart)..<(end - windowStart)]
    }
    if count > Self.windowSize {
      try source.read(start..<end, into: &long)
      return long[...]
    }
    // While reading fails the window must not claim to hold what it held.
    window.removeAll(keepingCapacity: true)
    try source.read(start..<min(start + Self.windowSize, source.count), into: &window)
    windowStart = start
    return window[0..<count]
  }
}
