/// One key of the scenario format: name, type, limits, default and meaning.
///
/// The same table drives the checker, `explain` and the reference in `docs/guides/Scenarios.md`.
struct KeySpec: Sendable {
  /// What a value must be.
  indirect enum Shape: Sendable {
    /// Any text, or one of these words.
    case text(oneOf: [String] = [])
    /// A number within limits.
    case number(ClosedRange<Double>)
    /// A whole number within limits.
    case integer(ClosedRange<Int>)
    /// `true` or `false`.
    case flag
    /// A list of values.
    case list(Shape, count: ClosedRange<Int>)
    /// A list of numbers, or `{from, to, step}`; the members of a sweep.
    case sweepValues
    /// A map of the keys named here.
    case map([KeySpec])
    /// A map whose keys the user chooses.
    case freeMap(Shape)
  }

  let name: String
  let shape: Shape
  let isRequired: Bool
  /// What holds where the key is absent, in words.
  let standard: String
  let meaning: String

  init(
    _ name: String, _ shape: Shape, required: Bool = false, standard: String = "",
    _ meaning: String
  ) {
    self.name = name
    self.shape = shape
    isRequired = required
    self.standard = standard
    self.meaning = meaning
  }
}

extension KeySpec.Shape {
  /// What a value must be, in words, for messages and the reference.
  var inWords: String {
    switch self {
    case .text(let words) where words.isEmpty: "text"
    case .text(let words): words.joined(separator: " | ")
    case .number(let range): "number \(Self.words(range.lowerBound, range.upperBound))"
    case .integer(let range): "whole number \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true | false"
    case .list(let shape, _): "list of \(shape.inWords)"
    case .sweepValues: "list of values, or {from, to, step}"
    case .map: "map"
    case .freeMap(let shape): "map of your names to \(shape.inWords)"
    }
  }

  private static func words(_ low: Double, _ high: Double) -> String {
    "\(StrictNumber.text(low)) to \(StrictNumber.text(high))"
  }
}
