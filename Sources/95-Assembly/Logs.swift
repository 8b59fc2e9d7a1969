import DriveLogs
import DrivingCore
import Sensing

/// Opens what the user names as a log.
public enum Logs {
  /// A recorded log of any kind, or a drive rendered from a seed (`rendered:SEED[,hard,frames=N]`).
  /// - Throws: `LogFailure` where it cannot be opened.
  public static func open(_ name: String) throws(LogFailure) -> any LogSource {
    RenderedDrive.Options.isName(name)
      ? try RenderedDriveSource(named: name) : try openLog(name)
  }
}
