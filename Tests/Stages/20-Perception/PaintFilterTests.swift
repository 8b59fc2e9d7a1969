import DrivingCore
import Geometry
import Imaging
import Testing

@testable import Perception

@Suite("Perception: paint in a picture's rows")
struct PaintFilterTests {
  /// A grey road seen from above the middle, with stripes along it: offset, width (m), brightness.
  static func points(_ stripes: [(offset: Double, width: Double, value: UInt8)]) -> [PaintPoint] {
    let calibration = CameraCalibration.assumed(width: 640, height: 360)
    let camera = RoadCamera(calibration, pitchDown: 0.02)
    var bitmap = Bitmap(width: 640, height: 360, filledWith: 100)
    for row in 200..<360 {
      for column in 0..<640 {
        guard let place = camera.ground(ray: camera.ray(u: Double(column), v: Double(row))) else {
          continue
        }
        for stripe in stripes where abs(place.y - stripe.offset) < stripe.width / 2 {
          for channel in 0..<3 { bitmap[column, row, channel] = stripe.value }
        }
      }
    }
    var filter = PaintFilter()
    let image = CameraImage(
      width: 640, height: 360, pixels: bitmap.pixels, calibration: calibration)
    return filter.points(in: image, camera: camera).filter { $0.row > 240 }
  }

  @Test("a bright stripe as wide as paint is found where it lies")
  func paint() throws {
    let points = Self.points([(1.8, 0.14, 200)])
    #expect(points.count > 40)
    let camera = RoadCamera(.assumed(width: 640, height: 360), pitchDown: 0.02)
    for point in points {
      let ray = camera.ray(u: point.column, v: Double(point.row))
      let place = try #require(camera.ground(ray: ray))
      #expect(abs(place.y - 1.8) < 0.05, "row \(point.row)")
    }
  }

  @Test("bare road between two dark stripes is no paint; paint between them is")
  func bareRoad() {
    let dark: [(offset: Double, width: Double, value: UInt8)] = [
      (2.02, 0.24, 40), (1.58, 0.24, 40),
    ]
    #expect(Self.points(dark).isEmpty)
    #expect(Self.points(dark + [(1.8, 0.14, 200)]).count > 40)
  }

  @Test("an edge between dark and bright road is no paint")
  func edge() { #expect(Self.points([(4, 4.2, 180)]).isEmpty) }
}
