import DrivingCore
import Foundation

/// The committed results that changes are judged against, with the reason for every move.
public struct Baseline: Sendable, Hashable, Codable {
  /// The schema's name and version.
  public static let schema = "godseye.baseline/1"

  /// One move of the baseline.
  public struct Move: Sendable, Hashable, Codable {
    /// Why, in the words of who moved it.
    public var because: String
    /// What changed, in one line.
    public var change: String
    /// Whether a safety regression was accepted with it.
    public var acceptsSafetyRegression: Bool

    private enum CodingKeys: String, CodingKey {
      case because, change
      case acceptsSafetyRegression = "accepts_safety_regression"
    }
  }

  /// The schema's name and version.
  public private(set) var schema = Baseline.schema
  /// The moves, oldest first.
  public private(set) var moves: [Move]
  /// The results.
  public private(set) var results: RunResults

  /// Reads a baseline.
  /// - Throws: `ReportFailure` where it is missing, too large, broken or of another schema.
  public init(contentsOf path: String) throws(ReportFailure) {
    self = try ReportFile.decode(Baseline.self, from: path, expecting: Baseline.schema) {
      $0.schema
    }
  }

  /// The first baseline of a place.
  private init(results: RunResults, move: Move) { (self.results, moves) = (results, [move]) }

  /// Moves the baseline at a path to new results, or starts one there.
  ///
  /// - Returns: What changed; nil for a first baseline.
  /// - Throws: `ReportFailure` without a reason, for an empty suite, on a safety regression that is
  ///   not accepted, or where the file cannot be read or written.
  @discardableResult
  public static func update(
    at path: String, to results: RunResults, because reason: String,
    acceptingSafetyRegression accepted: Bool = false
  ) throws(ReportFailure) -> Comparison? {
    let because = reason.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !because.isEmpty else {
      throw ReportFailure(
        path: path, reason: "found no reason; a baseline moves only for one; add --because TEXT")
    }
    guard !results.scenarios.isEmpty else {
      throw ReportFailure(
        path: path, reason: "found no scenario in the new results; expected at least one")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      let move = Move(
        because: because, change: "first: \(results.countsInWords)", acceptsSafetyRegression: false)
      try Baseline(results: results, move: move).write(to: path)
      return nil
    }
    var baseline = try Baseline(contentsOf: path)
    let comparison = Comparison(base: baseline.results, candidate: results)
    let unsafe = comparison.pairs.filter(\.isSafetyRegression)
    if let first = unsafe.first, !accepted {
      throw ReportFailure(
        path: path,
        reason: "found a safety regression in \(unsafe.count) scenario(s), first \(first.id): "
          + "\(first.reason); a baseline must not get less safe unseen; mend it, or add "
          + "--accept-safety-regression")
    }
    baseline.moves.append(
      Move(
        because: because, change: comparison.changeInWords,
        acceptsSafetyRegression: accepted && !unsafe.isEmpty))
    baseline.results = results
    try baseline.write(to: path)
    return comparison
  }

  private func write(to path: String) throws(ReportFailure) {
    try AtomicFile.write(try ReportFile.encode(self, for: path), to: path)
  }
}

extension Comparison {
  /// The counts in one line, lost and added scenarios included.
  var changeInWords: String {
    var parts = ["\(count(.worse)) worse", "\(count(.better)) better", "\(count(.same)) same"]
    if !lost.isEmpty { parts.append("\(lost.count) lost") }
    if !added.isEmpty { parts.append("\(added.count) new") }
    return parts.joined(separator: ", ") + ", mean score \(NumberText.signed(meanDelta))"
  }
}
