/// What is wrong with a record's bytes; the reader that meets it adds the file and the place.
struct RecordDefect: Error, Hashable {
  var reason: String
}

/// Reads little-endian fields from bytes that may be anything: every step is checked.
struct ByteReader {
  let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - position }

  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type, _ field: StaticString
  ) throws(RecordDefect) -> Value {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else { throw short(field, size) }
    let offset = position - bytes.startIndex
    position += size
    return bytes.withUnsafeBytes {
      Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
  }

  /// The next bytes, sharing memory.
  mutating func take(_ count: UInt64, _ field: StaticString) throws(RecordDefect)
    -> ArraySlice<UInt8>
  {
    guard count <= UInt64(remaining) else {
      throw RecordDefect(
        reason: "\(field) is said to have \(count) bytes, \(remaining) are left in the record")
    }
    defer { position += Int(count) }
    return bytes[position..<(position + Int(count))]
  }

  /// A text with its length before it.
  mutating func text(_ field: StaticString, limit: Int) throws(RecordDefect) -> String {
    let count = try integer(UInt32.self, field)
    guard Int(count) <= limit else {
      throw RecordDefect(reason: "\(field) is said to have \(count) bytes; at most \(limit)")
    }
    let raw = try take(UInt64(count), field)
    guard let text = String(validating: raw, as: UTF8.self) else {
      throw RecordDefect(reason: "\(field) is not UTF-8 text")
    }
    return text
  }

  /// A list of pairs with its length in bytes before it.
  mutating func pairs<Key: Hashable, Value>(
    _ field: StaticString,
    _ pair: (inout ByteReader) throws(RecordDefect) -> (Key, Value)
  ) throws(RecordDefect) -> [Key: Value] {
    var inner = ByteReader(try take(UInt64(try integer(UInt32.self, field)), field))
    var result: [Key: Value] = [:]
    while inner.remaining > 0 {
      let (key, value) = try pair(&inner)
      guard result.updateValue(value, forKey: key) == nil else {
        throw RecordDefect(reason: "\(field) names the same key twice")
      }
    }
    return result
  }

  private func short(_ field: StaticString, _ size: Int) -> RecordDefect {
    RecordDefect(reason: "\(field) needs \(size) bytes, \(remaining) are left in the record")
  }
}
