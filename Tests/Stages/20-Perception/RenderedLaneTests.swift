import DrivingCore
import Foundation
import Geometry
import Imaging
import Perception
import Sensing
import Testing

/// What a plain program does: one threshold for the whole road, Canny, Hough, two mean lines.
struct HoughBaseline {
  let calibration: CameraCalibration

  /// The lateral position (m) of the left and right line at a distance ahead, where found.
  func lines(_ image: CameraImage, distance: Double) throws -> (left: Double?, right: Double?) {
    var gray = try Bitmap(width: image.width, height: image.height, pixels: image.pixels)
      .converted(.gray)
    let focal = calibration.focalLength
    let horizon = calibration.principalPoint.y - focal.y * calibration.pitchDown
    let top = Int(horizon) + image.height / 18
    var (sum, squares, count) = (0.0, 0.0, 0.0)
    for row in top..<image.height {
      for x in 0..<image.width {
        let value = Double(gray[x, row, 0])
        (sum, squares, count) = (sum + value, squares + value * value, count + 1)
      }
    }
    let mean = sum / count
    let threshold = mean + 2 * max(squares / count - mean * mean, 0).squareRoot()
    for row in 0..<image.height {
      for x in 0..<image.width {
        gray[x, row, 0] = row >= top && Double(gray[x, row, 0]) > threshold ? 255 : 0
      }
    }
    let segments = try gray.cannyEdges(low: 50, high: 150)
      .houghSegments(votes: 20, shortest: Double(image.width) / 32, largestGap: 60)
    let row = horizon + calibration.height * focal.y / (distance - calibration.forwardOffset)
    var columns: (left: [Double], right: [Double]) = ([], [])
    for (x1, y1, x2, y2) in segments where y1 != y2 {
      let slope = Double(x2 - x1) / Double(y2 - y1)
      let column = Double(x1) + slope * (row - Double(y1))
      // Lines of the ego lane: they lean towards the vanishing point and meet the bottom near it.
      let bottom = Double(x1) + slope * Double(image.height - 1 - y1)
      guard abs(bottom - calibration.principalPoint.x) < 1.2 * Double(image.width) / 2 else {
        continue
      }
      if slope < -0.3 { columns.left.append(column) }
      if slope > 0.3 { columns.right.append(column) }
    }
    func lateral(_ values: [Double]) -> Double? {
      guard !values.isEmpty else { return nil }
      let column = values.reduce(0, +) / Double(values.count)
      let away = distance - calibration.forwardOffset
      return calibration.leftOffset + calibration.yawLeft * away
        - (column - calibration.principalPoint.x) / focal.x * away
    }
    return (lateral(columns.left), lateral(columns.right))
  }
}

@Suite("Perception: rendered lanes, known exactly")
struct RenderedLaneTests {
  static let isLong = ProcessInfo.processInfo.environment["GODSEYE_LONG_TESTS"] != nil
  static let seeds: [UInt64] = isLong ? Array(101...124) : [101, 102]
  static let frames = isLong ? 60 : 5

  /// Follows a drive with camera and odometry.
  static func follow(_ drive: RenderedDrive) throws -> LaneTruthComparison {
    var comparison = LaneTruthComparison()
    var perceiver = LanePerceiver()
    for index in 0..<drive.count {
      let frame = drive.frame(at: index)
      let truth = drive.truth(at: index)
      comparison.add(try perceiver.step(frame, at: frame.time)) { role, distance in
        truth.boundary(role)?.lateral(at: distance)
      }
    }
    return comparison
  }

  @Test("clean drives: median 3 cm, 95 % within 10 cm at 20 m, deviations honest")
  func clean() throws {
    var all = LaneTruthComparison()
    for seed in Self.seeds {
      let drive = RenderedDrive(.init(seed: seed, frameCount: Self.frames))
      let comparison = try Self.follow(drive)
      #expect(comparison.missed == 0, "seed \(seed)")
      all.add(comparison)
    }
    try Self.expectBounds(all)
  }

  @Test("hard drives: median 3 cm, most frames seen; threshold and Hough fail on 30 % and more")
  func hard() throws {
    var all = LaneTruthComparison()
    var failures = 0
    for seed in Self.seeds {
      let drive = RenderedDrive(.init(seed: seed, level: .hard, frameCount: Self.frames))
      all.add(try Self.follow(drive))
      if try Self.baselineFails(drive) { failures += 1 }
    }
    // One drive in ten is followed beside its line for a while: docs/guides/Lanes.md has the tail.
    #expect(try #require(all.quantile(0.5)) <= 0.03)
    #expect(Double(failures) >= 0.3 * Double(Self.seeds.count))
    // Some roads show no paint on one side for seconds: nothing is said there.
    #expect(Double(all.missed) <= 0.08 * Double(all.frames))
  }

  static func expectBounds(_ all: LaneTruthComparison) throws {
    #expect(try #require(all.quantile(0.5)) <= 0.03)
    #expect(try #require(all.quantile(0.95)) <= 0.10)
    let normalised = try #require(all.normalisedErrorSquared)
    #expect(normalised <= 2)
    // The first frames are deliberately cautious: the lower bound holds for whole drives.
    if isLong { #expect(normalised >= 0.5) }
  }

  /// More than one frame in twenty with a line missing or more than 20 cm off.
  static func baselineFails(_ drive: RenderedDrive) throws -> Bool {
    let baseline = HoughBaseline(calibration: drive.calibration)
    var bad = 0
    for index in 0..<drive.count {
      let found = try baseline.lines(drive.picture(at: index), distance: 20)
      let truth = drive.truth(at: index)
      let pairs = [
        (found.left, truth.boundary(.egoLeft)), (found.right, truth.boundary(.egoRight)),
      ]
      let isBad = pairs.contains { given, wanted in
        guard let wanted else { return false }
        guard let given else { return true }
        return abs(given - wanted.lateral(at: 20)) > 0.2
      }
      if isBad { bad += 1 }
    }
    return 20 * bad > drive.count
  }
}
