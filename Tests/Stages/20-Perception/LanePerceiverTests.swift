import DrivingCore
import Geometry
import Imaging
import Sensing
import TestSupport
import Testing

@testable import Perception

/// Looks at pictures one after another, 25 a second.
func percepts(of pictures: [CameraImage]) throws -> [Percepts] {
  var perceiver = LanePerceiver()
  return try pictures.enumerated().map { index, picture in
    let time = SimulationTime(seconds: Double(index) / 25)
    let frame = SensorFrame(time: time, index: index, camera: picture)
    return try perceiver.step(frame, at: time)
  }
}

func picture(_ bitmap: Bitmap, _ calibration: CameraCalibration? = nil) -> CameraImage {
  CameraImage(
    width: bitmap.width, height: bitmap.height, pixels: bitmap.pixels,
    calibration: calibration ?? .assumed(width: bitmap.width, height: bitmap.height))
}

@Suite("Perception: lanes of one camera")
struct LanePerceiverTests {
  static let drive = RenderedDrive(.init(seed: 77, frameCount: 8, hasTraffic: false))

  @Test("rendered lanes are measured to centimetres, with a deviation that says so")
  func truth() throws {
    var perceiver = LanePerceiver()
    for index in 0..<6 {
      let seen = try perceiver.step(Self.drive.frame(at: index), at: Self.drive.time(of: index))
      for role in [Percepts.LaneBoundary.Role.egoLeft, .egoRight] {
        let boundary = try #require(seen.boundary(role))
        let truth = try #require(Self.drive.truth(at: index).boundary(role))
        let miss = abs(boundary.lateral(at: 20) - truth.lateral(at: 20))
        #expect(miss < 0.05)
        #expect(miss < 4 * boundary.lateralSigma(at: 20))
        #expect(boundary.lateralSigma(at: 10) < 0.15)
      }
      let width = try #require(seen.measuredLaneWidth)
      #expect(abs(width - Self.drive.laneWidth) < 0.05)
    }
  }

  @Test("a mirrored picture gives the mirrored lane within 3 cm at 20 m")
  func mirrored() throws {
    let original = Self.drive.picture(at: 0)
    var calibration = original.calibration
    calibration.principalPoint.x = Double(original.width - 1) - calibration.principalPoint.x
    calibration.leftOffset = -calibration.leftOffset
    calibration.yawLeft = -calibration.yawLeft
    let bitmap = Bitmap(width: original.width, height: original.height, pixels: original.pixels)
    let a = try #require(try percepts(of: [original]).first)
    let b = try #require(try percepts(of: [picture(bitmap.mirrored, calibration)]).first)
    let left = try #require(a.boundary(.egoLeft))
    let right = try #require(b.boundary(.egoRight))
    #expect(abs(left.lateral(at: 20) + right.lateral(at: 20)) < 0.03)
  }

  @Test("a crop that shifts the picture by 24 px shifts the lane by 24 px of road")
  func shifted() throws {
    let original = Self.drive.picture(at: 0)
    let bitmap = Bitmap(width: original.width, height: original.height, pixels: original.pixels)
    let shifted = bitmap.cropped(left: 24, top: 0, width: bitmap.width, height: bitmap.height)
    let a = try #require(try percepts(of: [original]).first?.boundary(.egoLeft))
    let b = try #require(
      try percepts(of: [picture(shifted, original.calibration)]).first?.boundary(.egoLeft))
    let away = 20 - original.calibration.forwardOffset
    let expected = 24 * away / original.calibration.focalLength.x
    #expect(abs(b.lateral(at: 20) - a.lateral(at: 20) - expected) < 0.05)
  }

  @Test("black, white, gray and noise have no lane")
  func nothing() throws {
    var random = SeededGenerator(seed: 5)
    var pictures = [0, 128, 255].map { Bitmap(width: 640, height: 360, filledWith: $0) }
    for coarse in [1, 4, 8] {
      var noise = Bitmap(width: 640 / coarse, height: 360 / coarse)
      for index in noise.pixels.indices { noise.pixels[index] = UInt8(random.next() & 0xFF) }
      pictures.append(try noise.resized(width: 640, height: 360, .linear))
    }
    for bitmap in pictures {
      let seen = try #require(try percepts(of: [picture(bitmap)]).first)
      #expect(seen.boundaries.isEmpty)
      #expect(seen.notes == ["no lane"])
    }
  }

  @Test("frames without a picture, tiny pictures and a change of size are survived")
  func oddFrames() throws {
    var perceiver = LanePerceiver()
    let small = picture(Bitmap(width: 3, height: 2))
    let other = picture(Bitmap(width: 1281, height: 721, filledWith: 90))
    for (index, camera) in [Self.drive.picture(at: 0), nil, small, other, nil].enumerated() {
      let time = SimulationTime(seconds: Double(index) / 20)
      let seen = try perceiver.step(
        SensorFrame(time: time, index: index, camera: camera), at: time)
      #expect(seen.frameIndex == index)
    }
  }

  @Test("without pictures the lane is believed for a while, less and less surely")
  func blind() throws {
    var perceiver = LanePerceiver()
    let first = try perceiver.step(Self.drive.frame(at: 0), at: .zero)
    var sigma = try #require(first.boundary(.egoLeft)).lateralSigma(at: 10)
    for index in 1..<10 {
      let time = SimulationTime(seconds: Double(index) * 0.1)
      let seen = try perceiver.step(SensorFrame(time: time, index: index), at: time)
      let boundary = try #require(seen.boundary(.egoLeft))
      #expect(boundary.lateralSigma(at: 10) > sigma)
      #expect(abs(boundary.age - Double(index) * 0.1) < 1e-9)
      sigma = boundary.lateralSigma(at: 10)
    }
    let late = SimulationTime(seconds: 4)
    #expect(try perceiver.step(SensorFrame(time: late, index: 10), at: late).boundaries.isEmpty)
  }

  @Test("a lane well known outlasts a stretch of road without paint")
  func bareStretch() throws {
    var perceiver = LanePerceiver()
    for index in 0..<8 {
      let frame = Self.drive.frame(at: index)
      var seen = try perceiver.step(frame, at: frame.time)
      guard index >= 6 else { continue }
      // The same moment again, with the picture painted over: believed, not measured.
      let bare = Bitmap(width: 640, height: 360, filledWith: 90)
      var blind = perceiver
      for step in 1...4 {
        let time = frame.time + SimulationTime(seconds: 0.01 * Double(step))
        seen = try blind.step(
          SensorFrame(
            time: time, index: index, camera: picture(bare, Self.drive.calibration),
            odometry: frame.odometry), at: time)
      }
      let left = try #require(seen.boundary(.egoLeft))
      let truth = try #require(Self.drive.truth(at: index).boundary(.egoLeft))
      #expect(left.age > 0)
      #expect(abs(left.lateral(at: 10) - truth.lateral(at: 11)) < 0.1)
    }
  }

  @Test("two perceivers agree to the last bit, and a copy continues as the original")
  func determinism() throws {
    var one = LanePerceiver()
    var other = LanePerceiver()
    for index in 0..<2 {
      let frame = Self.drive.frame(at: index)
      #expect(try one.step(frame, at: frame.time) == other.step(frame, at: frame.time))
    }
    var copy = one
    let frame = Self.drive.frame(at: 2)
    #expect(try one.step(frame, at: frame.time) == copy.step(frame, at: frame.time))
  }
}
