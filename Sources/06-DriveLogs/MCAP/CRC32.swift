/// The CRC-32 of zlib and MCAP (polynomial 0x04C11DB7, reflected), computed as bytes arrive.
///
/// Long inputs are shortened first: modulo the polynomial, x^0 equals the sum of x^-128a for
/// a = 145, 183, 211, 300 (found by search; a test checks it), so every 16 bytes can be moved to
/// four places further on with plain exclusive-or, and only the last 4,800 bytes need tables.
/// The idea is Kadatch and Jenkins' and Russell's "Chorba" (2024); no special instructions.
public struct CRC32: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  /// Starts a checksum of nothing.
  public init() {}

  /// The checksum of all bytes so far.
  public var value: UInt32 { ~state }

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    state =
      bytes.count >= Folding.worthwhile
      ? Folding.run(state, bytes) : Tables.run(state, bytes)
  }

  /// Adds bytes.
  public mutating func update(_ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The checksum of some bytes.
  public static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var crc = CRC32()
    crc.update(bytes)
    return crc.value
  }
}

/// Eight bytes a step through eight tables (Kounavis and Berry's "slicing by 8", 2005).
private enum Tables {
  static let table: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
      table[byte] = crc
    }
    for index in 256..<(8 * 256) {
      let previous = table[index - 256]
      table[index] = (previous >> 8) ^ table[Int(previous & 0xFF)]
    }
    return table
  }()

  static func run(_ start: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      var crc = start
      var index = 0
      while index + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
        crc = step(word ^ UInt64(crc), table)
        index += 8
      }
      while index < bytes.count {
        crc = (crc >> 8) ^ table[Int((crc ^ UInt32(bytes[index])) & 0xFF)]
        index += 1
      }
      return crc
    }
  }

  @inline(__always)
  private static func step(_ word: UInt64, _ table: UnsafeBufferPointer<UInt32>) -> UInt32 {
    @inline(__always)
    func entry(_ row: Int, _ shift: UInt64) -> UInt32 {
      table[row * 256 + Int(truncatingIfNeeded: (word >> shift) & 0xFF)]
    }
    let low: UInt32 = entry(7, 0) ^ entry(6, 8) ^ entry(5, 16) ^ entry(4, 24)
    let high: UInt32 = entry(3, 32) ^ entry(2, 40) ^ entry(1, 48) ^ entry(0, 56)
    return low ^ high
  }
}

/// Moves every 16 bytes to four places further on, until only a tail is left.
private enum Folding {
  /// Distances in words of 8 bytes; the shortest is longer than any vector register.
  static let (a, b, c, d) = (2 * 145, 2 * 183, 2 * 211, 2 * 300)
  static let block = 2048
  static let worthwhile = 4 * 8 * 600

  static func run(_ start: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: d + block) { folded in
      folded.initialize(repeating: 0)
      let words = (bytes.count / 8 - d) & ~1
      var done = 0
      while done < words {
        let count = min(block, words - done)
        fold(bytes, from: done, count: count, first: done == 0 ? UInt64(start) : 0, into: folded)
        done += count
        for index in 0..<d { folded[index] = folded[count + index] }
      }
      return finish(bytes, from: words, folded)
    }
  }

  /// Folds a block; `folded` holds the last `d` folded words before it, and then the new ones.
  @inline(__always)
  private static func fold(
    _ bytes: UnsafeRawBufferPointer, from first: Int, count: Int, first seed: UInt64,
    into folded: UnsafeMutableBufferPointer<UInt64>
  ) {
    guard count > 0, let base = folded.baseAddress, let input = bytes.baseAddress else { return }
    let source = input + first * 8
    var index = 0
    // The first word of the message carries the start value.
    base[d] = load(source, 0) ^ seed ^ moved(base)
    index = 1
    while index < count {
      let old = base + index
      old[d] = load(source, index) ^ moved(old)
      index += 1
    }
  }

  @inline(__always)
  private static func moved(_ old: UnsafeMutablePointer<UInt64>) -> UInt64 {
    let near: UInt64 = old[d - a] ^ old[d - b]
    let far: UInt64 = old[d - c] ^ old[0]
    return near ^ far
  }

  @inline(__always)
  private static func load(_ source: UnsafeRawPointer, _ index: Int) -> UInt64 {
    source.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
  }

  /// The checksum of what was moved beyond the folded part, and of what follows it.
  private static func finish(
    _ bytes: UnsafeRawBufferPointer, from words: Int,
    _ folded: UnsafeMutableBufferPointer<UInt64>
  ) -> UInt32 {
    let tail = UnsafeMutableBufferPointer(rebasing: folded[d..<(2 * d)])
    for index in 0..<d {
      var word = bytes.loadUnaligned(fromByteOffset: (words + index) * 8, as: UInt64.self)
      for distance in [a, b, c, d] where index < distance { word ^= folded[d + index - distance] }
      tail[index] = word
    }
    let crc = Tables.run(0, UnsafeRawBufferPointer(tail))
    return Tables.run(crc, UnsafeRawBufferPointer(rebasing: bytes[((words + d) * 8)...]))
  }
}
