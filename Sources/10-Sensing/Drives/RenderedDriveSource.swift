import DrivingCore

/// A rendered drive read like a recorded log.
public final class RenderedDriveSource: LogSource {
  /// The drive behind it.
  public let drive: RenderedDrive
  private var index = 0

  /// Reads a drive from its first frame.
  public init(_ drive: RenderedDrive) { self.drive = drive }

  /// What the log is, for reports.
  public var title: String {
    "rendered drive \(drive.options.seed), \(drive.options.level.rawValue)"
  }
  /// The number of frames.
  public var statedFrameCount: Int? { drive.count }
  /// The length of the log (s).
  public var duration: Double? { Double(drive.count) / drive.options.rate }
  /// What a reader should know: the pictures are made, not taken.
  public var notes: [String] {
    ["pictures are rendered on a flat road from seed \(drive.options.seed); the pose is exact"]
  }
  /// Nothing is ever lost.
  public var hasLoss: Bool { false }

  /// The next frame, or nil at the end.
  public func next() throws(LogFailure) -> SensorFrame? {
    guard index < drive.count else { return nil }
    defer { index += 1 }
    return drive.frame(at: index)
  }
}
