/// Typed access to one map of a checked tree.
struct ScenarioReader {
  let path: String
  let node: YAMLNode

  /// A failure at this map, or at one of its keys.
  func failure(_ key: String? = nil, found: String, expected: String, advice: String)
    -> ScenarioFailure
  {
    let place = key.flatMap { node[$0]?.place } ?? node.place
    return ScenarioFailure(
      path: path, line: place.line, column: place.column, found: found, expected: expected,
      advice: advice)
  }

  /// Whether the key stands there.
  func has(_ key: String) -> Bool { node[key] != nil }

  func text(_ key: String) -> String? {
    guard case .scalar(let text, _)? = node[key]?.content else { return nil }
    return text
  }

  func number(_ key: String) -> Double? { text(key).flatMap { StrictNumber.double($0) } }
  func integer(_ key: String) -> Int? { text(key).flatMap { Int($0) } }
  func flag(_ key: String) -> Bool? { text(key).map { $0 == "true" } }

  /// A number that must be there under these circumstances.
  func number(_ key: String, for purpose: String) throws(ScenarioFailure) -> Double {
    guard let value = number(key) else {
      throw failure(
        found: "no '\(key)'", expected: "\(key) for \(purpose)", advice: "add '\(key)'")
    }
    return value
  }

  /// A speed (m/s) given as NAME_kph or NAME_mps, never both.
  func speed(_ name: String) throws(ScenarioFailure) -> Double? {
    let (kph, mps) = (number("\(name)_kph"), number("\(name)_mps"))
    guard kph == nil || mps == nil else {
      throw failure(
        "\(name)_mps", found: "both \(name)_kph and \(name)_mps", expected: "one of them",
        advice: "remove one")
    }
    return mps ?? kph.map { $0 / 3.6 }
  }

  func list(_ key: String) -> [YAMLNode] {
    guard case .list(let items)? = node[key]?.content else { return [] }
    return items
  }

  func integers(_ key: String) -> [Int]? {
    guard has(key) else { return nil }
    return list(key).compactMap { ScenarioReader.scalar($0).flatMap { Int($0) } }
  }

  func numbers(_ key: String) -> [Double]? {
    guard has(key) else { return nil }
    return list(key).compactMap { ScenarioReader.scalar($0).flatMap { StrictNumber.double($0) } }
  }

  func texts(_ key: String) -> [String] { list(key).compactMap { ScenarioReader.scalar($0) } }

  func map(_ key: String) -> ScenarioReader? {
    node[key].map { ScenarioReader(path: path, node: $0) }
  }

  func maps(_ key: String) -> [ScenarioReader] {
    list(key).map { ScenarioReader(path: path, node: $0) }
  }

  private static func scalar(_ node: YAMLNode) -> String? {
    guard case .scalar(let text, _) = node.content else { return nil }
    return text
  }
}
