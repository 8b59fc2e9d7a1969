/// Text of XML or HTML that is escaped by construction: there is no way to add raw text to it.
struct Markup: Sendable, Hashable {
  /// The finished text.
  private(set) var text = ""

  /// Nothing.
  init() {}

  /// A text; every character that could mean something else is written as a reference.
  static func text(_ plain: String) -> Markup {
    var result = Markup()
    for scalar in plain.unicodeScalars { result.text += Markup.escaped(scalar) }
    return result
  }

  /// An element with attributes and children; names come from the program, never from input.
  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
    _ children: [Markup] = [], isVoid: Bool = false
  ) -> Markup {
    var result = Markup()
    result.text = "<\(name)"
    for (key, value) in attributes {
      if let value { result.text += " \(key)=\"\(Markup.text(value).text)\"" }
    }
    result.text += isVoid ? "/>" : ">"
    if !isVoid {
      for child in children { result.text += child.text }
      result.text += "</\(name)>"
    }
    return result
  }

  /// Text of the program itself: scripts, styles, line breaks.
  static func own(_ constant: StaticString) -> Markup {
    var result = Markup()
    result.text = "\(constant)"
    return result
  }

  /// A JSON value for a data block: `<` is written so that no element can start in it.
  static func json(_ bytes: [UInt8]) -> Markup {
    var result = Markup()
    var escaped: [UInt8] = []
    escaped.reserveCapacity(bytes.count)
    for byte in bytes {
      if byte == 0x3C { escaped += Array("\\u003c".utf8) } else { escaped.append(byte) }
    }
    result.text = String(decoding: escaped, as: UTF8.self)
    return result
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "&": return "&amp;"
    case "<": return "&lt;"
    case ">": return "&gt;"
    case "\"": return "&quot;"
    case "'": return "&#39;"
    case "\t", "\n": return String(scalar)
    default:
      // Control characters and non-characters are not allowed in XML 1.0: shown as a box.
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      let isNoCharacter = scalar.value & 0xFFFE == 0xFFFE
      return isControl || isNoCharacter ? "\u{FFFD}" : String(scalar)
    }
  }
}
