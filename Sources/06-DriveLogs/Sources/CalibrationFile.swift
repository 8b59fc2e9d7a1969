import DrivingCore
import Foundation
import Geometry

/// `calibration.json`: how the front camera sees, with units in the names.
///
/// Keys: `focal_px` and `principal_px` (two numbers each), `height_m`, and where they are not zero
/// `distortion` (k1, k2, p1, p2, k3), `forward_m`, `left_m`, `pitch_down_rad`, `yaw_left_rad`,
/// `roll_right_rad`. `origin` may say `assumed`.
public struct CalibrationFile: Codable, Sendable, Hashable {
  var focal_px: [Double]
  var principal_px: [Double]
  var distortion: [Double]?
  var height_m: Double
  var forward_m: Double?
  var left_m: Double?
  var pitch_down_rad: Double?
  var yaw_left_rad: Double?
  var roll_right_rad: Double?
  var origin: CameraCalibration.Origin?

  /// What a file of this camera says.
  public init(_ calibration: CameraCalibration) {
    focal_px = [calibration.focalLength.x, calibration.focalLength.y]
    principal_px = [calibration.principalPoint.x, calibration.principalPoint.y]
    distortion = calibration.distortion
    height_m = calibration.height
    forward_m = calibration.forwardOffset
    left_m = calibration.leftOffset
    pitch_down_rad = calibration.pitchDown
    yaw_left_rad = calibration.yawLeft
    roll_right_rad = calibration.rollRight
    origin = calibration.origin
  }

  /// The camera, or what is wrong with the numbers.
  func calibration() throws(RecordDefect) -> CameraCalibration {
    guard focal_px.count == 2, principal_px.count == 2,
      focal_px.allSatisfy({ $0 > 0 && $0 < 1e6 }), height_m > 0, height_m < 10
    else {
      throw RecordDefect(
        reason: "expected two focal lengths (px), a principal point (px) and a height of 0-10 m")
    }
    guard (distortion ?? []).isEmpty || distortion?.count == 5 else {
      throw RecordDefect(reason: "expected five distortion numbers (k1, k2, p1, p2, k3) or none")
    }
    return CameraCalibration(
      focalLength: Vector2(focal_px[0], focal_px[1]),
      principalPoint: Vector2(principal_px[0], principal_px[1]), distortion: distortion ?? [],
      height: height_m, forwardOffset: forward_m ?? 0, leftOffset: left_m ?? 0,
      pitchDown: pitch_down_rad ?? 0, yawLeft: yaw_left_rad ?? 0, rollRight: roll_right_rad ?? 0,
      origin: origin ?? .calibrated)
  }

  /// Reads the file beside a log: `calibration.json` in a folder, or in the folder of a file.
  /// - Returns: nil where there is none.
  /// - Throws: `LogFailure` where there is one that cannot be used.
  public static func beside(_ path: String) throws(LogFailure) -> CameraCalibration? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    let url = URL(fileURLWithPath: path)
    let folder = isFolder.boolValue ? url : url.deletingLastPathComponent()
    let file = folder.appendingPathComponent("calibration.json").path
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    let source = try FileByteSource(path: file)
    let bytes = try source.read(0..<min(source.count, 1 << 20))
    do throws(RecordDefect) {
      return try LogJSON.value(CalibrationFile.self, bytes[...]).calibration()
    } catch {
      throw LogFailure(path: file, place: "calibration", reason: error.reason)
    }
  }
}
