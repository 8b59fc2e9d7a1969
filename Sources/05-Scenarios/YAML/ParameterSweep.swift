import Geometry

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
    let values: SweepValues
  }

  private let path: String
  private let parameters: [Parameter]
  private let variations: Variations
  private let tree: YAMLNode
  /// The numbers of the members to make, ascending; nil where all are made.
  private let drawn: [UInt64]?

  /// Reads the sweep and the variations of a tree; a seed given here wins over the file's.
  ///
  /// - Parameter sample: At most so many members, drawn from the seed; nil takes all.
  init(
    tree: YAMLNode, path: String, seed: UInt64? = nil, sample: Int? = nil
  ) throws(ScenarioFailure) {
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
            values: try SweepValues(entry, path: path)))
      }
    }
    if variations.count > 1 || variations.isAsked {
      parameters.append(
        Parameter(
          name: Variations.number, place: variations.place,
          values: .range(from: 1, step: 1, count: variations.count)))
    }
    var rest = tree
    if case .map(let entries) = tree.content {
      rest.content = .map(entries.filter { !ParameterSweep.keys.contains($0.key) })
    }
    self.tree = rest
    self.parameters = parameters
    let count = parameters.reduce(1.0) { $0 * Double($1.values.count) }
    let asked = min(count, sample.map { Double($0) } ?? count)
    if asked > Double(ParameterSweep.limit) || count > 1e15, let first = parameters.first {
      throw SweepValues.tooMany(count, first.place, path)
    }
    drawn =
      asked < count
      ? ParameterSweep.draw(Int(asked), of: UInt64(count), seed: seed ?? 1, path: path) : nil
  }

  /// Different numbers below a count, ascending (Floyd's algorithm): the work is that of the sample.
  private static func draw(_ number: Int, of count: UInt64, seed: UInt64, path: String) -> [UInt64]
  {
    // Files in folders of the same name draw alike wherever the folder lies.
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var random = SeededGenerator(seed: seed, stream: SeededGenerator.stream(named: name))
    var chosen: Set<UInt64> = []
    for top in (count - UInt64(number))..<count {
      let pick = UInt64(random.uniform() * Double(top + 1))
      chosen.insert(chosen.contains(min(pick, top)) ? top : min(pick, top))
    }
    return chosen.sorted()
  }

  /// The keys that make instances and are not part of them.
  private static let keys = ["sweep"] + Variations.keys

  /// All instances, or those drawn, the last parameter varying fastest.
  func instances() throws(ScenarioFailure) -> [Instance] {
    let count = parameters.reduce(UInt64(1)) { $0 * UInt64($1.values.count) }
    var result: [Instance] = []
    for member in drawn ?? Array(0..<count) {
      var rest = member
      var chosen = [Int](repeating: 0, count: parameters.count)
      for position in parameters.indices.reversed() {
        let values = UInt64(parameters[position].values.count)
        chosen[position] = Int(rest % values)
        rest /= values
      }
      result.append(try instance(chosen))
    }
    return result
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

  /// The number to 12 significant digits, so that 3 steps of 0.1 read 0.3.
  static func rounded(_ value: Double) -> String {
    guard value != 0 else { return "0" }
    var scale = 1.0
    while (value * scale).magnitude < 1e11 { scale *= 10 }
    return StrictNumber.text((value * scale).rounded() / scale)
  }
}
