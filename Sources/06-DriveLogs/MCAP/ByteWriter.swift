/// Builds little-endian fields, records and their lengths.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func integer<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func text(_ value: String) {
    integer(UInt32(truncatingIfNeeded: value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  /// Pairs of texts, sorted by key so that equal maps give equal bytes.
  mutating func texts(_ value: [String: String]) {
    var inner = ByteWriter()
    for (key, value) in value.sorted(by: { $0.key < $1.key }) {
      inner.text(key)
      inner.text(value)
    }
    integer(UInt32(truncatingIfNeeded: inner.bytes.count))
    bytes.append(contentsOf: inner.bytes)
  }

  /// Pairs of a channel and a number, sorted by channel.
  mutating func counts(_ value: [UInt16: UInt64]) {
    integer(UInt32(truncatingIfNeeded: value.count * 10))
    for (key, value) in value.sorted(by: { $0.key < $1.key }) {
      integer(key)
      integer(value)
    }
  }

  /// A record: kind, length, and what `body` writes.
  mutating func record(_ opcode: MCAP.Opcode, _ body: (inout ByteWriter) -> Void) {
    bytes.append(opcode.rawValue)
    let lengthAt = bytes.count
    integer(UInt64(0))
    body(&self)
    let length = UInt64(bytes.count - lengthAt - 8).littleEndian
    bytes.withUnsafeMutableBytes {
      $0.storeBytes(of: length, toByteOffset: lengthAt, as: UInt64.self)
    }
  }
}
