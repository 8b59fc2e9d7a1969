import DrivingCore
import Geometry

@testable import Sensing

/// The lane finder of a beginner's course: one brightness threshold for the whole picture and the
/// strongest straight line on each side. Hard pictures must defeat it.
struct PlainHoughBaseline {
  /// The share of the road's pixels that count as paint.
  private let brightest = 0.03

  /// The lateral positions of the ego's lines 20 m ahead (m); nil where none was found.
  func laterals(in picture: CameraImage) -> (left: Double?, right: Double?) {
    let points = brightPoints(in: picture)
    let middle = Double(picture.width) / 2
    let horizon =
      picture.calibration.principalPoint.y
      - picture.calibration.pitchDown * picture.calibration.focalLength.y
    let left = strongest(points, leaning: -1, middle: middle, horizon: horizon)
    let right = strongest(points, leaning: 1, middle: middle, horizon: horizon)
    return (left.flatMap { place($0, picture) }, right.flatMap { place($0, picture) })
  }

  private typealias Line = (slope: Double, offset: Double)

  /// Bright pixels of a trapezoid below the horizon.
  private func brightPoints(in picture: CameraImage) -> [SIMD2<Double>] {
    let top =
      Int(
        picture.calibration.principalPoint.y
          - picture.calibration.pitchDown * picture.calibration.focalLength.y) + picture.height / 20
    var candidates: [(UInt8, SIMD2<Double>)] = []
    for row in max(top, 0)..<picture.height {
      let half =
        (0.06 + 0.6 * Double(row - top) / Double(picture.height - top))
        * Double(picture.width)
      let middle = Double(picture.width) / 2
      for column in max(Int(middle - half), 0)..<min(Int(middle + half), picture.width) {
        let value = picture.pixels[(row * picture.width + column) * 3 + 1]
        candidates.append((value, SIMD2(Double(column), Double(row))))
      }
    }
    let values = candidates.map(\.0).sorted()
    guard !values.isEmpty else { return [] }
    let threshold = values[Int(Double(values.count - 1) * (1 - brightest))]
    return candidates.filter { $0.0 > threshold }.map(\.1)
  }

  /// The best supported line x = offset + slope (y - horizon) that leans to one side.
  private func strongest(
    _ points: [SIMD2<Double>], leaning side: Double, middle: Double, horizon: Double
  ) -> Line? {
    var votes = [Int](repeating: 0, count: 60 * 80)
    for point in points {
      for step in 0..<60 {
        let slope = side * (0.3 + 0.05 * Double(step))
        let offset = point.x - slope * (point.y - horizon) - middle
        let bin = Int((offset / 3).rounded(.down)) + 40
        if bin >= 0 && bin < 80 { votes[step * 80 + bin] += 1 }
      }
    }
    guard let most = votes.max(), most >= 30, let best = votes.firstIndex(of: most) else {
      return nil
    }
    return (
      side * (0.3 + 0.05 * Double(best / 80)), middle + (Double(best % 80) - 39.5) * 3
    )
  }

  /// Where the line meets the ground 20 m ahead.
  private func place(_ line: Line, _ picture: CameraImage) -> Double? {
    let view = CameraView(picture.calibration)
    let horizon =
      picture.calibration.principalPoint.y
      - picture.calibration.pitchDown * picture.calibration.focalLength.y
    let row = view.pixel(view.cameraPoint(SIMD3(20, 0, 0))).y
    let ray = view.direction(pixel: SIMD2(line.offset + line.slope * (row - horizon), row))
    guard ray.z < 0 else { return nil }
    return view.origin.y + ray.y * view.origin.z / -ray.z
  }

  /// Whether both lines were found within 20 cm of the truth.
  func succeeds(on picture: CameraImage, _ truth: RenderedTruth) -> Bool {
    let found = laterals(in: picture)
    guard let left = found.left, let right = found.right,
      let trueLeft = truth.boundary(.egoLeft), let trueRight = truth.boundary(.egoRight)
    else { return false }
    return abs(left - trueLeft.lateral(at: 20)) < 0.2
      && abs(right - trueRight.lateral(at: 20)) < 0.2
  }
}
