/// Numbers as files may write them: decimal digits only, finite, no surprises.
enum StrictNumber {
  /// The number, or nil where the text is not a plain decimal number (no hex, no NaN, no infinity).
  static func double(_ text: some StringProtocol) -> Double? {
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    guard isPlain, text.utf8.count <= 64, let value = Double(text), value.isFinite else {
      return nil
    }
    return value
  }

  /// The number in the shortest form that reads back the same, without a trailing `.0`.
  static func text(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return "\(value)"
  }
}
