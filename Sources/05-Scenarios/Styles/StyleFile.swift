import DrivingCore

/// A driving style as a file: YAML, every number with its limits.
public enum StyleFile {
  /// The version of the format.
  public static let version = 1

  /// The table of keys.
  static let keys: [KeySpec] = [
    KeySpec("godseye_style", .integer(1...1), required: true, "Version of the format."),
    KeySpec("id", .text(), required: true, "The name that results state."),
    KeySpec("about", .text(), "One line for people."),
    KeySpec("headway_s", .number(0.8...4), required: true, "Time gap to the car ahead (s)."),
    KeySpec(
      "acceleration_mps2", .number(0.3...4), required: true, "Acceleration liked at most."),
    KeySpec(
      "deceleration_mps2", .number(0.5...5), required: true, "Deceleration liked at most."),
    KeySpec("jerk_mps3", .number(0.3...6), required: true, "Jerk liked at most."),
    KeySpec(
      "lateral_acceleration_mps2", .number(0.5...5), required: true,
      "Lateral acceleration liked at most."),
    KeySpec(
      "politeness", .number(0...1), required: true, "Weight of the others' comfort (MOBIL)."),
    KeySpec(
      "speed_factor", .number(0.5...1), required: true,
      "Set speed as a share of the limit; never above it."),
  ]

  /// Reads a file.
  /// - Throws: `ScenarioFailure` with line and column of what is wrong.
  public static func read(_ path: String) throws(ScenarioFailure) -> DrivingStyle {
    try decode(SourceFile.read(path, limit: 1 << 16).bytes, path: path)
  }

  /// Decodes the bytes of a file.
  /// - Throws: `ScenarioFailure` with line and column of what is wrong.
  public static func decode(
    _ bytes: [UInt8], path: String
  ) throws(ScenarioFailure) -> DrivingStyle {
    let tree = try YAMLTree.read(SourceFile(path: path, bytes: bytes))
    try SchemaCheck(path: path).check(tree, against: .map(keys), name: "")
    let reader = ScenarioReader(path: path, node: tree)
    func number(_ key: String) -> Double { reader.number(key) ?? 0 }
    return DrivingStyle(
      id: reader.text("id") ?? "own", headway: number("headway_s"),
      acceleration: number("acceleration_mps2"), deceleration: number("deceleration_mps2"),
      jerk: number("jerk_mps3"), lateralAcceleration: number("lateral_acceleration_mps2"),
      politeness: number("politeness"), speedFactor: number("speed_factor"))
  }

  /// The file of a style, as `read` reads it.
  public static func text(_ style: DrivingStyle, about: String) -> String {
    """
    godseye_style: \(version)
    id: \(style.id)
    about: "\(about)"
    headway_s: \(StrictNumber.text(style.headway))
    acceleration_mps2: \(StrictNumber.text(style.acceleration))
    deceleration_mps2: \(StrictNumber.text(style.deceleration))
    jerk_mps3: \(StrictNumber.text(style.jerk))
    lateral_acceleration_mps2: \(StrictNumber.text(style.lateralAcceleration))
    politeness: \(StrictNumber.text(style.politeness))
    speed_factor: \(StrictNumber.text(style.speedFactor))

    """
  }

  /// The limits of a number of the format.
  public static func limits(of key: String) -> ClosedRange<Double>? {
    guard case .number(let range) = keys.first(where: { $0.name == key })?.shape else { return nil }
    return range
  }
}
