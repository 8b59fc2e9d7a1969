import Geometry

/// Why a recorded log cannot be read, or what was lost while reading it.
public struct LogFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file or folder.
  public var path: String
  /// Where in it: a byte offset, a frame number or a line.
  public var place: String
  /// What was found, what was expected, what to do; one line.
  public var reason: String

  /// Creates a failure.
  public init(path: String, place: String, reason: String) {
    self.path = path
    self.place = place
    self.reason = reason
  }

  /// `PATH:PLACE: REASON`.
  public var description: String { "\(path):\(place): \(reason)" }
}

/// A recorded drive, read frame by frame in constant memory.
public protocol LogSource: AnyObject {
  /// What the log is, for reports.
  var title: String { get }
  /// The number of frames, if the log states it.
  var statedFrameCount: Int? { get }
  /// The length of the log (s), if known.
  var duration: Double? { get }
  /// What was assumed (calibration) or lost (truncation), one line each; grows while reading.
  var notes: [String] { get }
  /// Whether anything was lost so far.
  var hasLoss: Bool { get }
  /// The next frame, or nil at the end.
  /// - Throws: `LogFailure` where reading cannot go on; frames before it were good.
  func next() throws(LogFailure) -> SensorFrame?
}
