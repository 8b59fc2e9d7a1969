/// Collects records until they are worth packing, and remembers where each message lies.
struct ChunkBuilder {
  /// The records so far, unpacked.
  private(set) var records: [UInt8] = []
  /// Where each channel's messages lie: log time and offset, by channel id.
  private var index: [[(time: UInt64, offset: UInt64)]] = []
  private(set) var usedChannels: [UInt16] = []
  private(set) var earliest: UInt64 = 0
  private(set) var latest: UInt64 = 0
  private let keepsIndex: Bool

  init(keepsIndex: Bool, room: Int) {
    self.keepsIndex = keepsIndex
    records.reserveCapacity(room)
  }

  var hasMessages: Bool { !usedChannels.isEmpty }

  mutating func append(_ record: ByteWriter) { records.append(contentsOf: record.bytes) }

  mutating func append(
    _ head: MessageHead, _ data: UnsafeRawBufferPointer
  ) {
    note(head)
    head.append(to: &records, data)
  }

  private mutating func note(_ head: MessageHead) {
    if usedChannels.isEmpty {
      (earliest, latest) = (head.logTime, head.logTime)
    } else {
      earliest = min(earliest, head.logTime)
      latest = max(latest, head.logTime)
    }
    let channel = Int(head.channelID)
    while index.count <= channel { index.append([]) }
    if index[channel].isEmpty { usedChannels.append(head.channelID) }
    if keepsIndex || index[channel].isEmpty {
      index[channel].append((head.logTime, UInt64(records.count)))
    }
  }

  /// The message index records, ascending by channel, and where each starts in them.
  func messageIndexes(padding: [UInt8]) -> (bytes: [UInt8], offsets: [(UInt16, Int)]) {
    var out = ByteWriter()
    var offsets: [(UInt16, Int)] = []
    for channel in usedChannels.sorted() where keepsIndex {
      offsets.append((channel, out.bytes.count))
      let entries = index[Int(channel)]
      out.record(.messageIndex) { out in
        out.integer(channel)
        out.integer(UInt32(truncatingIfNeeded: entries.count * 16))
        for entry in entries {
          out.integer(entry.time)
          out.integer(entry.offset)
        }
        out.bytes.append(contentsOf: padding)
      }
    }
    return (out.bytes, offsets)
  }

  mutating func reset() {
    records.removeAll(keepingCapacity: true)
    for channel in usedChannels { index[Int(channel)].removeAll(keepingCapacity: true) }
    usedChannels.removeAll(keepingCapacity: true)
    (earliest, latest) = (0, 0)
  }
}

/// The fixed part of a message record.
struct MessageHead {
  var channelID: UInt16
  var sequence: UInt32
  var logTime: UInt64
  var publishTime: UInt64

  /// Opcode, length and the four fields.
  static let length = 9 + 22

  /// Adds the whole record.
  func append(to bytes: inout [UInt8], _ data: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(byteCount: Self.length, alignment: 8) { head in
      head[0] = MCAP.Opcode.message.rawValue
      head.storeBytes(of: UInt64(22 + data.count).littleEndian, toByteOffset: 1, as: UInt64.self)
      head.storeBytes(of: channelID.littleEndian, toByteOffset: 9, as: UInt16.self)
      head.storeBytes(of: sequence.littleEndian, toByteOffset: 11, as: UInt32.self)
      head.storeBytes(of: logTime.littleEndian, toByteOffset: 15, as: UInt64.self)
      head.storeBytes(of: publishTime.littleEndian, toByteOffset: 23, as: UInt64.self)
      bytes.append(contentsOf: UnsafeRawBufferPointer(head))
    }
    bytes.append(contentsOf: data)
  }
}
