/// A value of JSON text, as far as answers and their files need it.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// Members in the order of the text; keys are unique.
  case object([JSONMember])

  /// The members of an object; nil for anything else.
  var members: [JSONMember]? {
    if case .object(let members) = self { members } else { nil }
  }
  /// The text of a string; nil for anything else.
  var text: String? { if case .string(let text) = self { text } else { nil } }
  /// A number; nil for anything else.
  var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// The member of that name; nil where there is none or this is no object.
  subscript(name: String) -> JSONValue? { members?.first { $0.name == name }?.value }
}

/// A name and its value.
struct JSONMember: Hashable, Sendable {
  var name: String
  var value: JSONValue
}

/// What is wrong with a text, and where (bytes, from 1).
struct JSONFault: Error, Hashable, Sendable {
  var column: Int
  var finding: String
}

/// A strict reader of JSON (RFC 8259): one value, no duplicate names, at most 16 deep.
struct JSONText {
  private let bytes: [UInt8]
  private var at = 0

  /// The deepest nesting read.
  static let deepest = 16

  /// Reads a whole text.
  /// - Throws: `JSONFault` with the place and what was found there.
  static func value(of bytes: [UInt8]) throws(JSONFault) -> JSONValue {
    var reader = JSONText(bytes: bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    if reader.at < bytes.count { throw reader.fault("more text after the value") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func fault(_ finding: String) -> JSONFault {
    JSONFault(column: at + 1, finding: finding)
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { at += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) throws(JSONFault) {
    skipSpace()
    guard next == UInt8(truncatingIfNeeded: character.value) else {
      throw fault("expected '\(character)'")
    }
    at += 1
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth < JSONText.deepest else { throw fault("nested deeper than \(JSONText.deepest)") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try elements(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw fault("the text ends where a value was expected")
    default: return .number(try number())
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws(JSONFault) -> JSONValue {
    guard bytes[at...].starts(with: Array(word.utf8)) else { throw fault("expected a value") }
    at += word.utf8.count
    return value
  }

  private mutating func members(depth: Int) throws(JSONFault) -> [JSONMember] {
    try take("{")
    var members: [JSONMember] = []
    skipSpace()
    if next == UInt8(ascii: "}") {
      at += 1
      return members
    }
    while true {
      skipSpace()
      let name = try string()
      if members.contains(where: { $0.name == name }) { throw fault("'\(name)' comes twice") }
      try take(":")
      members.append(JSONMember(name: name, value: try value(depth: depth)))
      if try endsList(UInt8(ascii: "}")) { return members }
    }
  }

  private mutating func elements(depth: Int) throws(JSONFault) -> [JSONValue] {
    try take("[")
    var elements: [JSONValue] = []
    skipSpace()
    if next == UInt8(ascii: "]") {
      at += 1
      return elements
    }
    while true {
      elements.append(try value(depth: depth))
      if try endsList(UInt8(ascii: "]")) { return elements }
    }
  }

  private mutating func endsList(_ end: UInt8) throws(JSONFault) -> Bool {
    skipSpace()
    guard let byte = next, byte == end || byte == UInt8(ascii: ",") else {
      throw fault("expected ',' or the end of the list")
    }
    at += 1
    return byte == end
  }

  private mutating func string() throws(JSONFault) -> String {
    guard next == UInt8(ascii: "\"") else { throw fault("expected a string") }
    at += 1
    var result: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: result, as: UTF8.self) else {
          throw fault("the string is not UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): try escape(&result)
      case 0..<0x20: throw fault("a control character inside a string")
      default: result.append(byte)
      }
    }
    throw fault("the string does not end")
  }

  private mutating func escape(_ result: inout [UInt8]) throws(JSONFault) {
    guard let byte = next else { throw fault("the string does not end") }
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "u"):
      let scalar = try self.scalar()
      result += Array(String(Character(scalar)).utf8)
    default: throw fault("an unknown escape")
    }
  }

  private mutating func scalar() throws(JSONFault) -> Unicode.Scalar {
    let first = try unit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, next == UInt8(ascii: "\\") else { throw fault("half a surrogate pair") }
    at += 1
    guard next == UInt8(ascii: "u") else { throw fault("half a surrogate pair") }
    at += 1
    let second = try unit()
    guard (0xDC00...0xDFFF).contains(second) else { throw fault("half a surrogate pair") }
    let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
    guard let scalar = Unicode.Scalar(code) else { throw fault("no such character") }
    return scalar
  }

  private mutating func unit() throws(JSONFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("expected four hexadecimal digits")
      }
      value = value * 16 + UInt32(digit)
      at += 1
    }
    return value
  }

  private mutating func number() throws(JSONFault) -> Double {
    let start = at
    while let byte = next, "+-.eE0123456789".utf8.contains(byte) { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    let first = text.first
    guard let first, first == "-" || first.isNumber, let value = Double(text), value.isFinite else {
      at = start
      throw fault("expected a value")
    }
    return value
  }
}
