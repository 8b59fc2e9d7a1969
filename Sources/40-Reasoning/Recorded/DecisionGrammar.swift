import DrivingCore

/// The closed language a model answers in: one JSON object of meta-actions, nothing else.
///
/// A model proposes only what the planner can carry out and the supervisor can check; whatever
/// does not fit the grammar is no answer. `gbnf` constrains the decoding of servers that can.
public enum DecisionGrammar {
  /// Why an answer is none.
  public struct Fault: Error, Sendable, Hashable {
    /// What was found and what was expected, in one line.
    public var reason: String

    /// Creates a fault.
    public init(reason: String) { self.reason = reason }
  }

  /// The largest speed that may be asked for (m/s), and the time gaps (s).
  public static let (fastest, shortestGap, longestGap) = (60.0, 0.5, 5.0)
  /// The longest reason (characters).
  public static let longestReason = 600

  /// The grammar in the notation of llama.cpp (GBNF).
  public static let gbnf = """
    root ::= "{" ws "\\"speed\\":" ws speed "," ws "\\"path\\":" ws path ("," ws "\\"parking\\":" ws parking)? "," ws "\\"target_speed_mps\\":" ws number "," ws "\\"headway_s\\":" ws number ("," ws "\\"target_gap\\":" ws gap)? "," ws "\\"reason\\":" ws string ws "}"
    speed ::= "\\"keep\\"" | "\\"accelerate\\"" | "\\"decelerate\\"" | "\\"stop\\""
    path ::= "\\"keep\\"" | "\\"lane_change_left\\"" | "\\"lane_change_right\\"" | "\\"abort\\"" | "\\"nudge_left\\"" | "\\"nudge_right\\""
    parking ::= "\\"search\\"" | "\\"park_in\\"" | "\\"pull_out\\"" | "\\"wait\\"" | "\\"replan\\"" | "\\"give_up\\""
    gap ::= "-1" | "0" | "1"
    number ::= [0-9] [0-9]? ("." [0-9] [0-9]?)?
    string ::= "\\"" [^"\\\\\\x00-\\x1F]* "\\""
    ws ::= [ \\t\\n]*
    """

  /// Reads an answer; thinking up to and including `</think>` is skipped.
  ///
  /// - Throws: `Fault` for anything but one object with exactly the members of the grammar.
  public static func decision(from answer: String) throws(Fault) -> Decision {
    let value: JSONValue
    do throws(JSONFault) {
      value = try JSONText.value(of: conclusion(of: Array(answer.utf8)))
    } catch {
      throw Fault(reason: "column \(error.column): \(error.finding); expected one JSON object")
    }
    guard let members = value.members else { throw Fault(reason: "expected a JSON object") }
    let known = [
      "speed", "path", "parking", "target_speed_mps", "headway_s", "target_gap", "reason",
    ]
    if let unknown = members.first(where: { !known.contains($0.name) }) {
      throw Fault(
        reason: "unknown member '\(unknown.name)'; expected \(known.joined(separator: ", "))")
    }
    let reason = try text("reason", in: value)
    guard reason.count <= longestReason else {
      throw Fault(reason: "a reason of \(reason.count) characters; at most \(longestReason)")
    }
    var parking: Decision.ParkingAction?
    if value["parking"] != nil, value["parking"] != .null {
      parking = try choice("parking", in: value)
    }
    var gap: Int?
    if value["target_gap"] != nil, value["target_gap"] != .null {
      let number = try number("target_gap", in: value, -1, 1)
      guard number == number.rounded() else {
        throw Fault(reason: "member 'target_gap' is \(number); expected -1, 0 or 1")
      }
      gap = Int(number)
    }
    return Decision(
      speed: try choice("speed", in: value), path: try choice("path", in: value),
      parking: parking, targetSpeed: try number("target_speed_mps", in: value, 0, fastest),
      headway: try number("headway_s", in: value, shortestGap, longestGap), targetGap: gap,
      reason: reason)
  }

  private static func conclusion(of bytes: [UInt8]) -> [UInt8] {
    let mark = Array("</think>".utf8)
    guard bytes.count >= mark.count else { return bytes }
    for start in stride(from: bytes.count - mark.count, through: 0, by: -1)
    where bytes[start..<(start + mark.count)].elementsEqual(mark) {
      return Array(bytes[(start + mark.count)...])
    }
    return bytes
  }

  private static func text(_ name: String, in value: JSONValue) throws(Fault) -> String {
    guard let text = value[name]?.text else {
      throw Fault(reason: "member '\(name)' is missing or not a string")
    }
    return text
  }

  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, in value: JSONValue
  ) throws(Fault) -> Choice where Choice.RawValue == String {
    let word = try text(name, in: value)
    guard let choice = Choice(rawValue: word) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw Fault(reason: "'\(name)' is '\(word)'; expected one of \(known)")
    }
    return choice
  }

  private static func number(
    _ name: String, in value: JSONValue, _ low: Double, _ high: Double
  ) throws(Fault) -> Double {
    guard let number = value[name]?.number, number >= low, number <= high else {
      throw Fault(reason: "member '\(name)' is missing or not a number from \(low) to \(high)")
    }
    return number
  }
}
