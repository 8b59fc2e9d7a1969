import DriveLogs
import DrivingCore
import Foundation
import Geometry
import Imaging
import Perception
import Sensing

/// Lane perception against labels: on stills, on frames of videos, and on rendered drives whose
/// truth is exact.
public struct LaneEvaluator {
  /// What the perceiver answered, in the order of the labels: TuSimple JSON, one object a line.
  public private(set) var answers: [LaneLabel] = []
  /// Labels that could not be used, one line each.
  public private(set) var problems: [String] = []
  private var evaluation = LaneEvaluation()

  /// Creates an evaluator of nothing yet.
  public init() {}

  /// What was measured against labels.
  public var metrics: [MetricValue] { evaluation.metrics }

  /// The answers as JSON Lines that scorers of the TuSimple form read.
  public func answerLines() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try answers.flatMap { Array(try encoder.encode($0)) + [0x0A] }
  }

  /// Evaluates a label file whose pictures lie below `root`; videos are read from their start, so
  /// that evidence accumulates as in a replay.
  /// - Throws: `InputFailure` where the label file cannot be read.
  public mutating func evaluate(labels path: String, root: String) throws(InputFailure) {
    let labels = try LaneEvaluator.labels(path)
    var videos: [(file: String, labels: [LaneLabel])] = []
    for label in labels {
      guard label.frame ?? 0 > 0 || LaneEvaluator.isVideo(label.rawFile) else {
        evaluateStill(label, at: "\(root)/\(label.rawFile)")
        continue
      }
      if let index = videos.firstIndex(where: { $0.file == label.rawFile }) {
        videos[index].labels.append(label)
      } else {
        videos.append((label.rawFile, [label]))
      }
    }
    for video in videos { evaluateVideo(video.labels, at: "\(root)/\(video.file)") }
  }

  /// Evaluates `DIR/images/*` against instance masks of the same names in `DIR/labels/*`.
  /// - Throws: `InputFailure` where the folder holds no such pairs.
  public mutating func evaluate(folder: String) throws(InputFailure) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/images")) ?? []
    guard !names.isEmpty else {
      throw InputFailure(
        message: "\(folder): found no images/; expected images/* with labels/* of the same names")
    }
    for name in names.sorted() {
      let stem = URL(fileURLWithPath: name).deletingPathExtension().lastPathComponent
      do throws(ImagingFailure) {
        let mask = try LaneEvaluator.picture("\(folder)/labels/\(stem).png")
        evaluateStill(
          LaneLabel(rawFile: "images/\(name)", mask: mask), at: "\(folder)/images/\(name)")
      } catch {
        problems.append("\(folder)/labels/\(stem).png: \(error.reason)")
      }
    }
  }

  /// How far ahead rendered drives are compared with their truth (m).
  static let distances = [20.0, 10, 30, 40]

  /// Lane errors on rendered drives with exact truth: `seeds` drives of `frames` pictures.
  public static func rendered(
    seeds: ClosedRange<UInt64>, frames: Int, level: String, jobs: Int
  ) throws(InputFailure) -> [MetricValue] {
    guard let level = RenderingLevel(rawValue: level) else {
      throw InputFailure(message: "found level '\(level)'; expected clean or hard")
    }
    let list = Array(seeds)
    let comparisons = Parallel.map(count: list.count, jobs: jobs) { index in
      var options = RenderedDrive.Options(seed: list[index])
      options.level = level
      options.frameCount = frames
      return LaneEvaluator.follow(RenderedDrive(options))
    }
    return distances.indices.flatMap { place -> [MetricValue] in
      var all = LaneTruthComparison(distance: distances[place])
      for part in comparisons { all.add(part[place]) }
      // Frames missed are the same at every distance: said once.
      return place == 0 ? all.metrics : all.metrics.filter { $0.id != "lane.missed@1" }
    }
  }

  private static func follow(_ drive: RenderedDrive) -> [LaneTruthComparison] {
    var comparisons = distances.map { LaneTruthComparison(distance: $0) }
    var perceiver = LanePerceiver()
    for index in 0..<drive.count {
      let frame = drive.frame(at: index)
      let truth = drive.truth(at: index)
      let seen =
        (try? perceiver.step(frame, at: frame.time))
        ?? Percepts(time: frame.time, frameIndex: index)
      for place in comparisons.indices {
        comparisons[place].add(seen) { role, distance in
          truth.boundary(role)?.lateral(at: distance)
        }
      }
    }
    return comparisons
  }

  private mutating func evaluateStill(_ label: LaneLabel, at path: String) {
    do throws(ImagingFailure) {
      let bitmap = try LaneEvaluator.picture(path)
      let image = CameraImage(
        width: bitmap.width, height: bitmap.height, pixels: bitmap.pixels,
        calibration: .assumed(width: bitmap.width, height: bitmap.height))
      var perceiver = LanePerceiver()
      let frame = SensorFrame(time: .zero, index: 0, camera: image)
      let seen = (try? perceiver.step(frame, at: .zero)) ?? Percepts(time: .zero, frameIndex: 0)
      add(label, seen, image)
    } catch {
      problems.append("\(path): \(error.reason)")
    }
  }

  private mutating func evaluateVideo(_ labels: [LaneLabel], at path: String) {
    var perceiver = LanePerceiver()
    let last = labels.map { $0.frame ?? 0 }.max() ?? 0
    do throws(LogFailure) {
      let source = try openLog(path)
      while let frame = try source.next(), frame.index <= last {
        guard let image = frame.camera else { continue }
        let seen =
          (try? perceiver.step(frame, at: frame.time))
          ?? Percepts(time: frame.time, frameIndex: frame.index)
        for label in labels where label.frame ?? 0 == frame.index { add(label, seen, image) }
      }
    } catch {
      problems.append("\(error.path):\(error.place): \(error.reason)")
    }
  }

  private mutating func add(_ label: LaneLabel, _ seen: Percepts, _ image: CameraImage) {
    let answer = LaneProjection.answer(
      seen, calibration: image.calibration, width: image.width, height: image.height,
      rows: label.rows, rawFile: label.rawFile, frame: label.frame)
    evaluation.add(label: label, answer: answer)
    answers.append(answer)
  }

  private static func labels(_ path: String) throws(InputFailure) -> [LaneLabel] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputFailure(message: "\(path): cannot be read; expected labels, one object a line")
    }
    var labels: [LaneLabel] = []
    for (index, line) in data.split(separator: 0x0A).enumerated() {
      do { labels.append(try JSONDecoder().decode(LaneLabel.self, from: Data(line))) } catch {
        throw InputFailure(
          message: "\(path):\(index + 1): found no label; expected raw_file, h_samples and lanes")
      }
    }
    return labels
  }

  private static func picture(_ path: String) throws(ImagingFailure) -> Bitmap {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ImagingFailure(kind: .badArgument, reason: "cannot be read; expected a PNG or JPEG")
    }
    return try Bitmap(decoding: Array(data))
  }

  private static func isVideo(_ path: String) -> Bool {
    ["mp4", "avi", "mkv"].contains(URL(fileURLWithPath: path).pathExtension.lowercased())
  }
}
