/// One value of a YAML file with the place it stands at.
struct YAMLNode: Sendable {
  /// One key and its value.
  struct Entry: Sendable {
    let key: String
    let keyPlace: Place
    var value: YAMLNode
  }

  /// Line and column, from 1.
  struct Place: Sendable, Hashable {
    let line: Int
    let column: Int
  }

  /// What a value is.
  enum Content: Sendable {
    /// Text as written, and whether it was quoted (quoted text is never a number).
    case scalar(String, isQuoted: Bool)
    case list([YAMLNode])
    case map([Entry])
  }

  var content: Content
  let place: Place

  /// What the value is, in words, for messages.
  var kindInWords: String {
    switch content {
    case .scalar(let text, let isQuoted):
      if text.isEmpty && !isQuoted { "nothing" } else { "'\(text)'" }
    case .list: "a list"
    case .map: "a map of keys"
    }
  }

  /// The value under a key of a map.
  subscript(key: String) -> YAMLNode? {
    guard case .map(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }
}
