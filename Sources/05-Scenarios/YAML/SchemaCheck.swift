/// Compares a tree with the table of keys: unknown keys, missing keys, wrong types, values out of
/// range. What passes can be decoded without further type checks.
struct SchemaCheck {
  let path: String

  /// Throws the first difference, in the order of the file.
  func check(_ node: YAMLNode, against shape: KeySpec.Shape, name: String)
    throws(ScenarioFailure)
  {
    switch shape {
    case .map(let keys): try checkMap(node, keys: keys, name: name)
    case .freeMap(let inner):
      for entry in try entries(node, name: name, expected: shape.inWords) {
        try check(entry.value, against: inner, name: "\(name).\(entry.key)")
      }
    case .list(let inner, let count):
      guard case .list(let items) = node.content else { throw wrong(node, name, shape.inWords) }
      guard count.contains(items.count) else {
        throw ScenarioFailure(
          path: path, line: node.place.line, column: node.place.column,
          found: "\(items.count) members in '\(name)'",
          expected: "\(count.lowerBound) to \(count.upperBound)", advice: "add or remove members")
      }
      for (index, item) in items.enumerated() {
        try check(item, against: inner, name: "\(name)[\(index)]")
      }
    case .sweepValues: break  // read before substitution, by ParameterSweep
    case .text, .number, .integer, .flag: try checkScalar(node, shape, name)
    }
  }

  private func checkMap(_ node: YAMLNode, keys: [KeySpec], name: String) throws(ScenarioFailure) {
    let names = keys.map(\.name)
    for entry in try entries(
      node, name: name, expected: "a map of \(names.joined(separator: ", "))")
    {
      guard let key = keys.first(where: { $0.name == entry.key }) else {
        throw unknown(entry, among: names, in: name)
      }
      try check(
        entry.value, against: key.shape, name: name.isEmpty ? key.name : "\(name).\(key.name)")
    }
    for key in keys where key.isRequired && node[key.name] == nil {
      throw ScenarioFailure(
        path: path, line: node.place.line, column: node.place.column,
        found: "no '\(key.name)' in \(name.isEmpty ? "the file" : "'\(name)'")",
        expected: "\(key.name): \(key.shape.inWords)", advice: key.meaning)
    }
  }

  private func entries(_ node: YAMLNode, name: String, expected: String) throws(ScenarioFailure)
    -> [YAMLNode.Entry]
  {
    guard case .map(let entries) = node.content else { throw wrong(node, name, expected) }
    return entries
  }

  private func checkScalar(_ node: YAMLNode, _ shape: KeySpec.Shape, _ name: String)
    throws(ScenarioFailure)
  {
    guard case .scalar(let text, let isQuoted) = node.content else {
      throw wrong(node, name, shape.inWords)
    }
    let isValid: Bool
    switch shape {
    case .text(let words):
      isValid = words.isEmpty ? isQuoted || !text.isEmpty : words.contains(text)
      if !isValid, let near = Spelling.nearest(to: text, in: words) {
        throw wrong(node, name, shape.inWords, advice: "did you mean '\(near)'?")
      }
    case .number(let range):
      isValid = !isQuoted && (StrictNumber.double(text).map(range.contains) ?? false)
    case .integer(let range): isValid = !isQuoted && (Int(text).map(range.contains) ?? false)
    case .flag: isValid = !isQuoted && (text == "true" || text == "false")
    default: isValid = false
    }
    guard isValid else { throw wrong(node, name, shape.inWords) }
  }

  private func wrong(
    _ node: YAMLNode, _ name: String, _ expected: String, advice: String = "correct the value"
  ) -> ScenarioFailure {
    ScenarioFailure(
      path: path, line: node.place.line, column: node.place.column,
      found: "\(node.kindInWords) for '\(name)'", expected: expected, advice: advice)
  }

  private func unknown(_ entry: YAMLNode.Entry, among names: [String], in name: String)
    -> ScenarioFailure
  {
    let near = Spelling.nearest(to: entry.key, in: names)
    return ScenarioFailure(
      path: path, line: entry.keyPlace.line, column: entry.keyPlace.column,
      found: "unknown key '\(entry.key)' in \(name.isEmpty ? "the file" : "'\(name)'")",
      expected: "one of \(names.joined(separator: ", "))",
      advice: near.map { "did you mean '\($0)'?" } ?? "remove it, or see docs/guides/Scenarios.md")
  }
}

/// Finds what a misspelt word was meant to be.
enum Spelling {
  /// The word with the smallest edit distance, if it is near enough to be meant; ties by order.
  static func nearest(to word: String, in words: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let ranked = words.map { (distance(Array(word.utf8), Array($0.utf8)), $0) }
    guard let best = ranked.min(by: { $0.0 < $1.0 }) else { return nil }
    return best.0 <= max(2, word.utf8.count / 3) ? best.1 : nil
  }

  /// Levenshtein's distance: insertions, deletions and substitutions.
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
