/// The values of one swept parameter: a list, or an even range with both ends, made when asked for.
enum SweepValues {
  case list([String])
  case range(from: Double, step: Double, count: Int)

  /// The most values of one parameter; a range takes no memory, but its numbers must stay exact.
  static let most = 1e12

  var count: Int {
    switch self {
    case .list(let values): values.count
    case .range(_, _, let count): count
    }
  }

  subscript(index: Int) -> String {
    switch self {
    case .list(let values): values[index]
    case .range(let from, let step, _): ParameterSweep.rounded(from + Double(index) * step)
    }
  }

  /// Reads the values of one entry of `sweep`.
  init(_ entry: YAMLNode.Entry, path: String) throws(ScenarioFailure) {
    func failure(_ found: String, _ place: YAMLNode.Place) -> ScenarioFailure {
      ScenarioFailure(
        path: path, line: place.line, column: place.column, found: found,
        expected: "a list of values, or {from, to, step} with step > 0 and to >= from",
        advice: "write '\(entry.key): [9, 12, 15]'")
    }
    guard ParameterSweep.isName(entry.key) else {
      throw failure("the sweep name '\(entry.key)'", entry.keyPlace)
    }
    switch entry.value.content {
    case .list(let items):
      var (values, seen): ([String], Set<String>) = ([], [])
      for item in items {
        guard case .scalar(let text, _) = item.content, !text.isEmpty, text.utf8.count <= 64,
          seen.insert(text).inserted
        else { throw failure("\(item.kindInWords), or a value twice", item.place) }
        values.append(text)
      }
      guard !values.isEmpty else { throw failure("no values", entry.value.place) }
      self = .list(values)
    case .map(let entries):
      let reader = ScenarioReader(path: path, node: entry.value)
      guard entries.count == 3, let from = reader.number("from"), let to = reader.number("to"),
        let step = reader.number("step"), step > 0, to >= from
      else { throw failure("this map", entry.value.place) }
      let count = ((to - from) / step + 1e-9).rounded(.down) + 1
      guard count <= SweepValues.most else {
        throw SweepValues.tooMany(count, entry.value.place, path)
      }
      self = .range(from: from, step: step, count: Int(count))
    case .scalar:
      throw failure(entry.value.kindInWords, entry.value.place)
    }
  }

  /// More members than anyone can run.
  static func tooMany(_ count: Double, _ place: YAMLNode.Place, _ path: String) -> ScenarioFailure {
    ScenarioFailure(
      path: path, line: place.line, column: place.column,
      found: "a sweep of \(StrictNumber.text(count)) members",
      expected: "at most \(ParameterSweep.limit)",
      advice: "widen the step, split the file, or draw some of them with --sample N")
  }
}
