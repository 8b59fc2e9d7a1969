import DrivingCore
import Geometry
import Testing

@testable import Perception

@Suite("Perception: camera over a flat road")
struct RoadCameraTests {
  static let calibration = CameraCalibration(
    focalLength: Vector2(900, 905), principalPoint: Vector2(470, 268),
    distortion: [-0.21, 0.04, 0.0004, -0.0006, 0], height: 1.31, forwardOffset: 1.7,
    leftOffset: 0.2, pitchDown: 0.03, yawLeft: -0.02, rollRight: 0.015, origin: .calibrated)

  @Test("a point of the road is found again through its pixel")
  func roundTrip() throws {
    let camera = RoadCamera(Self.calibration, pitchDown: 0.03)
    for x in stride(from: 6.0, to: 60, by: 7) {
      for y in stride(from: -4.0, to: 4.5, by: 2) {
        let pixel = try #require(camera.pixel(of: Vector2(x, y)))
        guard (0...959).contains(pixel.x), (0...539).contains(pixel.y) else { continue }
        let back = try #require(camera.ground(ray: camera.ray(u: pixel.x, v: pixel.y)))
        #expect(back.distance(to: Vector2(x, y)) < 1e-3 * x)
      }
    }
  }

  @Test("looking down raises the horizon; left is left; leaning right lowers the left side")
  func conventions() throws {
    let level = CameraCalibration.assumed(width: 960, height: 540)
    #expect(RoadCamera(level, pitchDown: 0.05).horizonRow < 269.5)
    let camera = RoadCamera(level, pitchDown: 0)
    let left = try #require(camera.pixel(of: Vector2(20, 2)))
    let right = try #require(camera.pixel(of: Vector2(20, -2)))
    #expect(left.x < 479.5 && right.x > 479.5)
    #expect(abs(left.x + right.x - 959) < 1e-9)
    var leaning = level
    leaning.rollRight = 0.05
    let tilted = RoadCamera(leaning, pitchDown: 0)
    let leftTilted = try #require(tilted.pixel(of: Vector2(20, 2)))
    #expect(leftTilted.y > left.y)
  }

  @Test("nothing of the road is seen at or above the horizon")
  func horizon() {
    let camera = RoadCamera(.assumed(width: 960, height: 540), pitchDown: 0.02)
    let row = camera.horizonRow
    #expect(camera.ground(ray: camera.ray(u: 300, v: row - 1)) == nil)
    #expect(camera.ground(ray: camera.ray(u: 300, v: row + 1)) != nil)
    #expect(camera.pixelsPerMetre(row: row - 5) == 0)
  }
}
