import Geometry

/// The seeded draws of a file: `vary` says what from, `variations` how often.
///
/// Counter-based: a value depends on the seed, the number of the variation and the parameter's
/// name alone. More variations, or a parameter more, change none that were there.
struct Variations {
  /// The keys of the file that are read here.
  static let keys = ["vary", "variations"]
  /// The parameter that holds the number of the variation.
  static let number = "variation"

  /// A value that was drawn.
  struct Drawn {
    let name: String
    let place: YAMLNode.Place
    let value: String
  }

  private enum Source {
    case choice([String])
    case range(from: Double, to: Double, step: Double?)
  }

  /// How many there are.
  let count: Int
  /// Whether the file asks for them at all.
  let isAsked: Bool
  /// Where the file asks for them.
  let place: YAMLNode.Place
  private let seed: UInt64
  private let path: String
  private var sources: [(name: String, place: YAMLNode.Place, source: Source)] = []

  /// Reads `vary` and `variations`; a seed given here wins over the file's.
  init(tree: YAMLNode, path: String, seed: UInt64?) throws(ScenarioFailure) {
    let reader = ScenarioReader(path: path, node: tree)
    self.path = path
    self.seed = seed ?? reader.integer("seed").flatMap { UInt64(exactly: $0) } ?? 1
    isAsked = reader.has("vary") || reader.has("variations")
    place = (tree["variations"] ?? tree["vary"] ?? tree).place
    let number = reader.has("variations") ? reader.integer("variations") ?? 0 : 1
    guard (1...ParameterSweep.limit).contains(number) else {
      throw reader.failure(
        "variations", found: "\(reader.text("variations") ?? "no number") variations",
        expected: "a whole number 1 to \(ParameterSweep.limit)", advice: "correct the number")
    }
    count = number
    guard let vary = tree["vary"] else { return }
    guard case .map(let entries) = vary.content, !entries.isEmpty else {
      throw ScenarioFailure(
        path: path, line: vary.place.line, column: vary.place.column,
        found: "\(vary.kindInWords) for 'vary'", expected: "a map of names to values",
        advice: "write 'vary: {gap_m: {from: 9, to: 12}}'")
    }
    for entry in entries {
      sources.append((entry.key, entry.keyPlace, try source(entry)))
    }
  }

  /// The names of the drawn parameters and where they stand.
  var names: [(String, YAMLNode.Place)] { sources.map { ($0.name, $0.place) } }

  /// What the id of a variation ends in: `v007`.
  func suffix(_ variation: Int) -> String {
    let (digits, width) = (String(variation), String(count).count)
    return "v" + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The values of a variation, numbered from 1.
  func values(_ variation: Int) -> [Drawn] {
    sources.map { name, place, source in
      var random = SeededGenerator(
        seed: seed, stream: SeededGenerator.stream(named: name) ^ UInt64(variation))
      return Drawn(name: name, place: place, value: Variations.draw(source, &random))
    }
  }

  private static func draw(_ source: Source, _ random: inout SeededGenerator) -> String {
    let share = random.uniform()
    switch source {
    case .choice(let values):
      return values[min(Int(share * Double(values.count)), values.count - 1)]
    case .range(let from, let to, let step):
      guard let step else {
        // Thousandths of the range are fine enough, and short to read.
        return ParameterSweep.rounded(from + (to - from) * (share * 1000).rounded() / 1000)
      }
      let steps = ((to - from) / step + 1e-9).rounded(.down)
      return ParameterSweep.rounded(from + min((share * (steps + 1)).rounded(.down), steps) * step)
    }
  }

  private func source(_ entry: YAMLNode.Entry) throws(ScenarioFailure) -> Source {
    let reader = ScenarioReader(path: path, node: entry.value)
    guard ParameterSweep.isName(entry.key), entry.key != Variations.number else {
      throw reader.failure(
        found: "the name '\(entry.key)'", expected: "letters, digits, '_' and '-', not 'variation'",
        advice: "rename it")
    }
    switch entry.value.content {
    case .list(let items):
      let values = items.compactMap { item -> String? in
        guard case .scalar(let text, _) = item.content, !text.isEmpty, text.utf8.count <= 64
        else { return nil }
        return text
      }
      if values.count == items.count, (1...ParameterSweep.limit).contains(items.count) {
        return .choice(values)
      }
    case .map(let keys):
      let isKnown = keys.allSatisfy { ["from", "to", "step"].contains($0.key) }
      let step = reader.number("step")
      if isKnown, let from = reader.number("from"), let to = reader.number("to"), to >= from,
        reader.has("step") == (step != nil), step ?? 1 > 0, (to - from) / (step ?? 1) < 1e9
      {
        return .range(from: from, to: to, step: step)
      }
    case .scalar: break
    }
    throw reader.failure(
      found: "\(entry.value.kindInWords) for '\(entry.key)'",
      expected: "a list of values, or {from, to} or {from, to, step} with step > 0 and to >= from",
      advice: "write '\(entry.key): {from: 9, to: 12}'")
  }
}
