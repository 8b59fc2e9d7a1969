/// SHA-256 (FIPS 180-4), fed piece by piece: digests of runs and of the files they were made from.
///
/// Numbers are fed as little-endian bits and texts with their length, so that two different
/// sequences of values never feed the same bytes.
public struct SHA256: Sendable {
  private var state = SHA256.initialState
  private var block: [UInt8] = []
  private var length: UInt64 = 0

  /// Creates the hash of nothing.
  public init() { block.reserveCapacity(64) }

  /// Feeds bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Feeds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var position = 0
    if !block.isEmpty {
      position = min(64 - block.count, bytes.count)
      block.append(contentsOf: bytes[0..<position])
      guard block.count == 64 else { return }
      block.withUnsafeBytes { SHA256.compress(&state, $0, at: 0) }
      block.removeAll(keepingCapacity: true)
    }
    while position + 64 <= bytes.count {
      SHA256.compress(&state, bytes, at: position)
      position += 64
    }
    block.append(contentsOf: bytes[position...])
  }

  /// Feeds the 64 bits of a whole number.
  public mutating func update(_ value: Int64) {
    withUnsafeBytes(of: value.littleEndian) { update($0) }
  }

  /// Feeds the 64 bits of a number; the two zeros count as one.
  public mutating func update(_ value: Double) {
    update(Int64(bitPattern: value == 0 ? 0 : value.bitPattern))
  }

  /// Feeds a text: its length in UTF-8 bytes, then the bytes.
  public mutating func update(_ text: String) {
    let bytes = Array(text.utf8)
    update(Int64(bytes.count))
    update(bytes)
  }

  /// The digest of everything fed so far; feeding may go on afterwards.
  public var digest: [UInt8] {
    var copy = self
    let bits = length &* 8
    let zeros = (119 - Int(length % 64)) % 64
    copy.update([0x80] + [UInt8](repeating: 0, count: zeros))
    copy.update((0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) })
    return copy.state.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }
  }

  /// The digest as 64 lowercase hexadecimal digits.
  public var hexadecimalDigest: String {
    let digits = Array("0123456789abcdef".utf8)
    let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest of some bytes, as 64 lowercase hexadecimal digits.
  public static func hexadecimal(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.hexadecimalDigest
  }
}

extension SHA256 {
  private static let initialState: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  /// FIPS 180-4, 4.2.2: the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    (word >> count) | (word << (32 - count))
  }

  /// FIPS 180-4, 6.2.2: one block of 64 bytes.
  private static func compress(
    _ state: inout [UInt32], _ bytes: UnsafeRawBufferPointer, at start: Int
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      for i in 0..<16 {
        let word = bytes.loadUnaligned(fromByteOffset: start + 4 * i, as: UInt32.self)
        schedule.initializeElement(at: i, to: UInt32(bigEndian: word))
      }
      for i in 16..<64 {
        let (near, far) = (schedule[i - 2], schedule[i - 15])
        let first = rotated(far, 7) ^ rotated(far, 18) ^ (far >> 3)
        let second = rotated(near, 17) ^ rotated(near, 19) ^ (near >> 10)
        let word = schedule[i - 16] &+ first &+ schedule[i - 7] &+ second
        schedule.initializeElement(at: i, to: word)
      }
      rounds(&state, UnsafeBufferPointer(schedule))
    }
  }

  private static func rounds(_ state: inout [UInt32], _ schedule: UnsafeBufferPointer<UInt32>) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    constants.withUnsafeBufferPointer { constants in
      for i in 0..<64 {
        let choice = (e & f) ^ (~e & g)
        let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
        let first = h &+ sum1 &+ choice &+ constants[i] &+ schedule[i]
        let majority = (a & b) ^ (a & c) ^ (b & c)
        let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
        (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
      }
    }
    for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] &+= word }
  }
}
