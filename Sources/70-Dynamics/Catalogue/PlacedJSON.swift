/// A JSON value that knows where it stands in its file, so that errors can say so.
struct PlacedJSON: Sendable {
  /// What the value is.
  enum Content: Sendable {
    case object([Member])
    case array([PlacedJSON])
    case text(String)
    case number(Double)
    case flag(Bool)
    case null
  }

  /// A key and its value.
  struct Member: Sendable {
    var key: String
    var line: Int
    var column: Int
    var value: PlacedJSON
  }

  var content: Content
  var line: Int
  var column: Int

  /// What the value is called in messages.
  var kind: String {
    switch content {
    case .object: "an object"
    case .array: "a list"
    case .text: "a text"
    case .number: "a number"
    case .flag: "true or false"
    case .null: "null"
    }
  }
}

/// Reads JSON (RFC 8259) strictly: one value, no duplicate keys, bounded size and depth.
struct PlacedJSONReader {
  /// The largest file read (bytes).
  static let largestFile = 1 << 20
  /// The deepest nesting read.
  static let deepest = 16

  private let bytes: [UInt8]
  private let path: String
  private var index = 0
  private var line = 1
  private var lineStart = 0

  private init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// The one value of a file.
  /// - Throws: `VehicleFileFailure` where it is not JSON, with its place.
  static func read(_ bytes: [UInt8], path: String) throws(VehicleFileFailure) -> PlacedJSON {
    var reader = PlacedJSONReader(bytes, path: path)
    guard bytes.count <= largestFile else {
      throw reader.failure("found \(bytes.count) bytes; expected at most \(largestFile); cut it")
    }
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.index == bytes.count else {
      throw reader.failure("found text after the value; expected the end of the file; remove it")
    }
    return value
  }

  private func failure(_ reason: String) -> VehicleFileFailure {
    VehicleFileFailure(path: path, line: line, column: index - lineStart + 1, reason: reason)
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0D: index += 1
      case 0x0A:
        index += 1
        line += 1
        lineStart = index
      default: return
      }
    }
  }

  private mutating func value(depth: Int) throws(VehicleFileFailure) -> PlacedJSON {
    skipSpace()
    guard depth <= PlacedJSONReader.deepest else {
      throw failure("found deeper nesting than \(PlacedJSONReader.deepest); flatten it")
    }
    let (line, column) = (line, index - lineStart + 1)
    let content = try content(depth: depth)
    return PlacedJSON(content: content, line: line, column: column)
  }

  private mutating func content(depth: Int) throws(VehicleFileFailure) -> PlacedJSON.Content {
    guard index < bytes.count else {
      throw failure("found the end of the file; expected a value; the file may be cut off")
    }
    switch bytes[index] {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default:
      for (word, content) in [
        ("true", PlacedJSON.Content.flag(true)), ("false", .flag(false)), ("null", .null),
      ] where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return content
      }
      throw failure("found no JSON value; expected {, [, a text or a number")
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func members(depth: Int) throws(VehicleFileFailure) -> [PlacedJSON.Member] {
    index += 1
    var members: [PlacedJSON.Member] = []
    if take(UInt8(ascii: "}")) { return members }
    repeat {
      skipSpace()
      let (line, column) = (line, index - lineStart + 1)
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
        throw failure("found no key; expected a text in double quotes")
      }
      let key = try text()
      if members.contains(where: { $0.key == key }) {
        throw VehicleFileFailure(
          path: path, line: line, column: column,
          reason: "found the key \"\(key)\" a second time; expected it once; remove one")
      }
      guard take(UInt8(ascii: ":")) else { throw failure("found no colon after a key") }
      let value = try value(depth: depth + 1)
      members.append(.init(key: key, line: line, column: column, value: value))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else {
      throw failure("found no comma and no }; expected one of them")
    }
    return members
  }

  private mutating func elements(depth: Int) throws(VehicleFileFailure) -> [PlacedJSON] {
    index += 1
    var elements: [PlacedJSON] = []
    if take(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else {
      throw failure("found no comma and no ]; expected one of them")
    }
    return elements
  }

  private mutating func number() throws(VehicleFileFailure) -> Double {
    let start = index
    while index < bytes.count, "+-.0123456789eE".utf8.contains(bytes[index]) { index += 1 }
    let digits = String(decoding: bytes[start..<index], as: UTF8.self)
    guard let number = Double(digits), number.isFinite else {
      index = start
      throw failure("found \(digits.prefix(40)); expected a finite number")
    }
    return number
  }

  private mutating func text() throws(VehicleFileFailure) -> String {
    index += 1
    var collected: [UInt8] = []
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        guard let text = String(validating: collected, as: UTF8.self) else {
          throw failure("found bytes that are not UTF-8; save the file as UTF-8")
        }
        index += 1
        return text
      case UInt8(ascii: "\\"): collected += try escaped()
      case 0..<0x20: throw failure("found a control character in a text; expected \\n or \\t")
      default:
        collected.append(bytes[index])
        index += 1
      }
    }
    throw failure("found the end of the file in a text; the file may be cut off")
  }

  private mutating func escaped() throws(VehicleFileFailure) -> [UInt8] {
    guard index + 1 < bytes.count else { throw failure("found the end of the file in a text") }
    let simple: [UInt8: UInt8] = [
      0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D,
      0x74: 0x09,
    ]
    if let byte = simple[bytes[index + 1]] {
      index += 2
      return [byte]
    }
    let digits = bytes[(index + 1)...].dropFirst().prefix(4)
    guard bytes[index + 1] == UInt8(ascii: "u"), digits.count == 4,
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(code)
    else {
      throw failure("found an escape that is not known; write the character itself")
    }
    index += 6
    return Array(String(Character(scalar)).utf8)
  }
}
