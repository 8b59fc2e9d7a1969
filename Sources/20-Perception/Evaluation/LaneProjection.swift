import DrivingCore
import Geometry

/// Puts percepts back into the picture: boundaries as columns at rows.
public enum LaneProjection {
  /// How far ahead boundaries are drawn (m): beyond, a row is many metres.
  static let farthest = 130.0

  /// The boundaries of percepts as an answer to a label's rows.
  public static func answer(
    _ percepts: Percepts, calibration: CameraCalibration, width: Int, height: Int,
    rows: [Double], rawFile: String, frame: Int? = nil
  ) -> LaneLabel {
    let camera = RoadCamera(
      calibration, pitchDown: percepts.cameraPose?.pitchDown ?? calibration.pitchDown)
    let lanes = percepts.boundaries.map { boundary in
      LaneLabel.Lane(
        x: rows.map { row in
          guard row < Double(height), let x = column(boundary, row: row, camera),
            x >= 0, x <= Double(width - 1)
          else { return -2 }
          return x
        }, role: boundary.role.rawValue)
    }
    return LaneLabel(
      rawFile: rawFile, frame: frame, imageSize: [width, height], rows: rows, lanes: lanes)
  }

  /// Where a boundary crosses a row, nil where it does not.
  static func column(
    _ boundary: Percepts.LaneBoundary, row: Double, _ camera: RoadCamera
  ) -> Double? {
    let below = row - camera.horizonRow
    let focal = camera.calibration.focalLength.y
    guard below > camera.calibration.height * focal / farthest else { return nil }
    // The row fixes the distance but for lens and roll: a few corrections find it.
    var x = camera.calibration.forwardOffset + camera.calibration.height * focal / below
    for _ in 0..<4 {
      guard let pixel = camera.pixel(of: Vector2(x, boundary.lateral(at: x))) else { return nil }
      let away = max(x - camera.calibration.forwardOffset, 0.5)
      let rowPerMetre = -camera.calibration.height * focal / (away * away)
      x += min(max((row - pixel.y) / rowPerMetre, -0.5 * away), away)
    }
    return camera.pixel(of: Vector2(x, boundary.lateral(at: x)))?.x
  }
}
