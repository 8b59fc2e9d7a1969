import DriveLogs
import DrivingCore
import Sensing

/// Opens what the user names as a log.
public enum Logs {
  /// A recorded log of any kind, or a drive rendered from a seed (`rendered:SEED`).
  /// - Throws: `LogFailure` where it cannot be opened.
  public static func open(_ name: String, frames: Int = 300) throws(LogFailure) -> any LogSource {
    guard name.hasPrefix("rendered:") else { return try openLog(name) }
    guard let seed = UInt64(name.dropFirst("rendered:".count)) else {
      throw LogFailure(
        path: name, place: "name", reason: "found no seed; expected rendered:SEED, a whole number")
    }
    var options = RenderedDrive.Options(seed: seed)
    options.frameCount = frames
    return RenderedDriveSource(RenderedDrive(options))
  }
}
