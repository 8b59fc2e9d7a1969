import DrivingCore
import Geometry
import Imaging

/// Draws on a picture what was seen in it: for the eyes of people, read by no stage.
public enum LaneOverlay {
  private static let green = PixelColor(red: 60, green: 220, blue: 90)
  private static let amber = PixelColor(red: 255, green: 190, blue: 40)
  private static let blue = PixelColor(red: 90, green: 170, blue: 255)
  private static let white = PixelColor(red: 245, green: 245, blue: 245)

  /// The picture with boundaries (as wide as two deviations), the lane, its width and the horizon.
  /// - Throws: `ImagingFailure` where the picture cannot be drawn on.
  public static func drawn(
    _ percepts: Percepts, on image: CameraImage
  ) throws(ImagingFailure) -> Bitmap {
    var canvas = Bitmap(width: image.width, height: image.height, pixels: image.pixels)
    try draw(percepts, calibration: image.calibration, on: &canvas)
    return canvas
  }

  /// Draws on a picture in place.
  /// - Throws: `ImagingFailure` where the picture cannot be drawn on.
  public static func draw(
    _ percepts: Percepts, calibration: CameraCalibration, on canvas: inout Bitmap
  ) throws(ImagingFailure) {
    let camera = RoadCamera(
      calibration, pitchDown: percepts.cameraPose?.pitchDown ?? calibration.pitchDown)
    try horizon(camera, on: &canvas)
    if let left = percepts.boundary(.egoLeft), let right = percepts.boundary(.egoRight) {
      let ring = line(left, 0, camera) + line(right, 0, camera).reversed()
      try canvas.tintPolygon(ring, color: green, opacity: 0.18)
    }
    for boundary in percepts.boundaries { try draw(boundary, camera, on: &canvas) }
    try words(percepts, on: &canvas)
  }

  private static func draw(
    _ boundary: Percepts.LaneBoundary, _ camera: RoadCamera, on canvas: inout Bitmap
  ) throws(ImagingFailure) {
    let isEgo = boundary.role == .egoLeft || boundary.role == .egoRight
    // Amber: believed from earlier frames, not measured in this one.
    let color = !isEgo ? blue : boundary.age > 0 ? amber : green
    let band = line(boundary, 2, camera) + line(boundary, -2, camera).reversed()
    try canvas.tintPolygon(band, color: color, opacity: 0.45)
    try canvas.drawPolyline(line(boundary, 0, camera), color: color, thickness: isEgo ? 2 : 1)
  }

  private static func line(
    _ boundary: Percepts.LaneBoundary, _ sigmas: Double, _ camera: RoadCamera
  ) -> [(x: Double, y: Double)] {
    let start = camera.calibration.forwardOffset + 3
    let end = max(boundary.farthest, start + 20)
    return (0...40).compactMap { step in
      let share = Double(step) / 40
      let x = start + (end - start) * share * share
      let y = boundary.lateral(at: x) + sigmas * boundary.lateralSigma(at: x)
      return camera.pixel(of: Vector2(x, y)).map { ($0.x, $0.y) }
    }
  }

  private static func horizon(_ camera: RoadCamera, on canvas: inout Bitmap) throws(ImagingFailure)
  {
    let row = camera.horizonRow
    let width = Double(canvas.width)
    for (from, to) in [(0.0, 0.04), (0.96, 1.0)] {
      try canvas.drawPolyline([(from * width, row), (to * width, row)], color: white)
    }
  }

  private static func words(_ percepts: Percepts, on canvas: inout Bitmap) throws(ImagingFailure) {
    let scale = Double(canvas.height) / 900
    let step = max(Int(34 * scale), 12)
    for (index, text) in sentences(percepts).enumerated() {
      try canvas.drawText(
        text, x: step / 2, y: step * (index + 1), scale: max(scale, 0.35), color: white)
    }
  }

  private static func sentences(_ percepts: Percepts) -> [String] {
    guard let left = percepts.boundary(.egoLeft), let right = percepts.boundary(.egoRight) else {
      return ["frame \(percepts.frameIndex)", "no lane"]
    }
    let middle = -(left.lateral(at: 0) + right.lateral(at: 0)) / 2
    let width = percepts.measuredLaneWidth.map { "\(rounded($0)) m" } ?? "not measured"
    return [
      "frame \(percepts.frameIndex)", "lane width \(width)",
      "\(rounded(abs(middle))) m \(middle >= 0 ? "left" : "right") of its middle",
    ]
  }

  /// Two decimals, without Foundation.
  private static func rounded(_ value: Double) -> String {
    let hundredths = Int((min(max(value, 0), 1000) * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
