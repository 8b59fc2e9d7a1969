/// Expands one file into instances: the cross product of its swept parameters.
struct ParameterSweep {
  /// The most instances of one file.
  static let limit = 10_000

  /// One instance: its tree without the sweep, and the suffix of its id (empty without a sweep).
  struct Instance {
    let tree: YAMLNode
    let suffix: String
  }

  private struct Parameter {
    let name: String
    let place: YAMLNode.Place
    let values: [String]
  }

  private let path: String
  private let parameters: [Parameter]
  private let variations: Variations
  private let tree: YAMLNode

  /// Reads the sweep and the variations of a tree; a seed given here wins over the file's.
  init(tree: YAMLNode, path: String, seed: UInt64? = nil) throws(ScenarioFailure) {
    self.path = path
    variations = try Variations(tree: tree, path: path, seed: seed)
    var parameters: [Parameter] = []
    if let sweep = tree["sweep"] {
      guard case .map(let entries) = sweep.content, !entries.isEmpty else {
        throw ScenarioFailure(
          path: path, line: sweep.place.line, column: sweep.place.column,
          found: "\(sweep.kindInWords) for 'sweep'", expected: "a map of names to values",
          advice: "write 'sweep: {gap_m: [9, 12]}'")
      }
      for entry in entries {
        parameters.append(
          Parameter(
            name: entry.key, place: entry.keyPlace,
            values: try ParameterSweep.values(entry, path: path)))
      }
    }
    if variations.count > 1 || variations.isAsked {
      let numbers = (1...variations.count).map(String.init)
      parameters.append(
        Parameter(name: Variations.number, place: variations.place, values: numbers))
    }
    var rest = tree
    if case .map(let entries) = tree.content {
      rest.content = .map(entries.filter { !ParameterSweep.keys.contains($0.key) })
    }
    self.tree = rest
    self.parameters = parameters
    let count = parameters.reduce(1.0) { $0 * Double($1.values.count) }
    if count > Double(ParameterSweep.limit), let first = parameters.first {
      throw ParameterSweep.tooMany(count, first.place, path)
    }
  }

  /// The keys that make instances and are not part of them.
  private static let keys = ["sweep"] + Variations.keys

  /// All instances, the last parameter varying fastest.
  func instances() throws(ScenarioFailure) -> [Instance] {
    guard !parameters.isEmpty else { return [try instance([])] }
    var result: [Instance] = []
    var chosen = [Int](repeating: 0, count: parameters.count)
    while true {
      result.append(try instance(chosen))
      var position = parameters.count - 1
      while position >= 0 {
        chosen[position] += 1
        if chosen[position] < parameters[position].values.count { break }
        chosen[position] = 0
        position -= 1
      }
      if position < 0 { return result }
    }
  }

  private func instance(_ chosen: [Int]) throws(ScenarioFailure) -> Instance {
    var instance = tree
    var suffixes: [String] = []
    var variables: [(name: String, value: String)] = []
    for (parameter, index) in zip(parameters, chosen) {
      let value = parameter.values[index]
      if parameter.name == Variations.number {
        suffixes.append(variations.suffix(index + 1))
        for drawn in variations.values(index + 1) {
          try apply(drawn.name, drawn.place, drawn.value, &instance, &variables)
        }
        variables.append((parameter.name, value))
      } else {
        suffixes.append(ParameterSweep.suffix(parameter.name, value))
        try apply(parameter.name, parameter.place, value, &instance, &variables)
      }
    }
    var used: Set<String> = []
    instance = try substituted(instance, variables, &used)
    let named = parameters.map { ($0.name, $0.place) } + variations.names
    for (name, place) in named
    where !name.contains(".") && name != Variations.number && !used.contains(name) {
      throw ScenarioFailure(
        path: path, line: place.line, column: place.column,
        found: "the swept parameter '\(name)' is used nowhere",
        expected: "${\(name)} in some value", advice: "use it or remove it")
    }
    return Instance(tree: instance, suffix: suffixes.joined(separator: "-"))
  }

  /// Sets a value by its key path, or notes it for `${name}`.
  private func apply(
    _ name: String, _ place: YAMLNode.Place, _ value: String, _ instance: inout YAMLNode,
    _ variables: inout [(name: String, value: String)]
  ) throws(ScenarioFailure) {
    guard name.contains(".") else {
      variables.append((name, value))
      return
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard ParameterSweep.set(&instance, parts[...], value) else {
      throw ScenarioFailure(
        path: path, line: place.line, column: place.column, found: "no value at '\(name)'",
        expected: "the path of a value of this file, such as actors.cutter.gap_ahead_m",
        advice: "correct the path, or use a plain name and ${name}")
    }
  }

  /// Replaces `${name}` in every value.
  private func substituted(
    _ node: YAMLNode, _ variables: [(name: String, value: String)], _ used: inout Set<String>
  ) throws(ScenarioFailure) -> YAMLNode {
    var result = node
    switch node.content {
    case .scalar(let text, let isQuoted):
      guard text.contains("${") else { return node }
      // Flow maps need quotes around ${name}; the value is still what the sweep says it is.
      let isWhole = text.hasPrefix("${") && text.firstIndex(of: "}") == text.indices.last
      result.content = .scalar(
        try replaced(text, node.place, variables, &used), isQuoted: isQuoted && !isWhole)
    case .list(let items):
      var list: [YAMLNode] = []
      for item in items { list.append(try substituted(item, variables, &used)) }
      result.content = .list(list)
    case .map(let entries):
      var map: [YAMLNode.Entry] = []
      for var entry in entries {
        entry.value = try substituted(entry.value, variables, &used)
        map.append(entry)
      }
      result.content = .map(map)
    }
    return result
  }

  private func replaced(
    _ text: String, _ place: YAMLNode.Place, _ variables: [(name: String, value: String)],
    _ used: inout Set<String>
  ) throws(ScenarioFailure) -> String {
    var (result, rest) = ("", text[...])
    while let start = rest.firstRange(of: "${") {
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}"),
        let variable = variables.first(where: { $0.name == rest[start.upperBound..<end] })
      else {
        throw ScenarioFailure(
          path: path, line: place.line, column: place.column, found: "'\(text)'",
          expected: variables.isEmpty
            ? "no ${...} without a sweep"
            : "${...} naming one of \(variables.map(\.name).joined(separator: ", "))",
          advice: "name a parameter of 'sweep'")
      }
      used.insert(variable.name)
      result += variable.value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}

extension ParameterSweep {
  /// Sets the value at a key path; members of lists go by `id`, `name` or number.
  private static func set(_ node: inout YAMLNode, _ parts: ArraySlice<Substring>, _ value: String)
    -> Bool
  {
    guard let part = parts.first else {
      guard case .scalar = node.content else { return false }
      node.content = .scalar(value, isQuoted: false)
      return true
    }
    switch node.content {
    case .map(var entries):
      guard let index = entries.firstIndex(where: { $0.key == part }),
        set(&entries[index].value, parts.dropFirst(), value)
      else { return false }
      node.content = .map(entries)
    case .list(var items):
      let index = items.indices.first { index in
        let name = items[index]["id"] ?? items[index]["name"]
        if case .scalar(let text, _)? = name?.content, text == part { return true }
        return String(index) == part
      }
      guard let index, set(&items[index], parts.dropFirst(), value) else { return false }
      node.content = .list(items)
    case .scalar: return false
    }
    return true
  }

  /// `gap_m` and 9 give `gap-9m`; a key path counts by its last part.
  private static func suffix(_ name: String, _ value: String) -> String {
    var words = (name.split(separator: ".").last ?? "").split(separator: "_")
    let units = ["m", "s", "kph", "mps", "deg", "mps2"]
    var unit = ""
    if words.count > 1, let last = words.last, units.contains(String(last)) {
      unit = String(last)
      words.removeLast()
    }
    let safe = value.map { $0.isLetter || $0.isNumber || "+-.".contains($0) ? $0 : "_" }
    return "\(words.joined(separator: "-"))-\(String(safe))\(unit)"
  }

  /// Whether a parameter may be called that: letters, digits, `_`, `-`, and `.` in paths.
  static func isName(_ key: String) -> Bool {
    !key.isEmpty
      && key.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
          || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte)
      }
  }

  /// The values of one parameter: a list, or an even range with both ends.
  private static func values(_ entry: YAMLNode.Entry, path: String) throws(ScenarioFailure)
    -> [String]
  {
    func failure(_ found: String, _ place: YAMLNode.Place) -> ScenarioFailure {
      ScenarioFailure(
        path: path, line: place.line, column: place.column, found: found,
        expected: "a list of values, or {from, to, step} with step > 0 and to >= from",
        advice: "write '\(entry.key): [9, 12, 15]'")
    }
    guard isName(entry.key) else {
      throw failure("the sweep name '\(entry.key)'", entry.keyPlace)
    }
    switch entry.value.content {
    case .list(let items):
      var values: [String] = []
      for item in items {
        guard case .scalar(let text, _) = item.content, !text.isEmpty, !values.contains(text),
          text.utf8.count <= 64
        else { throw failure("\(item.kindInWords), or a value twice", item.place) }
        values.append(text)
        if values.count > limit { throw tooMany(Double(items.count), item.place, path) }
      }
      guard !values.isEmpty else { throw failure("no values", entry.value.place) }
      return values
    case .map(let entries):
      let reader = ScenarioReader(path: path, node: entry.value)
      guard entries.count == 3, let from = reader.number("from"), let to = reader.number("to"),
        let step = reader.number("step"), step > 0, to >= from
      else { throw failure("this map", entry.value.place) }
      let count = ((to - from) / step + 1e-9).rounded(.down) + 1
      guard count <= Double(limit) else { throw tooMany(count, entry.value.place, path) }
      return (0..<Int(count)).map { rounded(from + Double($0) * step) }
    case .scalar:
      throw failure(entry.value.kindInWords, entry.value.place)
    }
  }

  /// The number to 12 significant digits, so that 3 steps of 0.1 read 0.3.
  static func rounded(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    var scale = 1.0
    while (value * scale).magnitude < 1e11 { scale *= 10 }
    return StrictNumber.text((value * scale).rounded() / scale)
  }

  private static func tooMany(_ count: Double, _ place: YAMLNode.Place, _ path: String)
    -> ScenarioFailure
  {
    ScenarioFailure(
      path: path, line: place.line, column: place.column,
      found: "a sweep of \(StrictNumber.text(count)) members", expected: "at most \(limit)",
      advice: "widen the step, or split the file")
  }
}
