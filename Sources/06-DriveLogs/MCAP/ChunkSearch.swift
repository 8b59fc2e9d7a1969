import DrivingCore

/// Finds the next chunk record in bytes whose framing is lost.
struct ChunkSearch {
  let source: any ByteSource
  let limits: MCAP.Limits

  private static let step = 1 << 20

  /// The place of the first whole chunk after `start`, if there is one.
  func next(after start: Int) throws(LogFailure) -> Int? {
    var base = start + 1
    let reach = 9 + ChunkEnvelope.longestHead
    while base + 9 < source.count {
      let bytes = try source.read(base..<min(base + Self.step + reach, source.count))
      for index in 0..<min(Self.step, bytes.count)
      where bytes[index] == MCAP.Opcode.chunk.rawValue {
        if holds(bytes[index...], at: base + index) { return base + index }
      }
      base += Self.step
    }
    return nil
  }

  /// Whether lengths and compression agree with each other and with the file's length.
  private func holds(_ bytes: ArraySlice<UInt8>, at place: Int) -> Bool {
    guard bytes.count > 9 else { return false }
    let length = bytes.dropFirst().withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length <= UInt64(source.count - place - 9), length <= UInt64(limits.chunk) + 1024,
      let envelope = try? ChunkEnvelope(bytes.dropFirst(9))
    else { return false }
    return envelope.fits(length) && envelope.uncompressedSize <= UInt64(limits.chunk)
      && MCAP.Compression(rawValue: envelope.compression) != nil
  }
}

extension ChunkEnvelope {
  /// Whether a chunk record of that length can have this head; records may grow a little.
  func fits(_ length: UInt64) -> Bool {
    let (needed, overflow) = recordsLength.addingReportingOverflow(UInt64(headLength))
    return !overflow && needed <= length && length - needed <= 64
      && (!compression.isEmpty || recordsLength == uncompressedSize)
  }
}
