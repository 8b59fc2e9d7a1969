import DrivingCore
import Foundation
import Geometry
import Imaging
import TestSupport
import Testing

@testable import Perception

@Suite("Perception: lanes against labels")
struct LaneEvaluationTests {
  static func label(_ lanes: [[Double]], roles: [String] = ["ego_left", "ego_right"]) -> LaneLabel {
    LaneLabel(
      rawFile: "x", imageSize: [1280, 720], rows: stride(from: 400, to: 600, by: 10).map { $0 },
      lanes: zip(lanes, roles).map { LaneLabel.Lane(x: $0, role: $1) })
  }
  static let straight = [Double](repeating: 300, count: 20)
  static let other = [Double](repeating: 900, count: 20)

  @Test("the TuSimple rule on cases worked by hand")
  func rule() {
    let truth = Self.label([Self.straight, Self.other])
    let same = TuSimpleRule(answer: truth, truth: truth)
    #expect(same.accuracy == 1 && same.falsePositive == 0 && same.falseNegative == 0)
    // 19.9 px is right, 20 px is not, on an upright line.
    let near = Self.label([Self.straight.map { $0 + 19.9 }, Self.other.map { $0 + 20 }])
    let half = TuSimpleRule(answer: near, truth: truth)
    #expect(half.accuracy == 0.5 && half.falsePositive == 0.5 && half.falseNegative == 0.5)
    // Four of twenty rows missing: 80 %, below the 85 % that find a boundary.
    let gaps = Self.label([[-2, -2, -2, -2] + Self.straight.dropFirst(4), Self.other])
    let missing = TuSimpleRule(answer: gaps, truth: truth)
    #expect(abs(missing.accuracy - 0.9) < 1e-12 && missing.falseNegative == 0.5)
    // On a slant of 45 degrees 28 px are allowed.
    let slanted = (0..<20).map { 300 + 10.0 * Double($0) }
    let moved = TuSimpleRule(
      answer: Self.label([slanted.map { $0 + 28 }]), truth: Self.label([slanted]))
    #expect(moved.accuracy == 1)
    let empty = TuSimpleRule(answer: Self.label([]), truth: truth)
    #expect(empty.accuracy == 0 && empty.falsePositive == 0 && empty.falseNegative == 1)
    #expect(TuSimpleRule(answer: Self.label([]), truth: Self.label([])).accuracy == 0)
  }

  @Test("pixel errors count visible paint only; strangers are false boundaries")
  func pixels() throws {
    var label = Self.label([Self.straight, Self.other])
    label.lanes[0].paint = (0..<20).map { $0 >= 14 }
    var answer = Self.label([Self.straight.map { $0 + 3 }, Self.other.map { $0 - 1 }])
    answer.lanes.append(.init(x: [Double](repeating: 600, count: 20)))
    var evaluation = LaneEvaluation()
    evaluation.add(label: label, answer: answer)
    let values = Dictionary(uniqueKeysWithValues: evaluation.metrics.map { ($0.id, $0.value) })
    #expect(values["lane.recall@1"] == 1)
    #expect(values["lane.false_boundaries@1"] == 1)
    #expect(values["lane.pixel_error_far@1"] == 1)
    let near = try #require(values["lane.pixel_error_near@1"] ?? nil)
    #expect(near > 1 && near < 3)
    #expect(LaneEvaluation().metrics.allSatisfy { $0.value == nil && $0.reason != nil })
  }

  @Test("labels are read from lists and from the extended form, and masks become labels")
  func formats() throws {
    let plain = #"{"raw_file": "a.jpg", "h_samples": [240, 250], "lanes": [[-2, 632], [719, 734]]}"#
    let lists = try JSONDecoder().decode(LaneLabel.self, from: Data(plain.utf8))
    #expect(lists.lanes.map(\.x) == [[-2, 632], [719, 734]])
    let again = try JSONDecoder().decode(LaneLabel.self, from: JSONEncoder().encode(lists))
    #expect(again == lists)
    var mask = Bitmap(width: 200, height: 200)
    for row in 160..<200 { for x in 50...54 { for c in 0..<3 { mask[x, row, c] = 70 } } }
    for row in 170..<200 { for x in 150...152 { for c in 0..<3 { mask[x, row, c] = 20 } } }
    let label = LaneLabel(rawFile: "m", mask: mask)
    #expect(label.rows == [160, 170, 180, 190])
    #expect(Set(label.lanes.map { $0.role ?? "" }) == ["ego_left", "ego_right"])
    #expect(label.lanes.contains { $0.x == [52, 52, 52, 52] })
    #expect(label.lanes.contains { $0.x == [-2, 151, 151, 151] })
  }

  @Test("a boundary drawn into the picture lies where the camera sees it")
  func projection() throws {
    let calibration = RoadCameraTests.calibration
    let boundary = Percepts.LaneBoundary(
      role: .egoLeft, coefficients: [1.8, 0.01, 0.001, 0],
      covariance: .init(repeating: 0, count: 16),
      nearest: 5, farthest: 50, probability: 1)
    let seen = Percepts(
      time: .zero, frameIndex: 0, boundaries: [boundary],
      cameraPose: .init(pitchDown: 0.03, pitchSigma: 0.001, origin: .calibrated))
    let camera = RoadCamera(calibration, pitchDown: 0.03)
    let pixels = [8.0, 15, 30, 60].compactMap {
      camera.pixel(of: Vector2($0, boundary.lateral(at: $0)))
    }
    let answer = LaneProjection.answer(
      seen, calibration: calibration, width: 960, height: 540, rows: pixels.map(\.y), rawFile: "x")
    let columns = try #require(answer.lanes.first).x
    for (pixel, column) in zip(pixels, columns) where (0...959).contains(pixel.x) {
      #expect(abs(pixel.x - column) < 0.05)
    }
  }

  static let masks = TestData.files("tusimple-lanenet-samples/gt_instance_image", ending: ".png")

  @Test("TuSimple-labelled frames: ego boundaries at 85 % or better", .enabled(if: !masks.isEmpty))
  func tuSimple() throws {
    var evaluation = LaneEvaluation()
    for url in Self.masks {
      let photo = url.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("image/\(url.lastPathComponent)")
      let bitmap = try Bitmap(decoding: [UInt8](Data(contentsOf: photo)))
      let mask = try Bitmap(decoding: [UInt8](Data(contentsOf: url)))
      let label = LaneLabel(rawFile: url.lastPathComponent, mask: mask)
      let camera = picture(bitmap)
      let seen = try #require(try percepts(of: [camera]).first)
      evaluation.add(
        label: label,
        answer: LaneProjection.answer(
          seen, calibration: camera.calibration, width: bitmap.width, height: bitmap.height,
          rows: label.rows, rawFile: label.rawFile))
    }
    let accuracy = try #require(evaluation.metrics.first { $0.id == "tusimple.accuracy@1" }?.value)
    #expect(accuracy >= 0.85)
  }

  static let labels = TestData.url("oracles/lanes/labels.jsonl")

  @Test("hand-labelled stills: found, within 8 px, nothing invented", .enabled(if: labels != nil))
  func stills() throws {
    let text = try String(contentsOf: #require(Self.labels), encoding: .utf8)
    var evaluation = LaneEvaluation()
    for line in text.split(separator: "\n") {
      let label = try JSONDecoder().decode(LaneLabel.self, from: Data(line.utf8))
      guard label.rawFile.hasSuffix(".jpg"), let file = TestData.url(label.rawFile) else {
        continue
      }
      let camera = picture(try Bitmap(decoding: [UInt8](Data(contentsOf: file))))
      let seen = try #require(try percepts(of: [camera]).first)
      evaluation.add(
        label: label,
        answer: LaneProjection.answer(
          seen, calibration: camera.calibration, width: camera.width, height: camera.height,
          rows: label.rows, rawFile: label.rawFile))
    }
    let values = Dictionary(uniqueKeysWithValues: evaluation.metrics.map { ($0.id, $0.value) })
    #expect(try #require(values["lane.recall@1"] ?? nil) >= 0.95)
    #expect(try #require(values["lane.pixel_error_near@1"] ?? nil) <= 6)
    #expect(try #require(values["lane.pixel_error_far@1"] ?? nil) <= 8)
    #expect(values["lane.false_boundaries@1"] == 0)
  }
}
