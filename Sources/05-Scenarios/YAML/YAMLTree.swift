import Yams

/// Reads YAML as plain data: no anchors, aliases, tags or merge keys, bounded depth and size.
enum YAMLTree {
  /// The largest file (bytes).
  static let sizeLimit = 1 << 20
  /// The deepest nesting; the deepest key of the format lies at 7.
  static let depthLimit = 16
  /// The most values in one file.
  static let nodeLimit = 50_000

  /// The tree of a file.
  static func read(_ file: SourceFile) throws(ScenarioFailure) -> YAMLNode {
    let text = try file.text()
    try rejectAnchors(text, path: file.path)
    let parser: Parser
    let root: Node?
    do {
      parser = try Parser(yaml: text, resolver: .basic)
      root = try parser.singleRoot()
    } catch {
      throw failure(error, path: file.path)
    }
    // Anchors live as long as their parser.
    defer { withExtendedLifetime(parser) {} }
    guard let root else {
      throw ScenarioFailure(
        path: file.path, line: 1, column: 1, found: "no value, only comments or blanks",
        expected: "a map that starts with 'godseye: 1'",
        advice: "start from the example in docs/guides/Scenarios.md")
    }
    var converter = Converter(path: file.path)
    return try converter.convert(root, depth: 1)
  }

  /// Rejects anchors before parsing: resolving nested aliases could take exponential time.
  ///
  /// An anchor needs an ampersand that starts a word, so looking for one is conservative.
  private static func rejectAnchors(_ text: String, path: String) throws(ScenarioFailure) {
    var (line, column) = (1, 0)
    var (before, isComment, isIndent) = (UInt8(ascii: " "), false, true)
    let utf8 = Array(text.utf8)
    for (index, byte) in utf8.enumerated() {
      column += 1
      if byte == UInt8(ascii: "\n") {
        (line, column, isComment, isIndent) = (line + 1, 0, false, true)
      } else if byte == UInt8(ascii: "#"), isIndent {
        isComment = true
      } else if byte == UInt8(ascii: "&"), !isComment, " \n\t[{,:-?".utf8.contains(before) {
        let after = index + 1 < utf8.count ? utf8[index + 1] : UInt8(ascii: " ")
        if !" \n\t\r&".utf8.contains(after) {
          throw ScenarioFailure(
            path: path, line: line, column: column, found: "an anchor or a word starting with '&'",
            expected: "plain values", advice: "write the value out where it is needed")
        }
      }
      if byte != UInt8(ascii: " ") { isIndent = false }
      if byte == UInt8(ascii: "\n") { isIndent = true }
      before = byte
    }
  }

  /// The failure that a message of the parser stands for.
  private static func failure(_ error: any Error, path: String) -> ScenarioFailure {
    func make(_ found: String, _ mark: Mark?) -> ScenarioFailure {
      ScenarioFailure(
        path: path, line: mark?.line, column: mark?.column, found: found,
        expected: "well-formed YAML", advice: "check indentation, quotes and colons here")
    }
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return make(problem, mark)
    case .reader(let problem, _, _, _):
      return make(problem, nil)
    case .duplicatedKeysInMapping(let names, let context):
      return ScenarioFailure(
        path: path, line: context.mark.line, column: context.mark.column,
        found: "the key '\(names.first ?? "")' stands twice in one map",
        expected: "every key once", advice: "remove one of them")
    default:
      return make("the file cannot be read as YAML", nil)
    }
  }
}

/// Turns the parser's nodes into ours and counts what it sees.
private struct Converter {
  let path: String
  var nodes = 0

  mutating func convert(_ node: Node, depth: Int) throws(ScenarioFailure) -> YAMLNode {
    let place = YAMLNode.Place(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    nodes += 1
    guard depth <= YAMLTree.depthLimit, nodes <= YAMLTree.nodeLimit else {
      throw ScenarioFailure(
        path: path, line: place.line, column: place.column,
        found: depth > YAMLTree.depthLimit
          ? "values nested deeper than \(YAMLTree.depthLimit)"
          : "more than \(YAMLTree.nodeLimit) values",
        expected: "a scenario", advice: "split the file or flatten it")
    }
    guard node.anchor == nil else { throw rejected("an anchor", place) }
    switch node {
    case .scalar(let scalar):
      let isQuoted = scalar.style == .doubleQuoted || scalar.style == .singleQuoted
      try rejectTag(scalar.tag.rawValue, isTextAllowed: isQuoted, place)
      return YAMLNode(content: .scalar(scalar.string, isQuoted: isQuoted), place: place)
    case .sequence(let sequence):
      try rejectTag(sequence.tag.rawValue, isTextAllowed: false, place)
      var items: [YAMLNode] = []
      for item in sequence { items.append(try convert(item, depth: depth + 1)) }
      return YAMLNode(content: .list(items), place: place)
    case .mapping(let mapping):
      try rejectTag(mapping.tag.rawValue, isTextAllowed: false, place)
      return YAMLNode(content: .map(try entries(mapping, depth: depth)), place: place)
    case .alias:
      throw rejected("an alias", place)
    }
  }

  private mutating func entries(_ mapping: Node.Mapping, depth: Int) throws(ScenarioFailure)
    -> [YAMLNode.Entry]
  {
    var entries: [YAMLNode.Entry] = []
    for (key, value) in mapping {
      let place = YAMLNode.Place(line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
      guard case .scalar(let scalar) = key, key.anchor == nil else {
        throw ScenarioFailure(
          path: path, line: place.line, column: place.column, found: "a key that is not a word",
          expected: "a plain word as key", advice: "write 'key: value'")
      }
      try rejectTag(scalar.tag.rawValue, isTextAllowed: true, place)
      guard scalar.string != "<<" else { throw rejected("a merge key", place) }
      entries.append(
        .init(
          key: scalar.string, keyPlace: place, value: try convert(value, depth: depth + 1)))
    }
    return entries
  }

  private func rejectTag(_ tag: String, isTextAllowed: Bool, _ place: YAMLNode.Place)
    throws(ScenarioFailure)
  {
    // The duplicate-key check resolves keys to `str`, and quoted text always carries it.
    if tag.isEmpty || (isTextAllowed && (tag == "tag:yaml.org,2002:str" || tag == "!")) { return }
    throw rejected("the tag '\(tag)'", place)
  }

  private func rejected(_ found: String, _ place: YAMLNode.Place) -> ScenarioFailure {
    ScenarioFailure(
      path: path, line: place.line, column: place.column, found: found,
      expected: "plain values without anchors, aliases, tags and merge keys",
      advice: "write the value out where it is needed")
  }
}
