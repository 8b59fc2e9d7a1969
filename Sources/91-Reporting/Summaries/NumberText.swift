/// Numbers as people read them: the same text for the same number everywhere.
enum NumberText {
  /// A number with so many decimals; "-0" never appears.
  static func fixed(_ value: Double, _ decimals: Int = 2) -> String {
    guard value.isFinite else { return "not a number" }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let whole = Int64(scaled)
    let sign = value < 0 && whole != 0 ? "-" : ""
    if decimals == 0 { return "\(sign)\(whole)" }
    let digits = String(whole)
    let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// A number with as many decimals as it needs, at most three, and its unit.
  static func short(_ value: Double, unit: String = "1") -> String {
    var text = fixed(value, abs(value) < 1 && value != 0 ? 3 : 2)
    while text.contains("."), text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return unit == "1" || unit.isEmpty ? text : "\(text) \(unit)"
  }

  /// A number with its sign, for differences.
  static func signed(_ value: Double, _ decimals: Int = 2) -> String {
    let text = fixed(value, decimals)
    return text.hasPrefix("-") || text == fixed(0, decimals) ? text : "+\(text)"
  }
}
