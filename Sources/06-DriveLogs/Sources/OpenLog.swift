import DrivingCore
import Foundation

/// Opens whatever `godseye replay` and `godseye import` are given: an MCAP, a video, a folder of
/// pictures or a comma2k19 segment.
/// - Throws: `LogFailure` where the path is none of these, or cannot be read.
public func openLog(
  _ path: String, calibration: CameraCalibration? = nil
) throws(LogFailure) -> any LogSource {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw LogFailure(path: path, place: "file", reason: "does not exist; check the path")
  }
  if isFolder.boolValue {
    let inside = ["processed_log", "global_pose"].contains {
      FileManager.default.fileExists(atPath: "\(path)/\($0)")
    }
    return inside
      ? try ComLogSource(path: path)
      : try ImageFolderLogSource(path: path, calibration: calibration)
  }
  switch URL(fileURLWithPath: path).pathExtension.lowercased() {
  case "mcap": return try MCAPLogSource(path: path, calibration: calibration)
  case "mp4", "avi", "mkv": return try VideoLogSource(path: path, calibration: calibration)
  case let other:
    throw LogFailure(
      path: path, place: "file",
      reason: "a file ending in \".\(other)\"; expected .mcap, .mp4, .avi, .mkv, a folder of "
        + "pictures or a comma2k19 segment")
  }
}
