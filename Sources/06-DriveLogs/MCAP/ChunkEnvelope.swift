/// The fields of a chunk record before its packed records.
struct ChunkEnvelope: Hashable {
  var messageStartTime: UInt64 = 0
  var messageEndTime: UInt64 = 0
  var uncompressedSize: UInt64 = 0
  var uncompressedCRC: UInt32 = 0
  var compression: String = ""
  var recordsLength: UInt64 = 0
  /// How many bytes of the record come before the packed records.
  var headLength: Int = 0

  /// The longest head a chunk with a known compression can have, and more than enough.
  static let longestHead = 8 + 8 + 8 + 4 + 4 + 64 + 8

  /// Reads the head; `bytes` may end anywhere after it.
  init(_ bytes: ArraySlice<UInt8>) throws(RecordDefect) {
    var reader = ByteReader(bytes)
    messageStartTime = try reader.integer(UInt64.self, "the chunk's start time")
    messageEndTime = try reader.integer(UInt64.self, "the chunk's end time")
    uncompressedSize = try reader.integer(UInt64.self, "the chunk's unpacked size")
    uncompressedCRC = try reader.integer(UInt32.self, "the chunk's checksum")
    compression = try reader.text("the chunk's compression", limit: 64)
    recordsLength = try reader.integer(UInt64.self, "the chunk's packed size")
    headLength = reader.position - bytes.startIndex
  }

  /// Unpacks the records of a whole chunk and checks them against the stated size and checksum.
  /// - Parameter buffer: where unpacked records go; records that were not packed stay in `body`.
  static func unpack(
    _ body: ArraySlice<UInt8>, into buffer: inout [UInt8], _ limits: MCAP.Limits
  ) throws(RecordDefect) -> (ChunkEnvelope, ArraySlice<UInt8>) {
    let head = try ChunkEnvelope(body)
    var reader = ByteReader(body.dropFirst(head.headLength))
    let packed = try reader.take(head.recordsLength, "the chunk's packed records")
    guard let compression = MCAP.Compression(rawValue: head.compression) else {
      throw RecordDefect(
        reason: "chunk packed with \"\(head.compression)\"; known are none, lz4 and zstd")
    }
    let size = try head.checkedSize(packed.count, limits)
    let records = try compression.unpack(packed, into: &buffer, size: size)
    guard head.uncompressedCRC == 0 || head.uncompressedCRC == CRC32.of(records) else {
      throw RecordDefect(reason: "the chunk's checksum does not fit its records")
    }
    return (head, records)
  }

  private func checkedSize(_ packed: Int, _ limits: MCAP.Limits) throws(RecordDefect) -> Int {
    guard uncompressedSize <= UInt64(limits.chunk) else {
      throw RecordDefect(
        reason: "chunk of \(uncompressedSize) bytes unpacked; at most \(limits.chunk)")
    }
    let size = Int(uncompressedSize)
    guard size <= limits.smallChunk || size / limits.ratio <= packed else {
      throw RecordDefect(
        reason: "chunk grows from \(packed) to \(size) bytes; at most \(limits.ratio) times")
    }
    return size
  }
}
