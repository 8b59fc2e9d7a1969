import Geometry
import Testing

@testable import DriveLogs

@Suite("CRC-32")
struct CRC32Tests {
  /// The definition, bit by bit.
  private func bitwise(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  @Test("the check value of the catalogue of parametrised CRCs")
  func checkValue() {
    #expect(CRC32.of(Array("123456789".utf8)[...]) == 0xCBF4_3926)
    #expect(CRC32.of([]) == 0)
  }

  @Test("long inputs, shortened first, agree with the definition")
  func longInputs() {
    var generator = SeededGenerator(seed: 7, stream: 1)
    let bytes = (0..<90_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    for count in [1, 7, 8, 9, 19_199, 19_200, 19_207, 21_184, 35_000, 35_584, 35_592, 90_000] {
      #expect(CRC32.of(bytes[..<count]) == bitwise(bytes[..<count]), "\(count) bytes")
    }
    #expect(CRC32.of(bytes[3..<40_003]) == bitwise(bytes[3..<40_003]), "unaligned")
  }

  @Test("pieces give the same as the whole")
  func pieces() {
    var generator = SeededGenerator(seed: 8, stream: 1)
    let bytes = (0..<60_000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    for cut in [0, 1, 5000, 19_200, 40_000, 60_000] {
      var crc = CRC32()
      crc.update(bytes[..<cut])
      crc.update(bytes[cut...])
      #expect(crc.value == CRC32.of(bytes[...]), "cut at \(cut)")
    }
  }
}
