import DrivingCore

extension RenderedDrive.Options {
  /// The options a name states: `rendered:SEED`, then, in any order and separated by commas,
  /// `clean` or `hard`, `frames=N`, `rate=HZ`, `size=WIDTHxHEIGHT`, `speed=MPS`, `radius=M`,
  /// `distorted`, `empty` (no traffic).
  /// - Throws: `LogFailure` that says which part is wrong and what would be right.
  public init(named name: String) throws(LogFailure) {
    let parts = name.split(separator: ",", omittingEmptySubsequences: false)
    let head = parts.first.map(String.init) ?? ""
    guard head.hasPrefix("rendered:"), let seed = UInt64(head.dropFirst("rendered:".count)) else {
      throw LogFailure(
        path: name, place: "name",
        reason: "found '\(head)'; expected rendered:SEED with a whole number, such as rendered:7")
    }
    self.init(seed: seed)
    for part in parts.dropFirst() { try read(String(part), of: name) }
  }

  /// Whether a path is the name of a rendered drive.
  public static func isName(_ path: String) -> Bool { path.hasPrefix("rendered:") }

  private mutating func read(_ part: String, of name: String) throws(LogFailure) {
    let pieces = part.split(separator: "=", maxSplits: 1).map(String.init)
    let (key, value) = (pieces.first ?? "", pieces.count > 1 ? pieces[1] : "")
    switch key {
    case "clean": level = .clean
    case "hard": level = .hard
    case "distorted": hasDistortion = true
    case "empty": hasTraffic = false
    case "frames": frameCount = Int(try number(value, 1...20_000, part, name))
    case "rate": rate = try number(value, 1...100, part, name)
    case "speed": speed = try number(value, 1...60, part, name)
    case "radius": minimumRadius = try number(value, 100...1e5, part, name)
    case "size":
      let sides = value.split(separator: "x").map(String.init)
      width = Int(try number(sides.first ?? "", 64...1920, part, name))
      height = Int(try number(sides.count == 2 ? sides[1] : "", 36...1200, part, name))
    default:
      throw LogFailure(
        path: name, place: "name",
        reason: "found '\(part)'; expected clean, hard, distorted, empty, frames=N, rate=HZ, "
          + "size=WIDTHxHEIGHT, speed=MPS or radius=M")
    }
  }

  private func number(
    _ text: String, _ allowed: ClosedRange<Double>, _ part: String, _ name: String
  ) throws(LogFailure) -> Double {
    guard let value = Double(text), allowed.contains(value) else {
      throw LogFailure(
        path: name, place: "name",
        reason: "found '\(part)'; expected a number from \(allowed.lowerBound) to "
          + "\(allowed.upperBound)")
    }
    return value
  }
}

extension RenderedDriveSource {
  /// Opens the drive of a name such as `rendered:7` or `rendered:7,hard,frames=100`.
  /// - Throws: `LogFailure` that says which part of the name is wrong.
  public convenience init(named name: String) throws(LogFailure) {
    self.init(RenderedDrive(try RenderedDrive.Options(named: name)))
  }
}
