import CLZ4
import CZstd

extension MCAP.Compression {
  /// Unpacks exactly `size` bytes into a buffer; what is not packed is given back as it is.
  func unpack(
    _ packed: ArraySlice<UInt8>, into buffer: inout [UInt8], size: Int
  ) throws(RecordDefect) -> ArraySlice<UInt8> {
    switch self {
    case .none:
      guard packed.count == size else {
        throw RecordDefect(reason: "chunk of \(packed.count) bytes; it says \(size)")
      }
      return packed
    case .lz4: try unpackLZ4(packed, into: &buffer, size: size)
    case .zstd: try unpackZstd(packed, into: &buffer, size: size)
    }
    return buffer[...]
  }

  /// Packs bytes into a buffer; what needs no packing is given back as it is. The same bytes give
  /// the same result with the same library version.
  func pack(
    _ bytes: ArraySlice<UInt8>, into buffer: inout [UInt8]
  ) throws(RecordDefect) -> ArraySlice<UInt8> {
    switch self {
    case .none: return bytes
    case .lz4: try packLZ4(bytes, into: &buffer)
    case .zstd: try packZstd(bytes, into: &buffer)
    }
    return buffer[...]
  }
}

private func unpackLZ4(
  _ packed: ArraySlice<UInt8>, into buffer: inout [UInt8], size: Int
) throws(RecordDefect) {
  var context: OpaquePointer?
  guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else {
    throw RecordDefect(reason: "no memory to unpack lz4")
  }
  defer { LZ4F_freeDecompressionContext(context) }
  var complete = false
  buffer.refill(size) { target in
    let (count, isWhole) = packed.withUnsafeBytes { unpackLZ4(context, $0, into: target) }
    complete = isWhole
    return count
  }
  guard complete, buffer.count == size else {
    throw RecordDefect(reason: "lz4 records do not unpack to the \(size) bytes the chunk states")
  }
}

/// How much was unpacked, and whether one frame ends exactly where the source ends.
private func unpackLZ4(
  _ context: OpaquePointer?, _ source: UnsafeRawBufferPointer,
  into target: UnsafeMutableBufferPointer<UInt8>
) -> (count: Int, isWhole: Bool) {
  guard let from = source.baseAddress else { return (0, false) }
  var options = LZ4F_decompressOptions_t()
  // What is unpacked stays in place: the library need not keep a copy of it.
  options.stableDst = 1
  // An empty array may have no address; the library wants one.
  var spare: UInt8 = 0
  return withUnsafeMutablePointer(to: &spare) { spare in
    var (taken, count) = (0, 0)
    while taken < source.count {
      var room = target.count - count
      var offered = source.count - taken
      let to = target.baseAddress.map { $0 + count } ?? spare
      let hint = LZ4F_decompress(context, to, &room, from + taken, &offered, &options)
      guard LZ4F_isError(hint) == 0 else { return (count, false) }
      count += room
      taken += offered
      if hint == 0 { return (count, taken == source.count) }
      if room == 0 && offered == 0 { return (count, false) }
    }
    return (count, false)
  }
}

private func packLZ4(
  _ bytes: ArraySlice<UInt8>, into buffer: inout [UInt8]
) throws(RecordDefect) {
  var preferences = LZ4F_preferences_t()
  preferences.frameInfo.blockSizeID = LZ4F_max64KB
  preferences.frameInfo.blockMode = LZ4F_blockIndependent
  preferences.frameInfo.contentSize = UInt64(bytes.count)
  let bound = LZ4F_compressFrameBound(bytes.count, &preferences)
  var failed = false
  buffer.refill(bound) { target in
    let written = bytes.withUnsafeBytes {
      LZ4F_compressFrame(target.baseAddress, bound, $0.baseAddress, $0.count, &preferences)
    }
    failed = LZ4F_isError(written) != 0
    return failed ? 0 : written
  }
  guard !failed else { throw RecordDefect(reason: "lz4 could not pack a chunk") }
}

private func unpackZstd(
  _ packed: ArraySlice<UInt8>, into buffer: inout [UInt8], size: Int
) throws(RecordDefect) {
  var complete = false
  buffer.refill(size) { target in
    let written = packed.withUnsafeBytes {
      ZSTD_decompress(target.baseAddress, size, $0.baseAddress, $0.count)
    }
    complete = ZSTD_isError(written) == 0 && written == size
    return complete ? size : 0
  }
  guard complete else {
    throw RecordDefect(reason: "zstd records do not unpack to the \(size) bytes the chunk states")
  }
}

/// zstd's fastest ordinary level: logs are written while driving.
private let zstdLevel: Int32 = 1

private func packZstd(
  _ bytes: ArraySlice<UInt8>, into buffer: inout [UInt8]
) throws(RecordDefect) {
  let bound = ZSTD_compressBound(bytes.count)
  var failed = false
  buffer.refill(bound) { target in
    let written = bytes.withUnsafeBytes {
      ZSTD_compress(target.baseAddress, bound, $0.baseAddress, $0.count, zstdLevel)
    }
    failed = ZSTD_isError(written) != 0
    return failed ? 0 : written
  }
  guard !failed else { throw RecordDefect(reason: "zstd could not pack a chunk") }
}
