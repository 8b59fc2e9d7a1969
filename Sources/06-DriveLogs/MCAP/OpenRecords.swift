/// Steps through the records of an unpacked chunk.
struct OpenRecords {
  enum Step {
    case message(MCAP.Message)
    case record(MCAP.Record)
    case broken(String)
  }

  /// The chunk's records.
  let bytes: ArraySlice<UInt8>
  /// Where the chunk record starts in the file.
  let chunkStart: Int
  /// Whether the file holds all of it.
  let isWhole: Bool
  private(set) var position: Int
  private(set) var recordNumber = 0

  init(_ bytes: ArraySlice<UInt8>, chunkStart: Int, isWhole: Bool) {
    self.bytes = bytes
    self.chunkStart = chunkStart
    self.isWhole = isWhole
    position = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - position }

  /// The next record a reader wants, or nil at the end; `known` says which channels were declared.
  mutating func next(_ known: ChannelSet, _ limits: MCAP.Limits) -> Step? {
    while remaining > 0 {
      recordNumber += 1
      guard remaining >= 9 else { return .broken("\(remaining) bytes left where a record starts") }
      let head = self.head()
      guard head.length <= UInt64(remaining - 9) else {
        return .broken("a record of \(head.length) bytes, \(remaining - 9) are left")
      }
      guard head.length <= UInt64(limits.record) else {
        return .broken("a record of \(head.length) bytes; at most \(limits.record) are read")
      }
      let start = position + 9
      position = start + Int(head.length)
      if head.opcode == MCAP.Opcode.message.rawValue {
        return message(start, known)
      }
      if let step = other(head.opcode, bytes[start..<position], limits) { return step }
    }
    return nil
  }

  @inline(__always)
  private func head() -> (opcode: UInt8, length: UInt64) {
    let offset = position - bytes.startIndex
    return bytes.withUnsafeBytes {
      (
        $0[offset],
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset + 1, as: UInt64.self))
      )
    }
  }

  @inline(__always)
  private func message(_ start: Int, _ known: ChannelSet) -> Step {
    guard position - start >= 22 else {
      return .broken("a message of \(position - start) bytes; at least 22 are needed")
    }
    let offset = start - bytes.startIndex
    let (channel, sequence, logTime, publishTime) = bytes.withUnsafeBytes {
      (
        UInt16(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt16.self)),
        UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset + 2, as: UInt32.self)),
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset + 6, as: UInt64.self)),
        UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: offset + 14, as: UInt64.self))
      )
    }
    guard known.contains(channel) else {
      return .broken("a message on channel \(channel), which was not declared")
    }
    return .message(
      MCAP.Message(
        channelID: channel, sequence: sequence, logTime: logTime, publishTime: publishTime,
        data: bytes[(start + 22)..<position]))
  }

  private func other(
    _ opcode: UInt8, _ body: ArraySlice<UInt8>, _ limits: MCAP.Limits
  ) -> Step? {
    guard opcode != 0 else { return .broken("a record of kind 0") }
    guard let kind = MCAP.Opcode(rawValue: opcode) else { return nil }
    guard kind == .schema || kind == .channel else {
      return .broken("a record of kind \(opcode), which may not be in a chunk")
    }
    do throws(RecordDefect) {
      return try MCAP.parse(kind, body, limits).map { .record($0) }
    } catch {
      return .broken(error.reason)
    }
  }
}
