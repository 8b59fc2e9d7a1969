/// The keys of the scenario format, from the same table that checks the files.
public enum ScenarioReference {
  /// One key.
  public struct Row: Sendable, Hashable {
    /// The path of the key, such as `road.segments[].length_m`.
    public var path: String
    /// What its value must be, in words.
    public var type: String
    /// Whether it must be given.
    public var isRequired: Bool
    /// What holds where it is absent.
    public var standard: String
    /// What it means.
    public var meaning: String
  }

  /// Every key, in the order of the format.
  public static let rows: [Row] = rows(ScenarioSchema.file, below: "")

  /// What is known about a key or a map of keys, one line each; empty where there is no such key.
  ///
  /// Takes a path (`road.lanes`, with or without `[]`) or the last part of one.
  public static func explain(_ name: String) -> [String] {
    func plain(_ path: String) -> String { path.replacing("[]", with: "") }
    let wanted = plain(name)
    let exact = rows.filter {
      plain($0.path) == wanted || plain($0.path).hasPrefix(wanted + ".")
    }
    let byEnd = rows.filter { plain($0.path).hasSuffix("." + wanted) }
    return (exact.isEmpty ? byEnd : exact).map(line)
  }

  private static func line(_ row: Row) -> String {
    let standard =
      row.isRequired ? " (required)" : row.standard.isEmpty ? "" : " (default: \(row.standard))"
    return "\(row.path): \(row.type)\(standard). \(row.meaning)"
  }

  private static func rows(_ keys: [KeySpec], below parent: String) -> [Row] {
    keys.flatMap { key -> [Row] in
      let path = parent + key.name
      let row = Row(
        path: path, type: key.shape.inWords, isRequired: key.isRequired, standard: key.standard,
        meaning: key.meaning)
      switch key.shape {
      case .map(let inner): return [row] + rows(inner, below: path + ".")
      case .list(.map(let inner), _): return [row] + rows(inner, below: path + "[].")
      default: return [row]
      }
    }
  }
}
