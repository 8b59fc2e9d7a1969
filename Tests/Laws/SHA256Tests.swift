import DrivingCore
import Testing

/// FIPS 180-4 and NIST CAVP examples, and the laws of feeding piece by piece.
@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
        + "lmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func standardVectors(text: String, digest: String) {
    #expect(SHA256.hexadecimal(of: Array(text.utf8)) == digest)
  }

  @Test func aMillionLettersInUnevenPieces() {
    var hash = SHA256()
    var rest = 1_000_000
    var piece = 1
    while rest > 0 {
      let count = min(piece, rest)
      hash.update([UInt8](repeating: 0x61, count: count))
      rest -= count
      piece = piece * 7 % 4093
    }
    #expect(
      hash.hexadecimalDigest
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func everyLengthRoundTheBlockBorderAgreesWithByteByByte() {
    for length in 50...135 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      var single = SHA256()
      for byte in bytes { single.update([byte]) }
      #expect(single.hexadecimalDigest == SHA256.hexadecimal(of: bytes), "length \(length)")
    }
  }

  @Test func readingTheDigestChangesNothing() {
    var hash = SHA256()
    hash.update("first")
    _ = hash.digest
    hash.update(1.5)
    var other = SHA256()
    other.update("first")
    other.update(1.5)
    #expect(hash.digest == other.digest)
    #expect(hash.digest.count == 32)
  }

  @Test func textsCannotRunIntoEachOther() {
    var left = SHA256()
    left.update("ab")
    left.update("c")
    var right = SHA256()
    right.update("a")
    right.update("bc")
    #expect(left.digest != right.digest)
  }
}
