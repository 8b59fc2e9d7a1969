import DrivingCore
import Foundation
import Geometry

/// The trail of a run as a file, `runs/<id>.trail.jsonl`: one planning tick a line.
///
/// Fingerprints are hexadecimal text, since JSON numbers lose bits beyond 2^53.
public enum TrailFile {
  private struct Line: Codable {
    var t_ns: Int64
    var stages: [String]
    var values: [Double]
  }

  /// Where the trail of a scenario lies in an output folder.
  public static func path(in folder: String, scenario id: String) -> String {
    "\(folder)/runs/\(id).trail.jsonl"
  }

  /// The bytes of the file; the same for the same trail.
  public static func bytes(of trail: [StageTrail]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return trail.flatMap { entry -> [UInt8] in
      let line = Line(
        t_ns: entry.time.nanoseconds,
        stages: entry.fingerprints.map { String($0, radix: 16) },
        values: entry.numbers.map { $0.isFinite ? $0 : 0 })
      return ((try? encoder.encode(line)).map(Array.init) ?? []) + [0x0A]
    }
  }

  /// Reads a trail; nil where there is no file.
  /// - Throws: `ReportFailure` with the line that is broken.
  public static func read(_ path: String) throws(ReportFailure) -> [StageTrail]? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    var trail: [StageTrail] = []
    for (number, text) in data.split(separator: 0x0A).enumerated() {
      guard let line = try? JSONDecoder().decode(Line.self, from: Data(text)),
        line.stages.count == StageTrail.Stage.allCases.count,
        line.values.count == StageTrail.names.count
      else {
        throw ReportFailure(
          path: "\(path):\(number + 1)",
          reason: "found no trail entry; expected one object a line as 'godseye run' writes them")
      }
      trail.append(
        StageTrail(
          time: SimulationTime(nanoseconds: line.t_ns),
          fingerprints: line.stages.map { UInt64($0, radix: 16) ?? 0 }, numbers: line.values))
    }
    return trail
  }
}
